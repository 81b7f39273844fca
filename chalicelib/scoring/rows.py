"""Rows, figures and the functions between them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from .reasons import Reason

Cell = Decimal | str | None
Row = Mapping[str, Cell]
# One row, or one per slice of the same person.
Rows = Row | Sequence[Row]
ColumnKind = Literal["number", "text", "marks"]

Figure = Decimal | Reason
Fraction = tuple[Decimal, Decimal] | Reason
# (this period's row, the previous period's row or None) → the figure, or why there is none.
ValueOf = Callable[[Row, Row | None], Figure]
FractionOf = Callable[[Row, Row | None], Fraction]


@dataclass(frozen=True, slots=True)
class Use:
    """A column that a value reads; counted ones are summed over the rows of a person's slices."""

    column: str
    kind: ColumnKind
    counted: bool = False
