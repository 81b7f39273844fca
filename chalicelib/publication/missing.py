"""What is told of a period by the register: who is missing, and whose results it contradicts.

A small register is walked in the request, so everything is as of now. Of a large one the counts are
those of the settling, with its time; the people named are those among its first MOST_AT_ONCE.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.people import headcount
from chalicelib.periods import missing_counts, summaries
from chalicelib.periods.records import PeriodRecord, with_results
from chalicelib.publication.month_check import MOST_AT_ONCE, MOST_NAMED, Absent, Check, Walk
from chalicelib.tenancy.context import Context


@dataclass(frozen=True, slots=True)
class Told:
    """What the register says. ``as_of``: when it was asked; None: never, and nothing is known.

    ``missing`` are people by team. ``several`` counts results of people without a scheme on the
    register who have a result by that other scheme too. ``outdated`` are results whose team or
    paying scheme would be another now. ``named``: the first of the missing that the caller sees.
    """

    as_of: str | None
    missing: Mapping[str, int]
    several: Mapping[str, int]
    outdated: int
    named: tuple[Absent, ...] = ()

    @property
    def missing_people(self) -> int:
        """How many people are missing, whoever asks; 0 where it is not known."""
        return sum(self.missing.values())

    def count(self, context: Context) -> int | None:
        """Return how many are missing of those whom the caller sees; None when it is not known."""
        if self.as_of is None:
            return None
        found = self.missing.items()
        return sum(number for team, number in found if _sees(context, team or None))


def told(context: Context, record: PeriodRecord, *, naming: bool = True) -> Told:
    """Return what the register says of a period.

    It reads at most twice MOST_AT_ONCE people with their results, and none of a large register
    without ``naming``.
    """
    large = headcount.number(context) > MOST_AT_ONCE
    if large and not naming:
        return _kept(context, record, ())
    walk = Walk(context, record)
    named: list[Absent] = []
    most = MOST_AT_ONCE if large else 2 * MOST_AT_ONCE
    for seen, absent in enumerate(walk.absent()):
        if seen == most:
            # Of a small register: one with many tombstones.
            large = True
            break
        if absent is None or len(named) == MOST_NAMED:
            continue
        if _sees(context, absent.team):
            named.append(absent)
    if large:
        return _kept(context, record, tuple(named))
    check = walk.check
    return Told(context.time, check.missing, check.several, check.outdated, tuple(named))


def _kept(context: Context, record: PeriodRecord, named: tuple[Absent, ...]) -> Told:
    """Return what was kept of a large register when the period was settled."""

    def read(current: PeriodRecord) -> tuple[PeriodRecord, Counter[str]]:
        found = Check().missing if current.check is None else missing_counts.read(context, current)
        return current, found

    current, missing = summaries.reading(context, record, read)
    if current.check is None:
        return Told(None, missing, {}, 0, named)
    several = _latest_several(context, current)
    return Told(
        str(current.check["as_of"]), missing, several, int(current.check["outdated"]), named
    )


def _latest_several(context: Context, record: PeriodRecord) -> dict[str, int]:
    """Return the results that another scheme has too, by scheme.

    Two schemes count the same people. The later count is right: it has read the other's results
    after they were written. Of two at one instant it is the greater.
    """
    own = record.check or {}
    found = {code: int(number) for code, number in own["several"].items()}
    for other in with_results(context, record.period, None):
        if other.check is None or other.check["as_of"] < own["as_of"]:
            continue
        theirs = int(other.check["several"].get(record.scheme, 0))
        same_time = other.check["as_of"] == own["as_of"]
        found[other.scheme] = max(theirs, found.get(other.scheme, 0)) if same_time else theirs
    return {code: number for code, number in sorted(found.items()) if number}


def _sees(context: Context, team: str | None) -> bool:
    return context.principal.oversees(team)
