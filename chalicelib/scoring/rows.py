"""The types of rows, figures, and the functions from rows to figures."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from .reasons import Reason

Cell = Decimal | str | None
Row = Mapping[str, Cell]
# A person's rows of one period: one, or one per slice.
Rows = Row | Sequence[Row]
ColumnKind = Literal["number", "text", "marks"]

Figure = Decimal | Reason
# Numerator and denominator above 0, exact.
Fraction = tuple[Decimal, Decimal] | Reason
# (this period's row, the previous period's row or None) → the figure, or the reason for none.
ValueOf = Callable[[Row, Row | None], Figure]
FractionOf = Callable[[Row, Row | None], Fraction]


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """A column that an indicator reads. `summed`: added up over the rows of a person's slices."""

    column: str
    kind: ColumnKind
    summed: bool = False
