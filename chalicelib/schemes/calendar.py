"""When each version of a scheme is in effect. Pure: no clock and no storage.

Months are texts such as ``2026-11``. A version is in effect from a month on. An open-ended version
lasts until a later one begins. A version with an end (a promotion season) takes precedence over
open-ended ones. After its end the open-ended version is in effect again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from chalicelib.periods.calendar import following, months, previous

PUBLISHED, PILOT, RETIRED = "published", "pilot", "retired"


@dataclass(frozen=True, slots=True)
class Effect:
    """When a version is in effect: from a month until a month (included) or a later version.

    ``state`` is published or pilot. A pilot scores only its ``teams``, and its results pay nobody.
    From the month ``retired_from`` on the version is not in effect. Its results stay. ``reason``:
    why it took the place of another one in a month that had begun (begun_months.py). ``worse_off``:
    by such a month how many people it left worse off, which the company insisted on (worse_off.py).
    """

    version: int
    state: str
    effective_from: str
    effective_until: str | None = None
    teams: tuple[str, ...] = ()
    retired_from: str | None = None
    reason: str | None = None
    worse_off: dict[str, int] | None = None

    @property
    def last(self) -> str | None:
        """The last month of the version's own window; None when it is open-ended."""
        ends = [] if self.effective_until is None else [self.effective_until]
        if self.retired_from is not None:
            ends.append(previous(self.retired_from))
        return min(ends, default=None)

    @property
    def never_began(self) -> bool:
        """Whether the version was retired before its first month."""
        return self.last is not None and self.last < self.effective_from

    def covers(self, period: str) -> bool:
        """Whether the first month of the period lies in the version's own window.

        A month is its own first month; a quarter or a year goes by its first month.
        """
        begins, last = months(period)[0], self.last
        return self.effective_from <= begins and (last is None or begins <= last)

    def state_in(self, month: str) -> str:
        """Return the state as of a month: ``published``, ``pilot`` or ``retired``.

        A version that was retired before its first month is retired in every month.
        """
        retired = self.retired_from is not None and (self.never_began or self.retired_from <= month)
        return RETIRED if retired else self.state


def in_effect(effects: Iterable[Effect], period: str) -> Effect | None:
    """Return the published version that scores the period; None when there is none.

    A version with an end (a season) takes precedence over an open-ended one. Of several open-ended
    versions, the one with the latest beginning applies.
    """
    covering = [effect for effect in effects if effect.state == PUBLISHED and effect.covers(period)]
    seasons = [effect for effect in covering if effect.effective_until is not None]
    return max(seasons or covering, key=lambda effect: effect.effective_from, default=None)


def pilots_in_effect(effects: Iterable[Effect], period: str) -> tuple[Effect, ...]:
    """Return the pilots of the period, the oldest version first."""
    return tuple(effect for effect in effects if effect.state == PILOT and effect.covers(period))


def overlapping(effect: Effect, others: Sequence[Effect]) -> Effect | None:
    """Return a published version that conflicts with this one; None when there is none.

    Two versions conflict when the calendar cannot decide which of them is in effect. Pilots never
    conflict.
    """
    if effect.state != PUBLISHED:
        return None
    return next((one for one in others if one.state == PUBLISHED and _overlap(effect, one)), None)


def _overlap(one: Effect, other: Effect) -> bool:
    """Whether the calendar cannot decide which of two published versions is in effect.

    Two open-ended versions conflict only when they begin in the same month. Two seasons conflict
    when they overlap. A season may lie inside an open-ended version. A version that was retired
    before its first month conflicts with none.
    """
    if one.never_began or other.never_began:
        return False
    if (one.effective_until is None) != (other.effective_until is None):
        return False
    if one.effective_until is None:
        return one.effective_from == other.effective_from
    last, other_last = one.last, other.last
    if last is None or other_last is None:
        return False
    return one.effective_from <= other_last and other.effective_from <= last


def periods_changing_version(
    before: Sequence[Effect], after: Sequence[Effect], periods: Iterable[str]
) -> list[str]:
    """Return the periods for which another version, or none, is in effect after the change."""
    return [period for period in periods if _number(before, period) != _number(after, period)]


def first_month_changing(before: Sequence[Effect], after: Sequence[Effect]) -> str | None:
    """Return the first month for which another version, or none, is in effect after the change.

    Between the months in which versions begin and end nothing changes. None: nothing does at all.
    """
    turns = {effect.effective_from for effect in (*before, *after)}
    turns |= {following(one.last) for one in (*before, *after) if one.last is not None}
    return min(periods_changing_version(before, after, turns), default=None)


def _number(effects: Sequence[Effect], period: str) -> int | None:
    effect = in_effect(effects, period)
    return effect.version if effect else None
