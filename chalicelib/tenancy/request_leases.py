"""Requests of a minute that a process has leased from a count that all processes share.

A process leases several requests at once and serves its callers from the lease, so the count costs
one write for tens of requests. While the count answers, all processes together never exceed a
limit. See docs/decisions/rate-limits.md.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

K = TypeVar("K")

WINDOW = timedelta(minutes=1)
#: A lease is at most 1/4 of the requests that the process served in a window. So much may stay
#: unused in a process that gets no more requests.
DEMAND_PER_LEASE = 4
#: A lease is at most 1/8 of the requests left, so that the last requests are leased one by one.
REST_PER_LEASE = 8
#: How long a process works without the shared count after the count did not answer.
ALONE = timedelta(seconds=5)


class Count(Protocol):
    """The number of requests that all processes have taken in each window: of one tenant, or of one
    credential."""

    def add(self, window: datetime, requests: int) -> int | None:
        """Add requests to the window. Return the new total; None when the count did not answer."""


@dataclass(slots=True)
class Share:
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

    def left(self, limit: int) -> int:
        """Return how many requests of the limit are left, as far as this process knows."""
        return self.held + max(0, limit - self.counted)


def reached(share: Share, most: int) -> bool:
    """Return whether this process knows that the company's first ``most`` requests are taken.

    Requests have numbers, which no two processes share. The next one that this process serves
    without asking the count has the number ``counted - held + 1``.
    """
    return share.counted - share.held >= most


def take(
    share: Share, limit: int, now: datetime, count: Count, free: int = 0, most: int | None = None
) -> bool:
    """Take one request; return whether it is allowed.

    ``free``: how many of a window are served before the count is asked. ``most``: a number of the
    count beyond which this request is not served. What was leased beyond it stays for others.
    """
    if not share.held and share.counted < limit:
        if share.served < free:
            share.counted, share.unreported, share.held = share.counted + 1, share.unreported + 1, 1
        else:
            _lease(share, limit, now, count)
    allowed = share.held > 0 and (most is None or not reached(share, most))
    if allowed:
        share.served += 1
        share.held -= 1
    return allowed


def in_window(shares: dict[K, Share], name: K, now: datetime, most: int) -> Share:
    """Return the share with this name of the window of ``now``.

    When the clock goes back, the share stays in the later window.
    """
    window = now.replace(second=0, microsecond=0)
    # Removed and inserted again: the dictionary's first entry is the least recently used.
    share = shares.pop(name, None) or Share(window)
    if window > share.window:
        before = share.served if share.window + WINDOW == window else 0
        share = Share(window, before, uncounted_until=share.uncounted_until)
    shares[name] = share
    if len(shares) > most:
        del shares[next(iter(shares))]
    return share


def _lease(share: Share, limit: int, now: datetime, count: Count) -> None:
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


def _wanted(share: Share, limit: int) -> int:
    """Return the size of a lease: 1/4 of the demand or 1/8 of the rest, if lower; at least 1."""
    demand = max(share.served, share.served_before) // DEMAND_PER_LEASE
    return max(1, min(demand, (limit - share.counted) // REST_PER_LEASE))
