"""One person's result before and after the change of rules."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from chalicelib.person_keys import PersonKey
from chalicelib.scorecards.records import Scorecard
from chalicelib.scoring import Text
from chalicelib.scoring.exact import WORKING

Direction = Literal["up", "down", "same", "gained", "lost"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Total, grade and coefficient of a result. All are None when too much data was missing.

    ``points`` are the total points of its rules.
    """

    total: Decimal | None
    grade: str | None
    coefficient: Decimal | None
    points: Decimal = Decimal(100)


@dataclass(frozen=True, slots=True)
class Compared:
    """A person's stored result, and the simulated result of the same inputs.

    ``bonus_base`` comes from the register of employees. It is None when the register has none.
    """

    person: PersonKey
    employee_name: str | None
    team: str | None
    before: Outcome
    after: Outcome
    bonus_base: Decimal | None = None

    @property
    def direction(self) -> Direction:
        """The direction in which the grade changes.

        Coefficients decide, and totals when the coefficients are equal. Codes cannot decide:
        two versions may name their grades differently. ``gained`` means a grade after none,
        ``lost`` the reverse. ``same`` also covers two grades of equal coefficient and total.
        """
        before, after = self.before, self.after
        if before.grade == after.grade:
            return "same"
        if before.grade is None or after.grade is None:
            return "gained" if before.grade is None else "lost"
        old, new = _worth(before), _worth(after)
        if old == new:
            return "same"
        return "up" if new > old else "down"

    @property
    def worse_off(self) -> bool:
        """Whether the person loses by the change of rules.

        By a lower coefficient; with the same one by a lower total, or by a lower share of the
        total points where the rules have other ones; or by no result where there was one.
        """
        before, after = self.before, self.after
        if before.total is None or after.total is None:
            return before.total is not None
        paid, pays = (one.coefficient or Decimal(0) for one in (before, after))
        if paid != pays:
            return pays < paid
        if before.points == after.points:
            return after.total < before.total
        return _percent(after.total, after.points) < _percent(before.total, before.points)

    def is_shown(self, show: str) -> bool:
        """Whether the person is listed: of ``grade_changes`` who has another grade, of
        ``worse_off`` who loses, of ``all`` everybody."""
        if show == "worse_off":
            return self.worse_off
        return show == "all" or self.before.grade != self.after.grade


@dataclass(frozen=True, slots=True)
class Skipped:
    """A person without a simulated result, with the reason.

    ``columns`` are those that are missing or hold the bad value.
    """

    person: PersonKey
    code: str
    columns: tuple[str, ...]
    message: Text


def _worth(outcome: Outcome) -> tuple[Decimal, Decimal]:
    """Return the order of grades: coefficient, then total."""
    return outcome.coefficient or Decimal(0), outcome.total or Decimal(0)


def _percent(total: Decimal, points: Decimal) -> Decimal:
    """Return a total in percent of the points, rounded half up to two places.

    Totals are rounded already, so finer shares of different points would differ by that alone.
    """
    share = WORKING.divide(WORKING.multiply(total, Decimal(100)), points)
    return share.quantize(Decimal("0.01"), ROUND_HALF_UP, WORKING)


def base_paid(card: Scorecard, base: Decimal | None) -> Decimal | None:
    """Return what a card pays of a month's bonus base: all, a share, or None for nothing."""
    if base is None or not card.paying:
        return None
    return base if card.share is None else WORKING.multiply(base, card.share)
