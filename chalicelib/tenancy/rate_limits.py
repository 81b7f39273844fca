"""The limit of requests per tenant and minute: RateLimit headers, and 429 with Retry-After.

All processes share one count for each tenant and minute (:mod:`chalicelib.tenancy.request_count`),
from which each leases requests (:mod:`chalicelib.tenancy.request_leases`). Within it each
credential has a share, counted in the same way, so that one agent's key does not use up the
company's rate. Lists and batches of keys end before the limit, so that single calls are served
while systems copy. The last requests of a minute have a count of their own, which is for people:
they are served while any number of systems ask as often as they can. See
docs/decisions/rate-limits.md.
"""

import math
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.tenancy.principal import Kind, Principal
from chalicelib.tenancy.request_leases import WINDOW, Count, Share, in_window, reached, take
from chalicelib.tenancy.request_shares import SHARED_FROM, part_of
from chalicelib.tenancy.requests_taken import Taken

#: A process serves 1/32 of a credential's share in each window before it asks the count, so that
#: the calls of people cost no second write. It tells the count of them later.
FREE_PER_SHARE = 32
#: Tenants whose leases one process keeps at most. The least recently used is dropped first. Its
#: lease is lost until the next minute, and no request is given twice.
MOST_TENANTS = 10_000
#: Credentials whose leases one process keeps at most, in the same way.
MOST_CREDENTIALS = 20_000


@dataclass(frozen=True, slots=True)
class _Company:
    """A company's requests of a minute: those for everybody, then those that are for people."""

    now: datetime
    everybodys: Share
    first: int
    peoples: Share | None
    kept: int

    def ends_before(self, most: int | None, principal: Principal) -> bool:
        """Return whether this process knows that nothing is left for the caller, who need not be
        counted then: of a list's or batch's first ``most``, or of what keys have together."""
        if most is not None and reached(self.everybodys, most):
            return True
        return bool(self.kept and not _is_persons(principal)) and reached(
            self.everybodys, self.first
        )

    def taken(self, principal: Principal, most: int | None, *, allowed: bool) -> Taken:
        """Return the outcome for the company's number, for what keys that are nobody's may use of
        it, and for what lists and batches may, its first ``most``."""
        everybodys = self.everybodys.left(self.first)
        kept = 0 if self.peoples is None else self.peoples.left(self.kept)
        keys = bulk = None
        if self.kept and not _is_persons(principal):
            keys = self._outcome(self.first, everybodys, allowed)
        if most is not None:
            left = max(0, most - (self.everybodys.counted - self.everybodys.held))
            bulk = self._outcome(most, left, allowed or bool(left))
        return replace(
            self._outcome(self.first + self.kept, everybodys + kept, allowed), keys=keys, bulk=bulk
        )

    def _outcome(self, limit: int, remaining: int, allowed: bool) -> Taken:
        return _outcome(self.now, self.everybodys, limit, remaining, allowed)


class Rates:
    """The leases of one process, by tenant and by credential."""

    def __init__(self) -> None:
        self._shares: dict[str, Share] = {}
        self._peoples: dict[str, Share] = {}
        self._own: dict[tuple[str, str], Share] = {}

    def take(
        self,
        principal: Principal,
        now: datetime,
        count: Count,
        own: Count | None = None,
        peoples: Count | None = None,
        *,
        bulk: bool = False,
    ) -> Taken:
        """Take one request of the caller's credential, and of its tenant (the operator has its own
        limit and no shares).

        When no leased request is left, lease more from the count. ``own`` is the credential's;
        None: the share is not looked at. ``peoples`` counts what is kept for people; None: nothing
        is. ``bulk``: the request is a list or a batch.
        """
        company = self._company(principal, now, keeps=peoples is not None)
        most = bulk_limit(principal) if bulk else None
        if company.ends_before(most, principal):
            mine = None if own is None else self._own_share(principal, now)
            left = None if mine is None else _of_share(*mine, now, allowed=True)
            return replace(company.taken(principal, most, allowed=False), own=left)
        mine_taken = None if own is None else self._taken_of_own(principal, now, own)
        if mine_taken is not None and not mine_taken.allowed:
            return replace(company.taken(principal, most, allowed=False), own=mine_taken)
        allowed = take(company.everybodys, company.first, now, count, most=most)
        if not allowed and _is_persons(principal) and company.peoples and peoples:
            allowed = take(company.peoples, company.kept, now, peoples)
        return replace(company.taken(principal, most, allowed=allowed), own=mine_taken)

    def _company(self, principal: Principal, now: datetime, *, keeps: bool) -> _Company:
        name = principal.tenant or "~operator"  # key-rule: a name in this process, no key
        everybodys = in_window(self._shares, name, now, MOST_TENANTS)
        kept = kept_for_people(principal) if keeps else 0
        peoples = in_window(self._peoples, name, now, MOST_TENANTS) if kept else None
        return _Company(now, everybodys, principal.requests_per_minute - kept, peoples, kept)

    def _own_share(self, principal: Principal, now: datetime) -> "tuple[Share, int] | None":
        """Return the credential's requests in this process, and its limit."""
        limit = own_limit(principal)
        if limit is None or principal.tenant is None:
            return None
        place = (principal.tenant, principal.credential)
        return in_window(self._own, place, now, MOST_CREDENTIALS), limit

    def _taken_of_own(self, principal: Principal, now: datetime, count: Count) -> Taken | None:
        found = self._own_share(principal, now)
        if found is None:
            return None
        share, limit = found
        allowed = take(share, limit, now, count, free=limit // FREE_PER_SHARE)
        return _of_share(share, limit, now, allowed=allowed)


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


def kept_for_people(principal: Principal) -> int:
    """Return how many of the company's requests of a minute only people may make: what its keys
    that are nobody's may not use together."""
    if not _has_shares(principal):
        return 0
    limit = principal.requests_per_minute
    return limit - part_of(limit, principal.request_shares.all_keys_percent)


def _has_shares(principal: Principal) -> bool:
    return principal.tenant is not None and principal.requests_per_minute >= SHARED_FROM


def _is_persons(principal: Principal) -> bool:
    return principal.kind is Kind.PERSON or principal.person is not None


def _of_share(share: Share, limit: int, now: datetime, *, allowed: bool) -> Taken:
    return _outcome(now, share, limit, share.left(limit), allowed)


def _outcome(now: datetime, share: Share, limit: int, remaining: int, allowed: bool) -> Taken:
    left = (share.window + WINDOW - now).total_seconds()
    seconds = min(max(1, math.ceil(left)), int(WINDOW.total_seconds()))
    return Taken(allowed, limit, remaining, seconds)
