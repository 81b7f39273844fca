"""The outcome of taking a request: the RateLimit headers, and the refusal with Retry-After.

The headers follow draft-ietf-httpapi-ratelimit-headers.
"""

from dataclasses import dataclass

from chalicelib.errors import TooManyRequests
from chalicelib.language import Text
from chalicelib.tenancy.request_leases import WINDOW


@dataclass(frozen=True, slots=True)
class Taken:
    """The outcome of taking one request: whether it is allowed, and what is left in the window.

    ``limit`` and ``remaining`` are numbers of requests. ``own`` is the outcome for the credential's
    share, when it has one; ``alike`` for what all callers of its kind may use together: people, or
    keys that are nobody's (``persons``); ``bulk`` for what bulk requests may use, when the request
    is one.
    """

    allowed: bool
    limit: int
    remaining: int
    seconds_left: int
    own: "Taken | None" = None
    alike: "Taken | None" = None
    bulk: "Taken | None" = None
    persons: bool = False

    def headers(self) -> dict[str, str]:
        """Return the RateLimit headers.

        ``r`` is the number of requests left, as far as this process knows. ``t`` is the number of
        seconds until the next window, in which all requests are available again. The policy
        ``credential`` is the share of the caller's own credential, or of its person, ``bulk`` what
        lists and batches may use of the company's. ``keys`` is what all keys that are nobody's may
        use together, ``people`` what people may; it is told when it ends before the share.
        """
        alike = self.alike if self.bulk is None and self._alike_end_first else None
        kind = "people" if self.persons else "keys"
        named = (("requests", self), ("credential", self.own), (kind, alike), ("bulk", self.bulk))
        policies = [(name, one) for name, one in named if one is not None]
        seconds = int(WINDOW.total_seconds())
        return {
            "RateLimit-Policy": ", ".join(
                f'"{name}";q={one.limit};w={seconds}' for name, one in policies
            ),
            "RateLimit": ", ".join(
                f'"{name}";r={one.remaining};t={one.seconds_left}' for name, one in policies
            ),
        }

    @property
    def _alike_end_first(self) -> bool:
        if self.alike is None:
            return False
        return self.own is None or self.alike.remaining < self.own.remaining

    def refusal(self) -> TooManyRequests:
        """Return the error for a caller with no request left. It says when to try again."""
        if self.own is not None and not self.own.allowed:
            return TooManyRequests(
                "too_many_requests_of_credential",
                Text(
                    f"此凭证请求过多：每分钟最多 {self.own.limit} 次（公司额度的一部分；"
                    f"同一人的凭证合并计算）。请在 {self.seconds_left} 秒后重试。",
                    f"Too many requests by this credential: at most {self.own.limit} a minute, its "
                    f"share of the company's, which all credentials of a person have together. "
                    f"Try again in {self.seconds_left} s.",
                ),
                retry_after=self.seconds_left,
            )
        if self.bulk is not None and not self.bulk.allowed:
            return TooManyRequests(
                "too_many_bulk_requests",
                Text(
                    f"列表与批量请求过多：每分钟共 {self.bulk.limit} 次以内可用，"
                    f"其余留给单次请求。请在 {self.seconds_left} 秒后重试。",
                    f"Too many lists and batches: they may use the company's first "
                    f"{self.bulk.limit} requests of a minute; the rest is for single calls. "
                    f"Try again in {self.seconds_left} s.",
                ),
                retry_after=self.seconds_left,
            )
        if self.alike is not None and not self.alike.allowed and self.persons:
            return TooManyRequests(
                "too_many_requests_of_people",
                Text(
                    f"个人请求过多：个人登录及绑定个人的密钥每分钟共可用 {self.alike.limit} 次，"
                    f"其余留给系统。请在 {self.seconds_left} 秒后重试。",
                    f"Too many requests by people: sign-ins and keys of persons together may use "
                    f"{self.alike.limit} of the company's requests of a minute; the rest is for "
                    f"systems. Try again in {self.seconds_left} s.",
                ),
                retry_after=self.seconds_left,
            )
        if self.alike is not None and not self.alike.allowed:
            return TooManyRequests(
                "too_many_requests_of_keys",
                Text(
                    f"密钥请求过多：不属于个人的密钥每分钟共可用 {self.alike.limit} 次，"
                    f"其余留给个人。请在 {self.seconds_left} 秒后重试。",
                    f"Too many requests by keys that are nobody's: together they may use the "
                    f"company's first {self.alike.limit} of a minute; the rest is for people. "
                    f"Try again in {self.seconds_left} s.",
                ),
                retry_after=self.seconds_left,
            )
        return TooManyRequests(
            "too_many_requests",
            Text(
                f"请求过多：每分钟最多 {self.limit} 次。请在 {self.seconds_left} 秒后重试。",
                f"Too many requests: at most {self.limit} a minute. "
                f"Try again in {self.seconds_left} s.",
            ),
            retry_after=self.seconds_left,
        )
