"""What is told of a period by the register: who is missing, and whose results it contradicts.

A small register is walked in the request, so everything is as of now. Of a large one the counts are
those of the settling, with its time; the people named are those among its first MOST_AT_ONCE.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from chalicelib.announcements.not_told import is_asked
from chalicelib.people import headcount
from chalicelib.people.records import Employee
from chalicelib.periods import missing_counts, summaries
from chalicelib.periods.records import PROVISIONAL, PeriodRecord, with_results
from chalicelib.publication.month_check import MOST_AT_ONCE, MOST_NAMED, Absent, Check, Met, Walk
from chalicelib.tenancy.context import Context


@dataclass(frozen=True, slots=True)
class Told:
    """What the register says. ``as_of``: when it was asked; None: never, and nothing is known.

    ``missing`` are people by team. ``several`` counts results of people without a scheme on the
    register who have a result by that other scheme too. ``outdated`` are results whose team or
    paying scheme would be another now. ``named``: the first of the missing that the caller sees.
    ``not_told`` counts results of people who were not told of the period's plan in time, ``untold``
    are the first of them that the caller sees; None: that is not asked of the period. ``twice`` and
    ``moved`` are the first people of ``several`` and of ``outdated``.
    """

    as_of: str | None
    missing: Mapping[str, int]
    several: Mapping[str, int]
    outdated: int
    named: tuple[Absent, ...] = ()
    not_told: int | None = None
    untold: tuple[Employee, ...] = ()
    twice: tuple[Met, ...] = ()
    moved: tuple[Met, ...] = ()

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


def told(
    context: Context, record: PeriodRecord, *, naming: bool = True, asked: bool | None = None
) -> Told:
    """Return what the register says of a period. ``asked``: whether publishing asks who was told of
    its plan; None: that is read.

    It reads at most twice MOST_AT_ONCE people with their results, and none of a large register
    without ``naming``.
    """
    large = headcount.number(context) > MOST_AT_ONCE
    # Who was told is looked at before the publication alone.
    if record.state != PROVISIONAL:
        asked = False
    elif asked is None:
        asked = is_asked(context, record.period, record.scheme)
    if large and not naming:
        return _kept(context, record, asked=asked)
    walk = Walk(context, record, announced=asked)
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
        found = _kept(context, record, asked=asked)
    else:
        check = walk.check
        counts = check.missing, check.several, check.outdated
        found = Told(context.time, *counts, not_told=check.not_told)
    return replace(
        found,
        named=tuple(named),
        untold=tuple(walk.untold),
        twice=tuple(walk.twice),
        moved=tuple(walk.moved),
    )


def _kept(context: Context, record: PeriodRecord, *, asked: bool) -> Told:
    """Return what was kept of a large register when the period was settled.

    Where it was announced only since, or the company asks only since, nobody was told in time: who
    was told before the settling is in its count.
    """

    def read(current: PeriodRecord) -> tuple[PeriodRecord, Counter[str]]:
        found = Check().missing if current.check is None else missing_counts.read(context, current)
        return current, found

    current, missing = summaries.reading(context, record, read)
    if current.check is None:
        everybody = current.scorecards if asked else None
        return Told(None, missing, {}, 0, not_told=everybody)
    check = current.check
    not_told = int(check.get("not_told", current.scorecards)) if asked else None
    several, outdated = _latest_several(context, current), int(check["outdated"])
    return Told(str(check["as_of"]), missing, several, outdated, not_told=not_told)


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
