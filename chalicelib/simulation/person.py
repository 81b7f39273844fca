"""One person's result before and after the change of rules."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from chalicelib.person_keys import PersonKey
from chalicelib.scorecards.records import Scorecard
from chalicelib.scoring import Text
from chalicelib.scoring.exact import WORKING

Direction = Literal["up", "down", "same", "gained", "lost"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Total, grade and coefficient of a result. All are None when too much data was missing."""

    total: Decimal | None
    grade: str | None
    coefficient: Decimal | None


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

    def is_shown(self, show: str) -> bool:
        """Whether the person is listed: of ``grade_changes`` who has another grade, of ``all``
        everybody."""
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


def base_paid(card: Scorecard, base: Decimal | None) -> Decimal | None:
    """Return what a card pays of a month's bonus base: all, a share, or None for nothing."""
    if base is None or not card.paying:
        return None
    return base if card.share is None else WORKING.multiply(base, card.share)
