"""The limit of requests per tenant and minute: RateLimit headers, and 429 with Retry-After.

All processes share one count for each tenant and minute (:mod:`chalicelib.tenancy.request_count`),
from which each leases requests (:mod:`chalicelib.tenancy.request_leases`). Within it each
person, and each key that is nobody's, has a share, counted in the same way, so that one agent's
keys do not use up the company's rate. Lists and batches of keys end before the limit, so that
single calls are served while systems copy. The last requests of a minute have counts of their own,
one for people and one for keys that are nobody's: each are served while any number of the others
ask as often as they can. See docs/decisions/rate-limits.md.
"""

import math
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.tenancy.callers_share import (
    bulk_limit,
    is_persons,
    kept_for_keys,
    kept_for_people,
    own_limit,
    share_name,
)
from chalicelib.tenancy.principal import Principal
from chalicelib.tenancy.request_leases import WINDOW, Count, Share, in_window, reached, take
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
    """A company's requests of a minute: those for everybody, then those that are kept for callers
    of this kind (people, or keys that are nobody's), and how many are, and are left, for the other
    kind."""

    now: datetime
    everybodys: Share
    first: int
    reserve: Share
    kept: int
    others: int
    others_left: int

    def ends_before(self, most: int | None) -> bool:
        """Return whether this process knows that nothing is left for the caller, who need not be
        counted then: of a list's or batch's first ``most``, or of what is for its kind."""
        if most is not None and reached(self.everybodys, min(most, self.first)):
            return True
        nothing = reached(self.everybodys, self.first) and reached(self.reserve, self.kept)
        return bool(self.kept or self.others) and nothing

    def taken(self, *, persons: bool, most: int | None, allowed: bool) -> Taken:
        """Return the outcome for the company's number, for what callers of this kind may use of it,
        and for what lists and batches may, its first ``most``."""
        everybodys = self.everybodys.left(self.first)
        mine = self.first + self.kept
        left = everybodys + self.reserve.left(self.kept)
        alike = self._outcome(mine, left, allowed) if self.others else None
        bulk = None
        if most is not None:
            of_bulk = max(0, most - (self.everybodys.counted - self.everybodys.held))
            bulk = self._outcome(most, of_bulk, allowed or bool(of_bulk))
        whole = self._outcome(mine + self.others, left + self.others_left, allowed)
        return replace(whole, alike=alike, bulk=bulk, persons=persons)

    def _outcome(self, limit: int, remaining: int, allowed: bool) -> Taken:
        return _outcome(self.now, self.everybodys, limit, remaining, allowed)


class Rates:
    """The leases of one process, by tenant and by credential."""

    def __init__(self) -> None:
        self._shares: dict[str, Share] = {}
        self._kept: dict[tuple[str, bool], Share] = {}
        self._own: dict[tuple[str, str], Share] = {}

    def take(
        self,
        principal: Principal,
        now: datetime,
        count: Count,
        own: Count | None = None,
        kept: Count | None = None,
        *,
        bulk: bool = False,
    ) -> Taken:
        """Take one request of the caller's credential, and of its tenant (the operator has its own
        limit and no shares).

        When no leased request is left, lease more from the count. ``own`` counts the caller's share
        (callers_share.py: share_name); None: the share is not looked at. ``kept`` counts what is
        kept for callers of this kind; None: nothing is kept for anybody. ``bulk``: the request is a
        list or a batch.
        """
        persons = is_persons(principal)
        company = self._company(principal, now, keeps=kept is not None)
        most = bulk_limit(principal) if bulk else None
        if company.ends_before(most):
            mine = None if own is None else self._own_share(principal, now)
            left = (
                None if mine is None else _of_share(*mine, now, allowed=mine[0].left(mine[1]) > 0)
            )
            refused = company.taken(persons=persons, most=most, allowed=False)
            return replace(refused, own=left)
        mine_taken = None if own is None else self._taken_of_own(principal, now, own)
        if mine_taken is not None and not mine_taken.allowed:
            refused = company.taken(persons=persons, most=most, allowed=False)
            return replace(refused, own=mine_taken)
        allowed = take(company.everybodys, company.first, now, count, most=most)
        if not allowed and most is None and company.kept and kept is not None:
            allowed = take(company.reserve, company.kept, now, kept)
        taken = company.taken(persons=persons, most=most, allowed=allowed)
        return replace(taken, own=mine_taken)

    def _company(self, principal: Principal, now: datetime, *, keeps: bool) -> _Company:
        name = principal.tenant or "~operator"  # key-rule: a name in this process, no key
        persons = is_persons(principal)
        everybodys = in_window(self._shares, name, now, MOST_TENANTS)
        reserve = in_window(self._kept, (name, persons), now, 2 * MOST_TENANTS)
        of_people = kept_for_people(principal) if keeps else 0
        of_keys = kept_for_keys(principal) if keeps else 0
        mine, others = (of_people, of_keys) if persons else (of_keys, of_people)
        theirs = in_window(self._kept, (name, not persons), now, 2 * MOST_TENANTS)
        first = principal.requests_per_minute - of_people - of_keys
        return _Company(now, everybodys, first, reserve, mine, others, theirs.left(others))

    def _own_share(self, principal: Principal, now: datetime) -> "tuple[Share, int] | None":
        """Return the credential's requests in this process, and its limit."""
        limit = own_limit(principal)
        if limit is None or principal.tenant is None:
            return None
        place = (principal.tenant, share_name(principal))
        return in_window(self._own, place, now, MOST_CREDENTIALS), limit

    def _taken_of_own(self, principal: Principal, now: datetime, count: Count) -> Taken | None:
        found = self._own_share(principal, now)
        if found is None:
            return None
        share, limit = found
        allowed = take(share, limit, now, count, free=limit // FREE_PER_SHARE)
        return _of_share(share, limit, now, allowed=allowed)


def _of_share(share: Share, limit: int, now: datetime, *, allowed: bool) -> Taken:
    return _outcome(now, share, limit, share.left(limit), allowed)


def _outcome(now: datetime, share: Share, limit: int, remaining: int, allowed: bool) -> Taken:
    left = (share.window + WINDOW - now).total_seconds()
    seconds = min(max(1, math.ceil(left)), int(WINDOW.total_seconds()))
    return Taken(allowed, limit, remaining, seconds)
