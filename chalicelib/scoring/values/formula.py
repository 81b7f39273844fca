"""`formula`: arithmetic over columns (rules.md §1); the language is in scoring/formula."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Self

from chalicelib.scoring.exact import divide_finely
from chalicelib.scoring.faults import RowFault
from chalicelib.scoring.formula import Expression, FormulaError, parse
from chalicelib.scoring.limits import FORMULA_CHARACTERS, VALUE_NUMBER
from chalicelib.scoring.reading.place import Place
from chalicelib.scoring.reasons import Reason
from chalicelib.scoring.rows import ColumnUse, Figure, Fraction, FractionOf, Row, ValueOf

from .value import Fractional

# Stands for an expression that could not be read.
ZERO_EXPRESSION = parse("0")


@dataclass(frozen=True, slots=True)
class Formula(Fractional):
    """The value of the expression. Not available when an operand is blank or a divisor is 0.

    A value beyond `limits.VALUE_NUMBER` is a RowFault.
    """

    kind: ClassVar[str] = "formula"
    fields: ClassVar[tuple[str, ...]] = ("expression",)
    summed_over_team: ClassVar[bool] = True

    expression: Expression

    @classmethod
    def read(cls, place: Place, indicator: str) -> Self:  # noqa: ARG003 the signature of every kind
        place.is_object(("kind", *cls.fields))
        written = place.at("expression")
        words = written.string(FORMULA_CHARACTERS)
        if not words.strip() or len(words) > FORMULA_CHARACTERS:
            return cls(ZERO_EXPRESSION)
        try:
            return cls(parse(words))
        except FormulaError as error:
            zh, en = error.reason["zh"], error.reason["en"]
            written.fault("bad_formula", reason_zh=zh, reason_en=en)
            return cls(ZERO_EXPRESSION)

    @property
    def looks_back(self) -> bool:
        return self.expression.looks_back

    def value_range(self) -> tuple[Decimal | None, Decimal | None]:
        return None, None

    def uses(self) -> tuple[ColumnUse, ...]:
        return tuple(ColumnUse(column, "number", summed=True) for column in self.expression.columns)

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

        def checked(row: Row, previous: Row | None) -> Fraction:
            quotient = compute(row, previous)
            if isinstance(quotient, Reason):
                return quotient
            over, under = quotient
            if not -VALUE_NUMBER * under < over < VALUE_NUMBER * under:
                raise RowFault(indicator, "value_out_of_range")
            return quotient

        return checked
