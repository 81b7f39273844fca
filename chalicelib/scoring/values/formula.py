"""Arithmetic over columns, in a small language of its own."""

from dataclasses import dataclass
from typing import ClassVar, Self

from chalicelib.scoring.exact import divide_finely
from chalicelib.scoring.faults import RowFault
from chalicelib.scoring.formula import Expression, FormulaError, parse
from chalicelib.scoring.limits import FORMULA_CHARACTERS, VALUE_NUMBER
from chalicelib.scoring.reading.place import Place
from chalicelib.scoring.reasons import Reason
from chalicelib.scoring.rows import Figure, Fraction, FractionOf, Row, Use, ValueOf

from .value import Fractional

NOTHING = parse("0")


@dataclass(frozen=True, slots=True)
class Formula(Fractional):
    """The expression's value; not available when an operand is blank or a divisor is 0."""

    kind: ClassVar[str] = "formula"

    expression: Expression

    @classmethod
    def read(cls, place: Place, indicator: str) -> Self:  # noqa: ARG003 every kind reads alike
        place.is_object(("kind", "expression"))
        written = place.at("expression")
        words = written.string(FORMULA_CHARACTERS)
        if not words.strip() or len(words) > FORMULA_CHARACTERS:
            return cls(NOTHING)
        try:
            return cls(parse(words))
        except FormulaError as error:
            zh, en = error.reason["zh"], error.reason["en"]
            written.fault("bad_formula", reason_zh=zh, reason_en=en)
            return cls(NOTHING)

    @property
    def looks_back(self) -> bool:
        return self.expression.looks_back

    def uses(self) -> tuple[Use, ...]:
        return tuple(Use(column, "number", counted=True) for column in self.expression.columns)

    def figure(self, indicator: str) -> ValueOf:
        fraction = self.fraction(indicator)

        def computed(row: Row, previous: Row | None) -> Figure:
            quotient = fraction(row, previous)
            if isinstance(quotient, Reason):
                return quotient
            return divide_finely(*quotient)

        return computed

    def fraction(self, indicator: str) -> FractionOf:
        compute = self.expression.compute

        def both(row: Row, previous: Row | None) -> Fraction:
            quotient = compute(row, previous)
            if isinstance(quotient, Reason):
                return quotient
            over, under = quotient
            if not -VALUE_NUMBER * under < over < VALUE_NUMBER * under:
                raise RowFault(indicator, "value_out_of_range")
            return quotient

        return both
