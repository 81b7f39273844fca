"""Rows of a trial, read with the same rules as the rows of an uploaded file.

A column is found by its code or its name. Each cell is read by the type of its column.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from chalicelib.language import Text
from chalicelib.reading import column_specs
from chalicelib.reading.cells import cell_reader
from chalicelib.reading.faults import CellFault
from chalicelib.reading.heading_names import HeadingNames
from chalicelib.reading.limits import DEFAULT_LIMITS
from chalicelib.reading.row_grouping import PersonRows
from chalicelib.reading.rows import CellValue
from chalicelib.scoring import CompiledScheme
from chalicelib.scoring.limits import SLICES

#: The member of a row that holds the same person's figures of the previous period.
PREVIOUS = "previous"

Cells = Mapping[str, CellValue]


@dataclass(frozen=True, slots=True)
class CellProblem:
    """An error of a cell. Without a column it is an error of the whole row."""

    column: str | None
    code: str
    message: Text


@dataclass(frozen=True, slots=True)
class TrialRow:
    """The row or rows of one person, read. A row with ``problems`` cannot be scored."""

    person: PersonRows
    previous: tuple[Cells, ...] = ()
    problems: tuple[CellProblem, ...] = ()


class RowReader:
    """Reads the rows of one request. ``unknown`` collects the columns that the scheme lacks."""

    def __init__(self, compiled: CompiledScheme) -> None:
        self.unknown: dict[str, None] = {}
        self._specs = {spec.code: spec for spec in column_specs(compiled.columns)}
        self._names = HeadingNames(tuple(self._specs.values()))
        longest = DEFAULT_LIMITS.cell_characters
        self._readers = {
            code: cell_reader(spec, decimal_comma=False, longest=longest)
            for code, spec in self._specs.items()
        }

    def read(self, number: int, sent: Any) -> TrialRow:
        """Read one entry of ``rows``: an object, or a list of objects for a person with slices.

        ``number`` is the entry's place in the request, from 0. Errors are returned in ``problems``.
        """
        rows = list(sent) if isinstance(sent, list) else [sent]
        if not 1 <= len(rows) <= SLICES or not all(isinstance(row, Mapping) for row in rows):
            return TrialRow(_person(number, {}, ()), problems=(_NOT_A_ROW,))
        problems: list[CellProblem] = []
        cells = tuple(self._cells(row, problems, needed=True) for row in rows)
        earlier: tuple[Cells, ...] = ()
        before = rows[0].get(PREVIOUS)
        if isinstance(before, (Mapping, list)):
            several = [before] if isinstance(before, Mapping) else before
            earlier = tuple(
                self._cells(row, problems, needed=False)
                for row in several[:SLICES]
                if isinstance(row, Mapping)
            )
        return TrialRow(_person(number, self._fields(rows[0]), cells), earlier, tuple(problems))

    def _cells(
        self, row: Mapping[str, Any], problems: list[CellProblem], *, needed: bool
    ) -> dict[str, CellValue]:
        """Return the cell of every column of the scheme; None when the row lacks it.

        Errors are added to ``problems``. With ``needed``, a missing required column is an error.
        """
        names = [name for name in row if not _holds_previous(name, row[name])]
        found, _, unknown = self._names.match(names)
        self.unknown.update(dict.fromkeys(unknown))
        cells: dict[str, CellValue] = dict.fromkeys(self._specs)
        for code, spec in self._specs.items():
            if code in found:
                try:
                    cells[code] = _cell(self._readers[code], row[names[found[code]]])
                except CellFault as wrong:
                    problems.append(CellProblem(code, wrong.code, Text(**wrong.message)))
            elif spec.required and needed:
                problems.append(CellProblem(code, "missing_column", _MISSING))
        return cells

    def _fields(self, row: Mapping[str, Any]) -> dict[str, str]:
        """Return the person's id, name and team, as far as the row has them."""
        names = list(row)
        _, fields, _ = self._names.match(names)
        return {
            str(name): _text(row[names[position]])
            for name, position in fields.items()
            if isinstance(row[names[position]], (str, int, Decimal))
        }


def _person(number: int, fields: Mapping[str, str], cells: Sequence[Cells]) -> PersonRows:
    return PersonRows(
        number,
        fields.get("employee_id", ""),
        fields.get("employee_name"),
        fields.get("team"),
        tuple(cells),
    )


def _holds_previous(name: str, value: Any) -> bool:
    """Whether the member holds the previous period's figures, and is not a column of that name."""
    return name == PREVIOUS and isinstance(value, (Mapping, list))


def _cell(read: Callable[[str], CellValue], value: Any) -> CellValue:
    """Read a cell as the file reader reads its text. Null is a blank cell.

    Raises CellFault when the value is not a text, a number or null, or cannot be read.
    """
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (str, int, Decimal)):
        raise CellFault("not_a_cell", {"zh": _NOT_A_CELL.zh, "en": _NOT_A_CELL.en})
    return read(_text(value))


def _text(value: str | int | Decimal) -> str:
    return format(value, "f") if isinstance(value, Decimal) else str(value)


_MISSING = Text("缺少这一列。", "This column is missing.")
_NOT_A_CELL = Text("应为文字、数字或 null。", "A text, a number or null is expected.")
_NOT_A_ROW = CellProblem(
    None,
    "not_a_row",
    Text(
        f"应为一行（JSON 对象），或同一人的 1 至 {SLICES} 行。",
        f"A row (a JSON object) is expected, or a list of 1 to {SLICES} rows of one person.",
    ),
)
