"""The figures of the columns of a file: what they come to, and which rows are remarkable."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Context as Rounding
from decimal import Decimal
from typing import Final

from chalicelib.reading import BadRow
from chalicelib.reading.row_grouping import PersonRows
from chalicelib.reading.totals import reads_as_totals
from chalicelib.scoring.columns import Column

#: The least figures of a column that say something of it together.
FEW: Final = 3
ONE: Final = Decimal(1)
TEN: Final = Decimal(10)
#: Percentages beside which figures up to 1 are most likely fractions: the least of their mean.
LARGE: Final = Decimal(20)
_SHOWN: Final = Rounding(prec=6)


@dataclass(slots=True)
class Figures:
    """What the figures of a column come to."""

    count: int = 0
    total: Decimal = Decimal(0)
    greatest: Decimal | None = None
    least: Decimal | None = None
    in_parts: bool = False
    small: int = 0
    first_small: int | None = None

    def add(self, figure: Decimal, row: int | None = None) -> None:
        """Count a figure of a row of the file."""
        self.count += 1
        self.total += figure
        if self.greatest is None or figure > self.greatest:
            self.greatest = figure
        if self.least is None or figure < self.least:
            self.least = figure
        if figure != figure.to_integral_value():
            self.in_parts = True
            if 0 < figure < ONE:
                self.small += 1
                self.first_small = row if self.first_small is None else self.first_small

    @property
    def all_zero(self) -> bool:
        """Whether every figure is 0."""
        return self.count > 0 and self.greatest == self.least == 0

    @property
    def within_one(self) -> bool:
        """Whether every figure is between 0 and 1, and one of them between."""
        low, high = self.least, self.greatest
        return low is not None and high is not None and low >= 0 and high <= ONE and self.in_parts

    @property
    def some_within_one(self) -> bool:
        """Whether some figures are between 0 and 1, and the mean of the others is much larger."""
        others = self.count - self.small
        return self.small > 0 and others > 0 and self.total >= LARGE * others

    def is_tenfold(self, before: "Figures") -> bool:
        """Return whether the mean is ten times that of ``before``, or a tenth of it."""
        if min(self.count, before.count) < FEW:
            return False
        now, then = self.total * before.count, before.total * self.count
        return (then > 0 and now >= TEN * then) or (now > 0 and then >= TEN * now)

    @property
    def mean(self) -> str:
        """The mean as it is shown, to six digits."""
        return format(_SHOWN.divide(self.total, Decimal(self.count)).normalize(), "f")


@dataclass(slots=True)
class Surveyed:
    """The figures of a file's columns by code, and rows that are remarkable."""

    figures: dict[str, Figures] = field(default_factory=dict)
    above: dict[str, list[int]] = field(default_factory=dict)
    blank_slices: dict[str, list[int]] = field(default_factory=dict)


def figures_of(
    people: Iterable[PersonRows | BadRow], columns: Mapping[str, Column], slices: tuple[str, ...]
) -> Surveyed:
    """Return the figures of these columns by code, and the rows that are remarkable in them."""
    seen = Surveyed({code: Figures() for code in columns})
    bounds = {
        code: note.at_most
        for code, column in columns.items()
        if (note := column.note) is not None and isinstance(note.at_most, Decimal)
    }
    for one in people:
        if isinstance(one, BadRow) or reads_as_totals(one.employee_id):
            continue
        for number, cells in zip(one.numbers, one.rows, strict=True):
            filled = False
            for code, figures in seen.figures.items():
                cell = cells.get(code)
                if isinstance(cell, Decimal):
                    filled = True
                    figures.add(cell, number)
                    if code in bounds and cell > bounds[code]:
                        seen.above.setdefault(code, []).append(number)
            for code in slices if filled else ():
                if cells.get(code) is None:
                    seen.blank_slices.setdefault(code, []).append(number)
    return seen
