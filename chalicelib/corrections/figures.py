"""The columns that a correction sets, read as the cells of a file are."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from chalicelib.corrections import refusals
from chalicelib.errors import Fault, Invalid, invalid_value
from chalicelib.language import Text
from chalicelib.reading import column_specs
from chalicelib.reading.cells import cell_reader
from chalicelib.reading.columns import ColumnSpec
from chalicelib.reading.faults import CellFault
from chalicelib.reading.limits import DEFAULT_LIMITS
from chalicelib.reading.rows import CellValue
from chalicelib.schemes.compiled import ReadyScheme
from chalicelib.scoring import Rows
from chalicelib.scoring.limits import SLICES

#: Rows of figures by column code; null is a figure that is not available.
FigureRows = Sequence[Mapping[str, CellValue]]


def read_figures(version: ReadyScheme, sent: Any, *, combined: bool = False) -> FigureRows:
    """Return the rows of cells by column code.

    ``sent`` is an object of columns, or of a scheme with slices a list of objects, each with its
    slice. ``combined``: they may have marks as a rating round combines them, because the service
    itself made them. Raises Invalid (422) that names each column that the version has not, or whose
    cell is wrong.
    """
    several = isinstance(sent, list)
    rows = sent if several else [sent]
    if not 1 <= len(rows) <= SLICES or not all(isinstance(row, Mapping) and row for row in rows):
        raise invalid_value("/figures", "not_figures", refusals.NOT_FIGURES)
    columns = column_specs(version.compiled.columns)
    specs = {spec.code: replace(spec, combined=combined) for spec in columns}
    faults: list[Fault] = []
    found = []
    for number, row in enumerate(rows):
        place = f"/figures/{number}" if several else "/figures"
        found.append(dict(_cells(specs, row, place, faults)))
    if faults:
        raise Invalid(faults)
    return found


def _cells(
    specs: Mapping[str, ColumnSpec], row: Mapping[str, Any], place: str, faults: list[Fault]
) -> Iterator[tuple[str, CellValue]]:
    """Give the cells of a row. Wrong ones are added to the faults."""
    for code, value in row.items():
        at = f"{place}/{code}"
        if code not in specs:
            faults.append(Fault(at, "unknown_column", refusals.NO_SUCH_COLUMN))
        elif value is None:
            yield code, None
        elif isinstance(value, bool) or not isinstance(value, (str, int, Decimal)):
            faults.append(Fault(at, "not_a_cell", refusals.NOT_A_CELL))
        else:
            longest = DEFAULT_LIMITS.cell_characters
            read = cell_reader(specs[code], decimal_comma=False, longest=longest)
            try:
                yield code, read(as_text(value))
            except CellFault as wrong:
                faults.append(Fault(at, wrong.code, Text(**wrong.message)))


def with_figures(version: ReadyScheme, rows: Rows, figures: FigureRows) -> Rows:
    """Return a person's rows with other figures. With slices each row of figures changes the row of
    its slice, or adds one.

    Raises Invalid (422) for several rows of figures without slices.
    """
    keys = version.compiled.slices
    if not keys:
        if len(figures) > 1 or not isinstance(rows, Mapping):
            raise invalid_value("/figures", "not_figures", refusals.NOT_FIGURES)
        return {**rows, **figures[0]}
    standing = [rows] if isinstance(rows, Mapping) else list(rows)
    found = {_slice(row, keys): dict(row) for row in standing}
    blank = dict.fromkeys(version.compiled.source_of)
    for row in figures:
        place = _slice(row, keys)
        if place not in found and not any(place):
            raise invalid_value("/figures", "not_figures", refusals.NOT_FIGURES)
        found[place] = {**found.get(place, blank), **row}
    together = tuple(found.values())
    return together[0] if len(together) == 1 else together


def _slice(row: Mapping[str, Any], keys: Collection[str]) -> tuple[str, ...]:
    return tuple(str(row.get(key) or "").strip().casefold() for key in keys)


def as_text(value: Any) -> str:
    """Return a cell as text: a number with its own digits."""
    return format(value, "f") if isinstance(value, Decimal) else str(value)
