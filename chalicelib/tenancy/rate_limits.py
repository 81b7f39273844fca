"""The limit of requests per tenant and minute: RateLimit headers, and 429 with Retry-After.

All processes share one count for each tenant and minute (:mod:`chalicelib.tenancy.request_count`).
A process leases several requests from the count and serves its callers from the lease. So the
count costs one write for tens of requests. While the count answers, all processes together never
exceed the limit. Within it each credential has a share, counted in the same way, so that one
agent's key does not use up the company's rate. Lists and batches of keys end before the limit, so
that people and single calls are served while systems copy. See docs/decisions/rate-limits.md.

The headers follow draft-ietf-httpapi-ratelimit-headers.
"""

import math
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from chalicelib.errors import TooManyRequests
from chalicelib.language import Text
from chalicelib.tenancy.principal import Kind, Principal
from chalicelib.tenancy.request_shares import SHARED_FROM, part_of

K = TypeVar("K")

WINDOW = timedelta(minutes=1)
#: A lease is at most 1/4 of the requests that the process served in a window. So much may stay
#: unused in a process that gets no more requests.
DEMAND_PER_LEASE = 4
#: A lease is at most 1/8 of the requests left, so that the last requests are leased one by one.
REST_PER_LEASE = 8
#: A process serves 1/32 of a credential's share in each window before it asks the count, so that
#: the calls of people cost no second write. It tells the count of them later.
FREE_PER_SHARE = 32
#: How long a process works without the shared count after the count did not answer.
ALONE = timedelta(seconds=5)
#: Tenants whose leases one process keeps at most. The least recently used is dropped first. Its
#: lease is lost until the next minute, and no request is given twice.
MOST_TENANTS = 10_000
#: Credentials whose leases one process keeps at most, in the same way.
MOST_CREDENTIALS = 20_000


class Count(Protocol):
    """The number of requests that all processes have taken in each window: of one tenant, or of one
    credential."""

    def add(self, window: datetime, requests: int) -> int | None:
        """Add requests to the window. Return the new total; None when the count did not answer."""


