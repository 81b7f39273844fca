"""Ranks, and the top or bottom share of a group (rules.md §5)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext

from .exact import WORKING

MIN_GROUP = 10
# Totals by person; None without a total.
Totals = Mapping[str, Decimal | None]


@dataclass(frozen=True, slots=True)
class Rank:
    """A position among the `of` people who have a total: 1, 2, 2, 4."""

    position: int
    of: int


def rank(totals: Totals, groups: Mapping[str, str] | None = None) -> dict[str, Rank]:
    """Rank people by total, highest first; within their group when groups by person are given.

    Equal totals share a rank. People without a total have no rank.
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
    """The best `percent` of the people with a total, for a reward: ties at the edge are all in.

    k = whole part of N × percent ÷ 100. Empty for fewer than `min_group` people. Raises ValueError
    for a percentage outside 0 to 100.
    """
    present = _present(totals)
    k = _count(present, percent, min_group)
    if k == 0:
        return frozenset()
    edge = sorted(present.values(), reverse=True)[k - 1]
    return frozenset(person for person, total in present.items() if total >= edge)


def bottom_share(totals: Totals, percent: Decimal, min_group: int = MIN_GROUP) -> frozenset[str]:
    """The lowest `percent` of the people with a total, for a sanction: ties are all out.

    k, the least group and the error are as for `top_share`.
    """
    present = _present(totals)
    k = _count(present, percent, min_group)
    lowest = sorted(present.values())
    if k == len(lowest):
        return frozenset(present)
    # lowest[k] is the first person outside: whoever shares that total is out. k may be 0.
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
