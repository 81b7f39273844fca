"""A result and its inputs as one short line of text: what is stored for a person and period.

Names, codes of indicators and maxima are the scheme version's and are not repeated: figures stand
in the order of its lines, inputs in the order of its columns. JSON, so that any tool can look into
it.
"""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from .canonical import quoted
from .engine.compiled import CompiledScheme
from .engine.judging import NO_EXTRAS, NO_NOTES
from .exact import shown, shown_text
from .result import Note, Result, SliceMark, Status
from .rows import Cell, Row, Rows
from .scheme import Scheme
from .sheet import Sheet

FORMAT: Final = 1
STATUSES: Final[tuple[Status, ...]] = ("scored", "not_available", "exempt")


def pack(result: Result, inputs: Rows) -> str:
    """The text; the same result and inputs always give the same.

    Values are stored as they are shown (six decimals), inputs exactly. Cells of other columns are
    dropped.
    """
    noted = result.notes
    lines = ",".join(
        [
            _packed_line(figure, points, noted[n], result.sheet)
            if n in noted
            else f"[{_plain_line(figure, points)}]"
            for n, (figure, points) in enumerate(zip(result.figures, result.points, strict=True))
        ]
    )
    rows = [inputs] if isinstance(inputs, Mapping) else list(inputs)
    cells = ",".join([_packed_row(row, result.sheet) for row in rows])
    extras = ",".join([f"{_packed(code)}:{value}" for code, value in result.extras.items()])
    head = (
        FORMAT,
        result.earned,
        result.available,
        _packed(result.total),
        _packed(result.grade),
        _packed(result.coefficient),
        int(result.insufficient),
        _packed(result.veto),
    )
    return f"[{','.join(map(str, head))},{{{extras}}},[{lines}],[{cells}]]"


def unpack(scheme: Scheme | CompiledScheme, text: str) -> tuple[Result, Rows]:
    """The result and inputs that `pack` wrote under this version of the scheme.

    Inputs are one row, or a list of rows when there were several. Raises ValueError for text of
    another scheme or format.
    """
    sheet = scheme.sheet if isinstance(scheme, CompiledScheme) else Sheet.of(scheme)
    stored = json.loads(text, parse_float=Decimal, parse_int=Decimal)
    if stored[0] != FORMAT or len(stored[9]) != len(sheet.entries):
        raise ValueError("stored under another scheme or format")
    rows = [_unpacked_row(cells, sheet) for cells in stored[10]]
    lines = stored[9]
    notes = {n: _unpacked_note(line, sheet) for n, line in enumerate(lines) if len(line) > 2}
    result = Result(
        sheet=sheet,
        figures=tuple(line[0] for line in lines),
        points=tuple(line[1] for line in lines),
        notes=notes or NO_NOTES,
        earned=stored[1],
        available=stored[2],
        extras=stored[8] or NO_EXTRAS,
        total=stored[3],
        grade=stored[4],
        coefficient=stored[5],
        insufficient=bool(stored[6]),
        veto=stored[7],
    )
    return result, rows[0] if len(rows) == 1 else rows


def _plain_line(figure: Decimal | None, points: Decimal | None) -> str:
    value = "null" if figure is None else shown_text(figure)
    return f"{value},{'null' if points is None else points}"


def _packed_line(figure: Decimal | None, points: Decimal | None, note: Note, sheet: Sheet) -> str:
    status = STATUSES.index(note.status)
    slices = ",".join(_packed_slice(mark) for mark in note.slices)
    before = ",".join(_packed_before(row, sheet) for row in note.before)
    tail = f",[{before}]" if before else ""
    plain = _plain_line(figure, points)
    return f"[{plain},{status},{_packed(note.reason)},{_packed(note.target)},[{slices}]{tail}]"


def _packed_slice(mark: SliceMark) -> str:
    fields = (mark.slice, _shown(mark.value), mark.target, _shown(mark.points), mark.weight)
    return f"[{','.join(_packed(field) for field in (*fields, mark.reason))}]"


def _packed_before(row: Row, sheet: Sheet) -> str:
    """The cells of the previous period that the line read, by the number of their column."""
    numbered = ((n, row[c.code]) for n, c in enumerate(sheet.columns) if c.code in row)
    cells = ",".join(f'"{n}":{_packed(cell)}' for n, cell in numbered)
    return f"{{{cells}}}"


def _unpacked_note(line: Sequence[Any], sheet: Sheet) -> Note:
    """The note of a line; those of earlier releases have no seventh part."""
    _, _, status, reason, target, slices, *before = line
    marks = tuple(SliceMark(*fields) for fields in slices)
    rows = before[0] if before else ()
    cells = tuple({sheet.columns[int(n)].code: c for n, c in row.items()} for row in rows)
    return Note(STATUSES[int(status)], reason, target, marks, cells)


def _packed_row(row: Row, sheet: Sheet) -> str:
    return f"[{','.join([_packed(row.get(column.code)) for column in sheet.columns])}]"


def _unpacked_row(cells: Sequence[Cell], sheet: Sheet) -> dict[str, Cell]:
    if len(cells) != len(sheet.columns):
        raise ValueError("stored under another scheme")
    codes = (column.code for column in sheet.columns)
    return dict(zip(codes, cells, strict=True))


def _packed(value: object) -> str:
    if isinstance(value, Decimal):  # first: nearly all are
        return str(value)
    if value is None:
        return "null"
    if isinstance(value, str):
        return quoted(value)
    return str(value)


def _shown(value: Decimal | None) -> Decimal | None:
    return None if value is None else shown(value)
