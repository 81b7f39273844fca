"""The limit of requests per tenant and minute: RateLimit headers, and 429 with Retry-After.

All processes share one count for each tenant and minute (:mod:`chalicelib.tenancy.request_count`).
A process leases several requests from the count and serves its callers from the lease. So the
count costs one write for tens of requests. While the count answers, all processes together never
exceed the limit. See docs/decisions/rate-limits.md.

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
#: A lease is at most 1/4 of the requests that the process served in a window. So much may stay
#: unused in a process that gets no more requests.
DEMAND_PER_LEASE = 4
#: A lease is at most 1/8 of the requests left, so that the last requests are leased one by one.
REST_PER_LEASE = 8
#: How long a process works without the shared count after the count did not answer.
ALONE = timedelta(seconds=5)
#: Tenants whose leases one process keeps at most. The least recently used is dropped first. Its
#: lease is lost until the next minute, and no request is given twice.
MOST_TENANTS = 10_000


class Count(Protocol):
    """The number of requests of one tenant that all processes have taken in each window."""

    def add(self, window: datetime, requests: int) -> int | None:
        """Add requests to the window. Return the new total; None when the count did not answer."""


@dataclass(frozen=True, slots=True)
class Taken:
    """The outcome of taking one request: whether it is allowed, and what is left in the window.

    ``limit`` and ``remaining`` are numbers of requests.
    """

    allowed: bool
    limit: int
    remaining: int
    seconds_left: int

    def headers(self) -> dict[str, str]:
        """Return the RateLimit headers.

        ``r`` is the number of requests left, as far as this process knows. ``t`` is the number of
        seconds until the next window, in which all requests are available again.
        """
        return {
            "RateLimit-Policy": f'"requests";q={self.limit};w={int(WINDOW.total_seconds())}',
            "RateLimit": f'"requests";r={self.remaining};t={self.seconds_left}',
        }

    def refusal(self) -> TooManyRequests:
        """Return the error for a caller with no request left. It says when to try again."""
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
    """One tenant's requests of one window in this process."""

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
    """The leases of one process, by tenant."""

    def __init__(self) -> None:
        self._shares: dict[str, _Share] = {}

    def take(self, principal: Principal, now: datetime, count: Count) -> Taken:
        """Take one request of the caller's tenant (the operator has its own limit).

        When no leased request is left, lease more from the count.
        """
        limit = principal.requests_per_minute
        name = principal.tenant or "~operator"  # key-rule: a name in this process, no key
        share = self._share(name, now)
        if not share.held and share.counted < limit:
            _lease(share, limit, now, count)
        allowed = share.held > 0
        if allowed:
            share.served += 1
            share.held -= 1
        left = (share.window + WINDOW - now).total_seconds()
        return Taken(
            allowed,
            limit,
            remaining=share.held + max(0, limit - share.counted),
            seconds_left=min(max(1, math.ceil(left)), int(WINDOW.total_seconds())),
        )

    def _share(self, name: str, now: datetime) -> _Share:
        """Return the tenant's share of the window of ``now``.

        When the clock goes back, the share stays in the later window.
        """
        window = now.replace(second=0, microsecond=0)
        # Removed and inserted again: the dictionary's first entry is the least recently used.
        share = self._shares.pop(name, None) or _Share(window)
        if window > share.window:
            before = share.served if share.window + WINDOW == window else 0
            share = _Share(window, before, uncounted_until=share.uncounted_until)
        self._shares[name] = share
        if len(self._shares) > MOST_TENANTS:
            del self._shares[next(iter(self._shares))]
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
