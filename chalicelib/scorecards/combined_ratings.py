"""What people's marks came to, role by role: combined values and counts, never a single mark.

A result may hold single marks that came in a file. Nobody is shown them, and of an anonymous role
nothing before it has enough marks (docs/decisions/rating-rounds.md).
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from chalicelib.scoring import Indicator, Row, Rows, Scheme
from chalicelib.scoring.exact import shown
from chalicelib.scoring.faults import RowFault
from chalicelib.scoring.rater_roles import ROLES
from chalicelib.scoring.rows import Cell
from chalicelib.scoring.text import text
from chalicelib.scoring.values.combined_marks import Combined
from chalicelib.scoring.values.rating import Rating


def described(indicator: Indicator, inputs: Rows) -> list[dict[str, Any]]:
    """Return a rating's roles with their combined value and count; empty for another line.

    Of a role that is not shown, value and count are None. Of several rows those that have marks.
    """
    value = indicator.value
    if not isinstance(value, Rating):
        return []
    rows = (inputs,) if isinstance(inputs, Mapping) else inputs
    return [
        _role(value, role, weight, row) for row in rows for role, weight in value.raters.items()
    ]


def cells(indicator: Indicator, row: Row) -> dict[str, Cell]:
    """Return the cells of a rating's columns as they are shown: combined values, None for those
    that are not; empty for another line."""
    value = indicator.value
    if not isinstance(value, Rating):
        return {}
    found = {role: _told(value, role, row) for role in value.raters}
    return {
        value.columns[role]: None if given is None else shown(given.value)
        for role, given in found.items()
    }


def told_figures(scheme: Scheme, figures: Row) -> dict[str, Cell]:
    """Return figures by column as people are told them, when these are set by hand: marks combined,
    None for marks that are not shown or cannot be read, and every other cell as it is."""
    found = dict(figures)
    for indicator in scheme.indicators:
        try:
            marks = cells(indicator, figures)
        except RowFault:
            marks = dict.fromkeys(_columns(indicator))
        found |= {column: cell for column, cell in marks.items() if column in figures}
    return found


def _columns(indicator: Indicator) -> tuple[str, ...]:
    value = indicator.value
    return tuple(value.columns.values()) if isinstance(value, Rating) else ()


def _role(value: Rating, role: str, weight: Decimal, row: Row) -> dict[str, Any]:
    given = _told(value, role, row)
    return {
        "role": role,
        "name": dict(ROLES.get(role, text(role, role))),
        "weight": weight,
        "value": None if given is None else shown(given.value),
        "count": None if given is None else given.count,
    }


def _told(value: Rating, role: str, row: Row) -> Combined | None:
    column = value.columns[role]
    given = value.role_marks(row.get(column), column)
    return given if given is not None and value.is_shown(role, given.count) else None
