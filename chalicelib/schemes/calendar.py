"""When each version of a scheme is in effect. Pure: months as text, no clock and no storage.

A version is published from a month on. Without an end it lasts until a later one begins; with
an end (a promotion season) it goes before those without, and the former one returns after it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from chalicelib.periods.calendar import months, previous

PUBLISHED, PILOT, RETIRED = "published", "pilot", "retired"


@dataclass(frozen=True, slots=True)
class Effect:
    """When a version is in effect: from a month on, until a month (included) or a later version.

    ``state`` is published, or pilot: for chosen ``teams`` only, paying nobody. From the month
    ``retired_from`` on it is in effect no more; results that it gave stay.
    """

    version: int
    state: str
    effective_from: str
    effective_until: str | None = None
    teams: tuple[str, ...] = ()
    retired_from: str | None = None

    @property
    def last(self) -> str | None:
        """The last month in the version's own window, or None when it is open."""
        ends = [] if self.effective_until is None else [self.effective_until]
        if self.retired_from is not None:
            ends.append(previous(self.retired_from))
        return min(ends, default=None)

    @property
    def never(self) -> bool:
        """Whether it was retired before it began."""
        return self.last is not None and self.last < self.effective_from

    def covers(self, period: str) -> bool:
        """Whether the period begins in the version's own window (a quarter by its first month)."""
        begins, last = months(period)[0], self.last
        return self.effective_from <= begins and (last is None or begins <= last)

    def state_in(self, month: str) -> str:
        """published or pilot; retired once the month of its retirement has come."""
        retired = self.retired_from is not None and (self.never or self.retired_from <= month)
        return RETIRED if retired else self.state


def in_effect(effects: Iterable[Effect], period: str) -> Effect | None:
    """The published version that scores the period.

    A version with an end (a season) goes before one without; of those without, the one that
    began last.
    """
    covering = [effect for effect in effects if effect.state == PUBLISHED and effect.covers(period)]
    seasons = [effect for effect in covering if effect.effective_until is not None]
    return max(seasons or covering, key=lambda effect: effect.effective_from, default=None)


def pilots_in_effect(effects: Iterable[Effect], period: str) -> tuple[Effect, ...]:
    """The pilots of the period, the oldest version first."""
    return tuple(effect for effect in effects if effect.state == PILOT and effect.covers(period))


def overlapping(effect: Effect, others: Sequence[Effect]) -> Effect | None:
    """The published version that leaves open which of the two is in effect, if there is one."""
    if effect.state != PUBLISHED:
        return None
    return next((one for one in others if one.state == PUBLISHED and _overlap(effect, one)), None)


def _overlap(one: Effect, other: Effect) -> bool:
    """Open-ended versions follow one another, so only equal beginnings clash; seasons may lie
    inside an open-ended one, and must not overlap each other."""
    if one.never or other.never:
        return False
    if (one.effective_until is None) != (other.effective_until is None):
        return False
    if one.effective_until is None:
        return one.effective_from == other.effective_from
    last, other_last = one.last, other.last
    if last is None or other_last is None:
        return False
    return one.effective_from <= other_last and other.effective_from <= last


def governs_otherwise(
    before: Sequence[Effect], after: Sequence[Effect], periods: Iterable[str]
) -> list[str]:
    """The periods that another version (or none) is in effect for after the change."""
    return [period for period in periods if _number(before, period) != _number(after, period)]


def _number(effects: Sequence[Effect], period: str) -> int | None:
    effect = in_effect(effects, period)
    return effect.version if effect else None
