"""Convert one row of text to a Row or a BadRow, according to the header."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Final

from chalicelib.scoring.text import text

from .cells import cell_reader, read_employee_id, read_optional_text, within
from .columns import ColumnSpec
from .contact_keys import ContactKeys
from .duplicates import DuplicateCheck
from .employee_fields import LABELS, Field, employee_called
from .faults import CellError, CellFault, called, in_column
from .header import Header
from .limits import Limits
from .merges import AsideText, MergedText
from .rows import BadRow, CellValue, Repeated, Row
from .table import Table
from .words import is_blank, plain

_TEXT_CHARACTERS: Final = 200
# The most characters kept of a bad row. With its labels it stays well below the size of an item.
_RAW_CHARACTERS: Final = 40_000


class RowReader:
    """Reads rows under one header.

    employee_column: the employee's column in errors. read_id: from that column's text to an id.
    """

    def __init__(
        self,
        table: Table,
        header: Header,
        specs: Sequence[ColumnSpec],
        limits: Limits,
        employee_column: str,
        read_id: Callable[[str], str] = read_employee_id,
    ) -> None:
        self._labels = header.labels
        self._id = header.fields["employee_id"]
        self._name = header.fields.get("employee_name")
        self._team = header.fields.get("team")
        self._employee_column = employee_column
        self._read_id = read_id
        self._longest = limits.cell_characters
        self._exact_width = table.exact_width
        self._absent: dict[str, CellValue] = {
            spec.code: None for spec in specs if spec.code not in header.columns
        }
        decimal_comma = table.separator == ";"
        self._readers = tuple(
            (
                spec.code,
                header.columns[spec.code],
                header.labels[header.columns[spec.code]],
                called(header.labels[header.columns[spec.code]], spec.code, spec.name),
                cell_reader(spec, decimal_comma=decimal_comma, longest=self._longest),
            )
            for spec in specs
            if spec.code in header.columns
        )
        self._numbers = frozenset(
            header.columns[spec.code]
            for spec in specs
            if spec.kind == "number" and spec.code in header.columns
        )

    def read(self, number: int, cells: list[str], duplicates: DuplicateCheck) -> Row | BadRow:
        """Return the row, or a BadRow with all of its errors.

        number: the row's number. duplicates: it must see the table's rows in order.
        """
        errors: list[CellError] = []
        employee_id = self._employee_id(cells, errors)
        values = dict(self._absent)
        found = False
        width = len(cells)
        for code, position, heading, named, value_of in self._readers:
            try:
                value = value_of(cells[position]) if position < width else None
                values[code] = value
                found = found or value is not None
            except CellFault as wrong:
                errors.append(in_column(code, named, heading, wrong))
        id_only = not found and self._has_only_id(cells)
        if id_only:
            # A remark that is merged over the whole row counts in the id's column only.
            errors = [one for one in errors if one.column == self._employee_column]
        first = None
        if employee_id is not None:
            first = duplicates.first_row(number, employee_id, values)
            if first is not None:
                errors.append(duplicates.error(first, employee_id, values))
        if self._exact_width and width > len(self._labels) and any(cells[len(self._labels) :]):
            errors.append(_too_many_cells(width, len(self._labels)))
        self._check_team(cells, errors)
        name = self._text("employee_name", self._name, cells, errors)
        team = self._text("team", self._team, cells, errors)
        if errors or employee_id is None:
            repeated = None if first is None else Repeated(first)
            return BadRow(number, employee_id, tuple(errors), self.raw(cells), repeated)
        row = Row(number, employee_id, name, team, values)
        if id_only:
            row = Row(number, employee_id, None, None, dict.fromkeys(values), id_only)
        return self._contact(row, cells, duplicates) if isinstance(duplicates, ContactKeys) else row

    def _contact(self, row: Row, cells: Sequence[str], contacts: ContactKeys) -> Row | BadRow:
        """Return the row of a contact; a BadRow when it contradicts a row before."""
        unusable = contacts.unusable(row)
        if unusable is not None:
            return BadRow(row.number, row.employee_id, (unusable,), self.raw(cells))
        earlier = contacts.earlier(row)
        if earlier is None:
            return row
        if earlier.same:
            return replace(row, again=True)
        errors = (contacts.conflict(row, earlier),)
        against = earlier.employee_id
        return BadRow(row.number, row.employee_id, errors, self.raw(cells), against=against)

    def remember(self, number: int, cells: list[str], duplicates: DuplicateCheck) -> int | None:
        """Add a row to `duplicates` without reading all of it; later rows depend on its key.

        Return the number of the row that it repeats, or None.
        """
        key = duplicates.columns
        employee_id = self._employee_id(cells, []) if key else None
        if key is None or employee_id is None:
            return None
        values: dict[str, CellValue] = {}
        for code, position, _, _, value_of in self._readers:
            if code in key and position < len(cells):
                with suppress(CellFault):
                    values[code] = value_of(cells[position])
        return duplicates.first_row(number, employee_id, values)

    def id_of(self, cells: Sequence[str]) -> str | None:
        """Return the employee's id in a row; None when it cannot be read."""
        return self._employee_id(cells, [])

    def _employee_id(self, cells: Sequence[str], errors: list[CellError]) -> str | None:
        try:
            return self._read_id(cells[self._id] if self._id < len(cells) else "")
        except CellFault as wrong:
            heading = self._labels[self._id]
            named = employee_called(heading, self._employee_column)
            errors.append(in_column(self._employee_column, named, heading, wrong))
            return None

    def _check_team(self, cells: Sequence[str], errors: list[CellError]) -> None:
        """Add an error for a team's name that is too long. It is not cut short as a name is: the
        team says who may see the result, and two teams could become one."""
        place = self._team
        if place is None or place >= len(cells) or len(cells[place]) <= _TEXT_CHARACTERS:
            return
        try:
            within(plain(cells[place]), _TEXT_CHARACTERS)
        except CellFault as wrong:
            errors.append(self._in_field("team", place, wrong))

    def _has_only_id(self, cells: Sequence[str]) -> bool:
        """Return whether the other cells are blank, or hold the id's own text by a merge."""
        if len(self._labels) == 1:
            return False
        own = cells[self._id] if self._id < len(cells) else ""
        return bool(own) and all(
            not text or place == self._id or is_blank(plain(text)) or _is_merged_copy(text, own)
            for place, text in enumerate(cells)
        )

    def _text(
        self, field: Field, place: int | None, cells: Sequence[str], errors: list[CellError]
    ) -> str | None:
        if place is None or place >= len(cells) or isinstance(cells[place], AsideText):
            return None
        try:
            return read_optional_text(cells[place], _TEXT_CHARACTERS)
        except CellFault as wrong:
            errors.append(self._in_field(field, place, wrong))
            return None

    def _in_field(self, field: Field, place: int, wrong: CellFault) -> CellError:
        heading = self._labels[place]
        return in_column(field, called(heading, field, text(*LABELS[field])), heading, wrong)

    def raw(self, cells: Sequence[str]) -> dict[str, str]:
        """Return the row's texts by header label; cells beyond the header by their number (`#9`).

        A cell that is too long keeps one character more than the limit, so that it is too long
        again when it is sent back. A row of many long cells is cut to what can be stored. A merged
        figure has its mark.
        """
        room = _RAW_CHARACTERS
        raw = dict.fromkeys(self._labels, "")
        for position, cell in enumerate(cells):
            if cell:
                shown = str(cell)
                if isinstance(cell, MergedText) and position in self._numbers:
                    shown = cell.marked()
                kept = shown[: min(self._longest + 1, room)]
                room -= len(kept)
                label = self._labels[position : position + 1] or (f"#{position + 1}",)
                raw[label[0]] = kept
        return raw


def _is_merged_copy(text: str, own: str) -> bool:
    return isinstance(text, MergedText) and text == own


def _too_many_cells(cells: int, columns: int) -> CellError:
    message = text(
        f"这一行有 {cells} 个单元格，表头只有 {columns} 列；含逗号的内容要加引号",
        f"the row has {cells} cells and the header {columns}; a text with a comma needs quotes",
    )
    return CellError(None, "too_many_cells", message)
