"""A month's file that has the differences too, for a system that knows them and asked for it.

The rows of the month come first, as in its other files, then a line for each difference. ``kind``
says which is which: `coefficient`, `arrears` or `recovery`. A line has no coefficient of its own:
its `before`, `after` and `difference` are those of the month that its `period` names.
"""

from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import IO, Final

from chalicelib.coefficients import sheets
from chalicelib.coefficients.columns import SHARE, Columns, cells, header
from chalicelib.coefficients.rows import CoefficientRow
from chalicelib.coefficients.sheets import Cell
from chalicelib.differences.lines import Line
from chalicelib.differences.presenting import COEFFICIENT, NAMES
from chalicelib.exports.difference_file import cells_of
from chalicelib.exports.records import COEFFICIENTS
from chalicelib.language import Language

#: The columns after those of the month's rows.
ADDED: Final = ("kind", "kind_name", "before", "after", "difference", "correction")
_NOTHING: Final = (None, None, None, None)


def columns_of(columns: Columns, found: Iterable[Line]) -> Columns:
    """Return what the columns depend on: external systems of the lines too, and always shares."""
    systems = {*columns.systems, *(system for line in found for system in line.external_ids)}
    return Columns(sorted(systems), split=True)


def names(columns: Columns) -> list[str]:
    """Return the column names. ``columns`` are those of :func:`columns_of`."""
    return [*header(columns), *ADDED]


def write(
    file: IO[bytes],
    form: str,
    rows: Iterable[CoefficientRow],
    found: list[Line],
    columns: Columns,
    language: Language,
) -> None:
    """Write the month's rows and then the lines. The same ones always give the same bytes."""
    if form == "jsonl":
        _write_jsonl(file, rows, found, language)
        return
    written = _cells(rows, found, columns, language)
    if form == "xlsx":
        sheets.write_sheet(file, COEFFICIENTS, names(columns), written)
        return
    for piece in sheets.csv_lines(names(columns), written):
        file.write(piece.encode())


def _cells(
    rows: Iterable[CoefficientRow], found: list[Line], columns: Columns, language: Language
) -> Iterator[list[Cell]]:
    for row in rows:
        yield [*cells(row, columns), COEFFICIENT, NAMES[COEFFICIENT].to(language), *_NOTHING]
    wanted = names(columns)
    for line in found:
        told = {
            "employee_id": line.called,
            **{f"external_id_{one}": called for one, called in line.external_ids.items()},
            **cells_of(line, language),
        }
        yield [told.get(name) for name in wanted]


def _write_jsonl(
    file: IO[bytes], rows: Iterable[CoefficientRow], found: list[Line], language: Language
) -> None:
    for row in rows:
        members = {one.name: getattr(row, one.name) for one in fields(row)}
        del members["person"]
        if row.share is None:
            del members[SHARE]
        kind = {"kind": COEFFICIENT, "kind_name": NAMES[COEFFICIENT].to(language)}
        sheets.write_json_line(file, {**members, **kind})
    for line in found:
        ids = {"employee_id": line.called, "external_ids": line.external_ids}
        sheets.write_json_line(file, {**ids, **cells_of(line, language)})
