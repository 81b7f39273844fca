"""Ranks, and the top or bottom of a group (rules.md §5)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext

from .exact import WORKING

MIN_GROUP = 10
Totals = Mapping[str, Decimal | None]


@dataclass(frozen=True, slots=True)
class Rank:
    """A place among those who have a total: 1, 2, 2, 4."""

    position: int
    of: int


def rank(totals: Totals, groups: Mapping[str, str] | None = None) -> dict[str, Rank]:
    """Everybody's rank by total, highest first; within the person's group when groups are given.

    Equal totals share a rank. People without a total have none.
    """
    members: dict[str | None, list[str]] = defaultdict(list)
    for person, total in totals.items():
        if total is not None:
            members[(groups or {}).get(person)].append(person)
    ranks: dict[str, Rank] = {}
    for people in members.values():
        ranks.update(_ranked({person: totals[person] or Decimal(0) for person in people}))
    return ranks


def top_share(totals: Totals, percent: Decimal, min_group: int = MIN_GROUP) -> frozenset[str]:
    """The best `percent` of those with a total, for a reward: ties at the edge are all in.

    k = whole part of N × percent ÷ 100; a group of fewer than `min_group` has no top.
    """
    present = _present(totals)
    k = _count(present, percent, min_group)
    if k == 0:
        return frozenset()
    edge = sorted(present.values(), reverse=True)[k - 1]
    return frozenset(person for person, total in present.items() if total >= edge)


def bottom_share(totals: Totals, percent: Decimal, min_group: int = MIN_GROUP) -> frozenset[str]:
    """The lowest `percent` of those with a total, for a sanction: ties at the edge are all out."""
    present = _present(totals)
    k = _count(present, percent, min_group)
    lowest = sorted(present.values())
    if k == len(lowest):
        return frozenset(present)
    # Nobody is taken whose total someone outside shares; with k = 0 the lowest is outside.
    return frozenset(person for person, total in present.items() if total < lowest[k])


def _present(totals: Totals) -> dict[str, Decimal]:
    return {person: total for person, total in totals.items() if total is not None}


def _count(present: Mapping[str, Decimal], percent: Decimal, min_group: int) -> int:
    if not 0 <= percent <= 100:
        raise ValueError("a share is between 0 and 100 percent")
    if len(present) < min_group:
        return 0
    with localcontext(WORKING):
        return int(len(present) * percent / 100)


def _ranked(totals: Mapping[str, Decimal]) -> Iterable[tuple[str, Rank]]:
    ordered = sorted(totals.values(), reverse=True)
    first: dict[Decimal, int] = {}
    for place, total in enumerate(ordered, 1):
        first.setdefault(total, place)
    return [(person, Rank(first[total], len(ordered))) for person, total in totals.items()]