@dataclass(frozen=True, slots=True)
class Taken:
    """The outcome of taking one request: whether it is allowed, and what is left in the window.

    ``limit`` and ``remaining`` are numbers of requests. ``own`` is the outcome for the credential's
    share, when it has one; ``bulk`` for what bulk requests may use, when the request is one.
    """

    allowed: bool
    limit: int
    remaining: int
    seconds_left: int
    own: "Taken | None" = None
    bulk: "Taken | None" = None

    def headers(self) -> dict[str, str]:
        """Return the RateLimit headers.

        ``r`` is the number of requests left, as far as this process knows. ``t`` is the number of
        seconds until the next window, in which all requests are available again. The policy
        ``credential`` is the share of the caller's own credential, ``bulk`` what lists and batches
        may use of the company's.
        """
        named = (("requests", self), ("credential", self.own), ("bulk", self.bulk))
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

    def refusal(self) -> TooManyRequests:
        """Return the error for a caller with no request left. It says when to try again."""
        if self.own is not None and not self.own.allowed:
            return TooManyRequests(
                "too_many_requests_of_credential",
                Text(
                    f"此凭证请求过多：每分钟最多 {self.own.limit} 次（公司额度的一部分）。"
                    f"请在 {self.seconds_left} 秒后重试。",
                    f"Too many requests by this credential: at most {self.own.limit} a minute, its "
                    f"share of the company's. Try again in {self.seconds_left} s.",
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
        return TooManyRequests(
            "too_many_requests",
            Text(
                f"请求过多：每分钟最多 {self.limit} 次。请在 {self.seconds_left} 秒后重试。",
                f"Too many requests: at most {self.limit} a minute. "
                f"Try again in {self.seconds_left} s.",
            ),
            retry_after=self.seconds_left,
        )


@dataclass(slots=True)
class _Share:
    """The requests of one tenant or credential in one window in this process."""

    window: datetime
    #: Requests served in the window before this one.
    served_before: int = 0
    #: Requests served in this window.
    served: int = 0
    #: Requests leased and not used yet.
    held: int = 0
    #: The count's last answer, plus the requests that this process served without the count.
    counted: int = 0
    #: Requests served without the count. They are added when the count answers again.
    unreported: int = 0
    uncounted_until: datetime | None = None


class Rates:
    """The leases of one process, by tenant and by credential."""

    def __init__(self) -> None:
        self._shares: dict[str, _Share] = {}
        self._own: dict[tuple[str, str], _Share] = {}

    def take(
        self,
        principal: Principal,
        now: datetime,
        count: Count,
        own: Count | None = None,
        *,
        bulk: bool = False,
    ) -> Taken:
        """Take one request of the caller's credential, and of its tenant (the operator has its own
        limit and no shares).

        When no leased request is left, lease more from the count. ``own`` is the credential's;
        None: the share is not looked at. ``bulk``: the request is a list or a batch.
        """
        limit = principal.requests_per_minute
        name = principal.tenant or "~operator"  # key-rule: a name in this process, no key
        share = _in_window(self._shares, name, now, MOST_TENANTS)
        most = bulk_limit(principal) if bulk else None
        if most is not None and _reached(share, most):
            mine = None if own is None else self._own_share(principal, now)
            taken = _outcome(share, limit, now, allowed=False)
            left = None if mine is None else _outcome(*mine, now, allowed=True)
            return replace(taken, own=left, bulk=_bulk(share, most, now, allowed=False))
        mine_taken = None if own is None else self._taken_of_own(principal, now, own)
        if mine_taken is not None and not mine_taken.allowed:
            return replace(_outcome(share, limit, now, allowed=False), own=mine_taken)
        taken = _take(share, limit, now, count, most=most)
        if most is not None:
            taken = replace(taken, bulk=_bulk(share, most, now, allowed=taken.allowed))
        return replace(taken, own=mine_taken)

    def _own_share(self, principal: Principal, now: datetime) -> "tuple[_Share, int] | None":
        """Return the credential's requests in this process, and its limit."""
        limit = own_limit(principal)
        if limit is None or principal.tenant is None:
            return None
        place = (principal.tenant, principal.credential)
        return _in_window(self._own, place, now, MOST_CREDENTIALS), limit

    def _taken_of_own(self, principal: Principal, now: datetime, count: Count) -> Taken | None:
        found = self._own_share(principal, now)
        if found is None:
            return None
        share, limit = found
        return _take(share, limit, now, count, free=limit // FREE_PER_SHARE)


def own_limit(principal: Principal) -> int | None:
    """Return how many requests a minute the credential may make; None when it has no share."""
    if not _has_shares(principal):
        return None
    shares = principal.request_shares
    percent = shares.person_percent if _is_persons(principal) else shares.key_percent
    return part_of(principal.requests_per_minute, percent)


def bulk_limit(principal: Principal) -> int | None:
    """Return how many of the company's requests of a minute lists and batches may use up.

    None: it does not matter, because the caller is a person. A person's lists are looked at.
    """
    if not _has_shares(principal) or _is_persons(principal):
        return None
    return part_of(principal.requests_per_minute, principal.request_shares.bulk_percent)


def _has_shares(principal: Principal) -> bool:
    return principal.tenant is not None and principal.requests_per_minute >= SHARED_FROM


def _is_persons(principal: Principal) -> bool:
    return principal.kind is Kind.PERSON or principal.person is not None


def _reached(share: _Share, most: int) -> bool:
    """Return whether this process knows that the company's first ``most`` requests are taken.

    Requests have numbers, which no two processes share. The next one that this process serves
    without asking the count has the number ``counted - held + 1``.
    """
    return share.counted - share.held >= most


def _take(
    share: _Share, limit: int, now: datetime, count: Count, free: int = 0, most: int | None = None
) -> Taken:
    """Take one request. ``free``: how many of a window are served before the count is asked.

    ``most``: a number of the count beyond which this request is not served. What was leased beyond
    it stays for others.
    """
    if not share.held and share.counted < limit:
        if share.served < free:
            share.counted, share.unreported, share.held = share.counted + 1, share.unreported + 1, 1
        else:
            _lease(share, limit, now, count)
    allowed = share.held > 0 and (most is None or not _reached(share, most))
    if allowed:
        share.served += 1
        share.held -= 1
    return _outcome(share, limit, now, allowed=allowed)


def _outcome(share: _Share, limit: int, now: datetime, *, allowed: bool) -> Taken:
    left = (share.window + WINDOW - now).total_seconds()
    return Taken(
        allowed,
        limit,
        remaining=share.held + max(0, limit - share.counted),
        seconds_left=min(max(1, math.ceil(left)), int(WINDOW.total_seconds())),
    )


def _bulk(share: _Share, most: int, now: datetime, *, allowed: bool) -> Taken:
    left = max(0, most - (share.counted - share.held))
    return replace(_outcome(share, most, now, allowed=allowed), remaining=left)


def _in_window(shares: dict[K, _Share], name: K, now: datetime, most: int) -> _Share:
    """Return the share with this name of the window of ``now``.

    When the clock goes back, the share stays in the later window.
    """
    window = now.replace(second=0, microsecond=0)
    # Removed and inserted again: the dictionary's first entry is the least recently used.
    share = shares.pop(name, None) or _Share(window)
    if window > share.window:
        before = share.served if share.window + WINDOW == window else 0
        share = _Share(window, before, uncounted_until=share.uncounted_until)
    shares[name] = share
    if len(shares) > most:
        del shares[next(iter(shares))]
    return share


def _lease(share: _Share, limit: int, now: datetime, count: Count) -> None:
    """Lease requests from the count.

    Each number of the count up to the limit belongs to the process that added it. So no number
    is used twice, and every number can be used.
    """
    wanted = _wanted(share, limit)
    alone = share.uncounted_until is not None and now < share.uncounted_until
    counted = None if alone else count.add(share.window, wanted + share.unreported)
    if counted is not None:
        share.uncounted_until, share.unreported, share.counted = None, 0, counted
        share.held = min(wanted, max(0, limit - (counted - wanted)))
        return
    # The process works from the count's last answer. At worst each process serves the whole limit.
    share.uncounted_until = share.uncounted_until if alone else now + ALONE
    share.counted += 1
    share.unreported += 1
    share.held = 1


def _wanted(share: _Share, limit: int) -> int:
    """Return the size of a lease: 1/4 of the demand or 1/8 of the rest, if lower; at least 1."""
    demand = max(share.served, share.served_before) // DEMAND_PER_LEASE
    return max(1, min(demand, (limit - share.counted) // REST_PER_LEASE))
