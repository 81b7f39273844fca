"""What every value kind is: from the columns of a row to an indicator's figure (rules.md §1)."""

from abc import ABC, abstractmethod
from typing import ClassVar

from chalicelib.scoring.rows import FractionOf, Use, ValueOf


class Value(ABC):
    """One kind of value. Subclasses are frozen dataclasses named by `kind`."""

    __slots__ = ()
    kind: ClassVar[str]

    @property
    def looks_back(self) -> bool:
        """Whether the figure needs the previous period's row."""
        return False

    @abstractmethod
    def uses(self) -> tuple[Use, ...]:
        """The columns read, in the order in which they are written."""

    @abstractmethod
    def figure(self, indicator: str) -> ValueOf:
        """The function from rows to the figure; `indicator` is named by row faults."""


class Fractional(Value):
    """A value that is a quotient of two exact numbers, of which a growth can be taken."""

    __slots__ = ()

    @abstractmethod
    def fraction(self, indicator: str) -> FractionOf:
        """The function from rows to numerator and denominator (above 0), nothing rounded."""
