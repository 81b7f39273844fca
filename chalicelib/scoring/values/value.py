"""What every value kind is: from the columns of a row to an indicator's figure (rules.md §1)."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from decimal import Decimal
from typing import ClassVar, Self

from chalicelib.scoring.exact import ZERO
from chalicelib.scoring.reading.place import Place
from chalicelib.scoring.rows import ColumnUse, FractionOf, ValueOf


class Value(ABC):
    """One kind of value. Subclasses are frozen dataclasses.

    `kind` is the word in the document. `fields` are its fields beside `kind`, `inner_fields` those
    of objects inside it. `choices` are the words that a field may hold.
    What else belongs to a kind stands in its entry in the catalogue (value_kind.py).
    """

    __slots__ = ()
    kind: ClassVar[str]
    fields: ClassVar[tuple[str, ...]]
    inner_fields: ClassVar[tuple[str, ...]] = ()
    choices: ClassVar[Mapping[str, tuple[str, ...]]] = {}

    # A team's figure: from the sums of its members' columns, else the mean of their figures.
    summed_over_team: ClassVar[bool] = False
    # Whether the figure is a count of failures, which is better when lower.
    counts: ClassVar[bool] = False
    # Whether the figure is people's judgement rather than a measurement.
    judged: ClassVar[bool] = False

    @classmethod
    @abstractmethod
    def read(cls, place: Place, indicator: str) -> Self:
        """Read the value written at `place`; faults are noted there.

        `indicator` is the indicator's code, from which a kind may derive the codes of its columns.
        """

    @property
    def looks_back(self) -> bool:
        """Whether the figure needs the previous period's row."""
        return False

    @property
    def least_raters(self) -> int:
        """The least number of people whose judgement the figure is, when `judged`."""
        return 1

    def value_range(self) -> tuple[Decimal | None, Decimal | None]:
        """The lowest and highest figure that can occur; None where there is no bound."""
        return ZERO, None

    @abstractmethod
    def uses(self) -> tuple[ColumnUse, ...]:
        """The columns that it reads, in the order of the document."""

    @abstractmethod
    def figure(self, indicator: str) -> ValueOf:
        """Return the function (row, previous row or None) → figure, or the reason for none.

        The function raises RowFault; `indicator` is the code that such a fault may name.
        """


class Fractional(Value):
    """A value that is a quotient of two exact numbers. A growth can be taken of it."""

    __slots__ = ()

    @abstractmethod
    def fraction(self, indicator: str) -> FractionOf:
        """Return the function (row, previous row or None) → (numerator, denominator above 0).

        Nothing is rounded. The function raises RowFault, as that of `figure` does.
        """
