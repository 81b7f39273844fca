"""The operations of the formula language, each as a function from rows to an exact fraction.

A fraction is a numerator and a denominator above 0, both exact decimals in the context WIDE.
Nothing is divided before the end. The reason why an operand has no figure is passed on.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal

from chalicelib.scoring.cells import number
from chalicelib.scoring.exact import HALF, ONE, WIDE, ZERO
from chalicelib.scoring.reasons import Reason
from chalicelib.scoring.rows import Fraction, FractionOf, Row

Pair = tuple[Decimal, Decimal]
Operation = Callable[[Pair, Pair], Pair | Reason]

multiply, plus, minus = WIDE.multiply, WIDE.add, WIDE.subtract


def constant(value: Decimal) -> FractionOf:
    pair = (value, ONE)
    return lambda _row, _previous: pair


def column(code: str) -> FractionOf:
    def cell(row: Row, _previous: Row | None) -> Fraction:
        value = row[code]
        if value is None:
            return Reason.MISSING_OPERAND
        return number(value, code), ONE

    return cell


def previous(inner: FractionOf) -> FractionOf:
    """The operand over the previous period's row."""

    def earlier(_row: Row, before: Row | None) -> Fraction:
        return Reason.NO_PREVIOUS if before is None else inner(before, None)

    return earlier


def binary(left: FractionOf, right: FractionOf, operation: Operation) -> FractionOf:
    def computed(row: Row, before: Row | None) -> Fraction:
        a = left(row, before)
        if isinstance(a, Reason):
            return a
        b = right(row, before)
        return b if isinstance(b, Reason) else operation(a, b)

    return computed


def unary(inner: FractionOf, operation: Callable[[Pair], Pair]) -> FractionOf:
    def computed(row: Row, before: Row | None) -> Fraction:
        a = inner(row, before)
        return a if isinstance(a, Reason) else operation(a)

    return computed


def extreme(inner: Sequence[FractionOf], better: Callable[[Decimal], bool]) -> FractionOf:
    """The smallest or largest operand; `better` judges the difference to the best so far."""

    def chosen(row: Row, before: Row | None) -> Fraction:
        best_yet = inner[0](row, before)
        for function in inner[1:]:
            other = function(row, before)
            if isinstance(best_yet, Reason):
                return best_yet
            if isinstance(other, Reason):
                return other
            if better(difference(other, best_yet)):
                best_yet = other
        return best_yet

    return chosen


def conditional(condition: FractionOf, then: FractionOf, otherwise: FractionOf) -> FractionOf:
    """if(condition, then, otherwise): only the branch taken is computed."""

    def taken(row: Row, before: Row | None) -> Fraction:
        holds = condition(row, before)
        if isinstance(holds, Reason):
            return holds
        return (then if holds[0] else otherwise)(row, before)

    return taken


def add(a: Pair, b: Pair) -> Pair:
    if a[1] == b[1]:
        return plus(a[0], b[0]), a[1]
    return plus(multiply(a[0], b[1]), multiply(b[0], a[1])), multiply(a[1], b[1])


def subtract(a: Pair, b: Pair) -> Pair:
    return add(a, negative(b))


def times(a: Pair, b: Pair) -> Pair:
    return multiply(a[0], b[0]), multiply(a[1], b[1])


def divide(a: Pair, b: Pair) -> Fraction:
    if not b[0]:
        return Reason.DIVISION_BY_ZERO
    over, under = multiply(a[0], b[1]), multiply(a[1], b[0])
    return (over, under) if under > 0 else (WIDE.minus(over), WIDE.minus(under))


def negative(a: Pair) -> Pair:
    return WIDE.minus(a[0]), a[1]


def absolute(a: Pair) -> Pair:
    return WIDE.abs(a[0]), a[1]


def rounded_to(places: int) -> Callable[[Pair], Pair]:
    """Round half up, away from 0: 2.5 → 3, −2.5 → −3. Exact, because it divides to an integer."""
    unit = ONE.scaleb(-places)

    def rounded(a: Pair) -> Pair:
        over, under = WIDE.abs(a[0]), multiply(a[1], unit)
        whole = WIDE.divide_int(plus(over, multiply(under, HALF)), under)
        result = multiply(whole, unit)
        return (WIDE.minus(result) if a[0] < 0 else result), ONE

    return rounded


def difference(a: Pair, b: Pair) -> Decimal:
    """A number with the sign of a − b."""
    return minus(multiply(a[0], b[1]), multiply(b[0], a[1]))


def compared(holds: Callable[[Decimal], bool]) -> Operation:
    """1 when the comparison holds, else 0."""

    def comparison(a: Pair, b: Pair) -> Pair:
        return (ONE if holds(difference(a, b)) else ZERO), ONE

    return comparison
