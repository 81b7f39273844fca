"""Extras: signed points from outside the indicators, an award or a penalty (rules.md §3)."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from chalicelib.scoring.cells import number
from chalicelib.scoring.exact import ZERO
from chalicelib.scoring.faults import RowFault
from chalicelib.scoring.rows import Cell, Row
from chalicelib.scoring.scheme import Extra

from .slices import agreed_cell


def extras_of(
    extras: Sequence[Extra], rows: Sequence[Row], given: Mapping[str, Decimal] | None
) -> dict[str, Decimal]:
    """The extras that are not 0, in points by code.

    Those in `given` win over the cells of the rows, which are cleaned. Raises RowFault for an extra
    that the scheme does not have, or that is outside its bounds.
    """
    known = {extra.code: extra for extra in extras}
    for code in given or {}:
        if code not in known:
            raise RowFault(str(code), "unknown_extra")
    points = {code: _points(extra, rows, given or {}) for code, extra in known.items()}
    return {code: value for code, value in points.items() if value}


def points_of(extra: Extra) -> Callable[[Cell], Decimal]:
    """Return the function from an extra's cell to its points; a blank cell is 0.

    The function raises RowFault outside the extra's bounds.
    """
    column, least, most = extra.column or extra.code, extra.min, extra.max

    def points(cell: Cell) -> Decimal:
        if cell is None:
            return ZERO
        value = number(cell, column)
        if (least is not None and value < least) or (most is not None and value > most):
            low = "−∞" if least is None else least
            high = "∞" if most is None else most
            raise RowFault(column, "extra_out_of_range", found=value, low=low, high=high)
        return value

    return points


def _points(extra: Extra, rows: Sequence[Row], given: Mapping[str, Decimal]) -> Decimal:
    cell: Cell = given.get(extra.code)
    if cell is None and extra.column is not None:
        cell = agreed_cell(rows, extra.column)
    return points_of(extra)(cell)
