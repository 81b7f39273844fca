"""A result and its inputs packed into one line of JSON: what is stored for a person and period.

Names, codes and maxima are the scheme version's and are not repeated. Figures are in the order of
its lines, inputs in the order of its columns.
"""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from .canonical import quoted
from .engine.compiled_scheme import CompiledScheme
from .engine.totals_and_grade import NO_EXTRAS, NO_NOTES
from .exact import shown, shown_text
from .result import Note, Result, SliceMark, Status
from .rows import Cell, Row, Rows
from .scheme import Scheme
from .scorecard_layout import ScorecardLayout

FORMAT: Final = 1
STATUSES: Final[tuple[Status, ...]] = ("scored", "not_available", "exempt", "awaited")


def pack(result: Result, inputs: Rows) -> str:
    """Pack a result and its inputs. The same result and inputs always give the same text.

    Values are stored as they are displayed (six decimals), inputs exactly. Cells of columns that
    are not the scheme's are dropped. Sources that are awaited or declared final follow at the end,
    where there are any: their numbers in the scheme.
    """
    noted = result.notes
    lines = ",".join(
        [
            _packed_line(figure, points, noted[n], result.layout)
            if n in noted
            else f"[{_plain_line(figure, points)}]"
            for n, (figure, points) in enumerate(zip(result.figures, result.points, strict=True))
        ]
    )
    rows = [inputs] if isinstance(inputs, Mapping) else list(inputs)
    cells = ",".join([_packed_row(row, result.layout) for row in rows])
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
    sources = _packed_sources(result)
    return f"[{','.join(map(str, head))},{{{extras}}},[{lines}],[{cells}]{sources}]"


def unpack(scheme: Scheme | CompiledScheme, text: str) -> tuple[Result, Rows]:
    """Read what `pack` wrote under this version of the scheme: (result, inputs).

    Inputs are one row, or a list of rows when there were several. Raises ValueError for text of
    another scheme or format.
    """
    layout = scheme.layout if isinstance(scheme, CompiledScheme) else ScorecardLayout.of(scheme)
    stored = json.loads(text, parse_float=Decimal, parse_int=Decimal)
    if stored[0] != FORMAT or len(stored[9]) != len(layout.entries):
        raise ValueError("stored under another scheme or format")
    rows = [_unpacked_row(cells, layout) for cells in stored[10]]
    lines = stored[9]
    notes = {n: _unpacked_note(line, layout) for n, line in enumerate(lines) if len(line) > 2}
    result = Result(
        layout=layout,
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
        awaiting=_unpacked_sources(stored, 0, layout),
        final=_unpacked_sources(stored, 1, layout),
    )
    return result, rows[0] if len(rows) == 1 else rows


def _packed_sources(result: Result) -> str:
    if not (result.awaiting or result.final):
        return ""
    codes = [source.code for source in result.layout.sources]
    both = (",".join(str(codes.index(c)) for c in some) for some in (result.awaiting, result.final))
    return f",[{','.join(f'[{numbers}]' for numbers in both)}]"


def _unpacked_sources(
    stored: Sequence[Any], which: int, layout: ScorecardLayout
) -> tuple[str, ...]:
    """The codes of the sources that are awaited (0) or final (1). Most texts have no such part."""
    numbers = stored[11][which] if len(stored) > 11 else ()
    return tuple(layout.sources[int(number)].code for number in numbers)


def _plain_line(figure: Decimal | None, points: Decimal | None) -> str:
    value = "null" if figure is None else shown_text(figure)
    return f"{value},{'null' if points is None else points}"


def _packed_line(
    figure: Decimal | None, points: Decimal | None, note: Note, layout: ScorecardLayout
) -> str:
    status = STATUSES.index(note.status)
    slices = ",".join(_packed_slice(mark) for mark in note.slices)
    before = ",".join(_packed_before(row, layout) for row in note.before)
    tail = f",[{before}]" if before else ""
    plain = _plain_line(figure, points)
    return f"[{plain},{status},{_packed(note.reason)},{_packed(note.target)},[{slices}]{tail}]"


def _packed_slice(mark: SliceMark) -> str:
    fields = (mark.slice, _shown(mark.value), mark.target, _shown(mark.points), mark.weight)
    return f"[{','.join(_packed(field) for field in (*fields, mark.reason))}]"


def _packed_before(row: Row, layout: ScorecardLayout) -> str:
    """The previous period's cells that the line read, by the number of their column."""
    numbered = ((n, row[c.code]) for n, c in enumerate(layout.columns) if c.code in row)
    cells = ",".join(f'"{n}":{_packed(cell)}' for n, cell in numbered)
    return f"{{{cells}}}"


def _unpacked_note(line: Sequence[Any], layout: ScorecardLayout) -> Note:
    """The note of a line. The seventh part, the previous period's cells, may be absent."""
    _, _, status, reason, target, slices, *before = line
    marks = tuple(SliceMark(*fields) for fields in slices)
    rows = before[0] if before else ()
    cells = tuple({layout.columns[int(n)].code: c for n, c in row.items()} for row in rows)
    return Note(STATUSES[int(status)], reason, target, marks, cells)


def _packed_row(row: Row, layout: ScorecardLayout) -> str:
    return f"[{','.join([_packed(row.get(column.code)) for column in layout.columns])}]"


def _unpacked_row(cells: Sequence[Cell], layout: ScorecardLayout) -> dict[str, Cell]:
    if len(cells) != len(layout.columns):
        raise ValueError("stored under another scheme")
    codes = (column.code for column in layout.columns)
    return dict(zip(codes, cells, strict=True))


def _packed(value: object) -> str:
    if isinstance(value, Decimal):  # first, because nearly all are
        return str(value)
    if value is None:
        return "null"
    if isinstance(value, str):
        return quoted(value)
    return str(value)


def _shown(value: Decimal | None) -> Decimal | None:
    return None if value is None else shown(value)
