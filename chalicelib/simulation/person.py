"""One person before and after: what is compared."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from chalicelib.scoring import Text

Direction = Literal["up", "down", "same", "gained", "lost"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a result comes to. All None when too little was available."""

    total: Decimal | None
    grade: str | None
    coefficient: Decimal | None


@dataclass(frozen=True, slots=True)
class Compared:
    """A person's stored result, and what the simulated rules make of the same inputs.

    ``bonus_base`` is the register's, None when it is not known there.
    """

    employee_id: str
    employee_name: str | None
    team: str | None
    before: Outcome
    after: Outcome
    bonus_base: Decimal | None = None

    @property
    def direction(self) -> Direction:
        """Of the grade: by what it pays, then by the total, since grades of two versions may bear
        different names. ``gained`` and ``lost``: a grade where there was none, and the reverse."""
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
    def changes_grade(self) -> bool:
        return self.before.grade != self.after.grade


@dataclass(frozen=True, slots=True)
class Skipped:
    """A person whom the simulated rules cannot score from what is stored, and why."""

    employee_id: str
    code: str
    columns: tuple[str, ...]
    message: Text


def _worth(outcome: Outcome) -> tuple[Decimal, Decimal]:
    return outcome.coefficient or Decimal(0), outcome.total or Decimal(0)
