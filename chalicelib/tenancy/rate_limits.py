"""How many requests a tenant may make in a minute: RateLimit headers, and 429 with Retry-After.

All processes share one count for each tenant and minute (:mod:`chalicelib.tenancy.request_count`).
A process takes requests from it in leases and serves its callers from what it holds, so that
the count costs one write in tens of requests and the sum over all processes is never above the
limit. See docs/decisions/rate-limits.md.

The headers follow draft-ietf-httpapi-ratelimit-headers.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from chalicelib.errors import TooManyRequests
from chalicelib.language import Text
from chalicelib.tenancy.principal import Principal

WINDOW = timedelta(minutes=1)
#: A lease is at most this part of what the process served in a window: so much may lie unused
#: in a process that is asked no more.
OF_DEMAND = 4
#: And at most this part of what is left, so that the last requests are taken one by one.
OF_WHAT_IS_LEFT = 8
#: After a count that did not answer the process goes on by itself for so long.
ALONE = timedelta(seconds=5)
#: Tenants of whom one process remembers what it holds; the one longest unused goes first. What
#: it held is lost until the next minute, never given twice.
MOST_TENANTS = 10_000


class Count(Protocol):
    """How many requests of one tenant's all processes have taken in each window."""

    def add(self, window: datetime, requests: int) -> int | None:
        """Count so many more: the number with these among them. None: there was no answer."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What asking for one request gave: whether it is allowed, and what is left in the window."""

    allowed: bool
    limit: int
    remaining: int
    seconds_left: int

    def headers(self) -> dict[str, str]:
        """``r``: requests left, as far as this process knows; ``t``: seconds until all are back."""
        return {
            "RateLimit-Policy": f'"requests";q={self.limit};w={int(WINDOW.total_seconds())}',
            "RateLimit": f'"requests";r={self.remaining};t={self.seconds_left}',
        }

    def refusal(self) -> TooManyRequests:
        """What a caller without a request left is told: when the next window begins."""
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
    """A tenant's window in this process."""

    window: datetime
    #: Served in the window before this one.
    before: int = 0
    #: Served in this window.
    had: int = 0
    #: Leased and not used yet.
    held: int = 0
    #: What the count was when last told, with all that this process took since.
    counted: int = 0
    #: Served without the count, which is to hear of them when it answers again.
    untold: int = 0
    alone_until: datetime | None = None


class Rates:
    """What one process holds of its tenants' requests."""

    def __init__(self) -> None:
        self._shares: dict[str, _Share] = {}

    def take(self, principal: Principal, now: datetime, count: Count) -> Taken:
        """Take one request of the caller's tenant (the operator has its own), with a new lease
        from the count when none is held."""
        limit = principal.requests_per_minute
        whose = principal.tenant or "~operator"  # key-rule: a name in this process, no key
        share = self._share(whose, now)
        if not share.held and share.counted < limit:
            _lease(share, limit, now, count)
        allowed = share.held > 0
        if allowed:
            share.had += 1
            share.held -= 1
        left = (share.window + WINDOW - now).total_seconds()
        return Taken(
            allowed,
            limit,
            remaining=share.held + max(0, limit - share.counted),
            seconds_left=min(max(1, math.ceil(left)), int(WINDOW.total_seconds())),
        )

    def _share(self, name: str, now: datetime) -> _Share:
        """The tenant's, in the window of now; a clock that goes back stays in the later one."""
        window = now.replace(second=0, microsecond=0)
        # Taken out and put in again, so that the first in the dictionary is the longest unused.
        share = self._shares.pop(name, None) or _Share(window)
        if window > share.window:
            before = share.had if share.window + WINDOW == window else 0
            share = _Share(window, before, alone_until=share.alone_until)
        self._shares[name] = share
        if len(self._shares) > MOST_TENANTS:
            del self._shares[next(iter(self._shares))]
        return share


def _lease(share: _Share, limit: int, now: datetime, count: Count) -> None:
    """Hold as many more as are given: the count's numbers up to the limit are whose they are
    added for, so no number is used twice, and every one can be used."""
    wanted = _wanted(share, limit)
    alone = share.alone_until is not None and now < share.alone_until
    counted = None if alone else count.add(share.window, wanted + share.untold)
    if counted is not None:
        share.alone_until, share.untold, share.counted = None, 0, counted
        share.held = min(wanted, max(0, limit - (counted - wanted)))
        return
    # By itself, from what it was last told: at worst the whole limit in each process.
    share.alone_until = share.alone_until if alone else now + ALONE
    share.counted += 1
    share.untold += 1
    share.held = 1


def _wanted(share: _Share, limit: int) -> int:
    """As few as a quarter of the demand, or an eighth of what is left; one at least."""
    demand = max(share.had, share.before) // OF_DEMAND
    return max(1, min(demand, (limit - share.counted) // OF_WHAT_IS_LEFT))
