"""A violation: what must hold and does not."""

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from tests.chaos.expected import Result


@dataclass(frozen=True, slots=True)
class Violation:
    """``rule`` names what must hold, ``subject`` where it does not."""

    rule: str
    company: str
    subject: str
    expected: str
    seen: str

    @property
    def same(self) -> tuple[str, str, str]:
        """Return what makes it the same violation in a later round."""
        return self.rule, self.company, self.subject

    def __str__(self) -> str:
        return (
            f"{self.rule}: {self.company} {self.subject}\n"
            f"    expected {self.expected}\n    seen     {self.seen}"
        )


@dataclass(slots=True)
class Memory:
    """What earlier rounds saw that must not change."""

    #: Results of a locked month, when it was first seen locked: (company, month).
    locked: dict[tuple[str, str], list[tuple[Any, ...]]] = field(default_factory=dict)
    #: SHA-256 of a locked month's export: (company, month, format, erasures before).
    exports: dict[tuple[str, str, str, int], str] = field(default_factory=dict)
    #: Former revisions seen: (company, month, person, revision) to their content.
    revisions: dict[tuple[str, str, str, int], str] = field(default_factory=dict)


def shown(result: Result) -> str:
    """Return a result as text, for a reader."""
    return f"{_text(result.total)} {result.grade} {_text(result.coefficient)}"


def _text(number: Fraction | None) -> str:
    if number is None:
        return "none"
    return str(Decimal(number.numerator) / Decimal(number.denominator))
