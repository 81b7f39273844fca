"""The bad rows of an upload as a CSV to mend and send again, for any number of rows.

An answer of the API holds at most 6 MB, so a long report comes in parts. Each part is a separate
file with the header, to be mended and sent without waiting for the others. All rows of a person are
in one part (docs/upload-files.md), unless they alone exceed the size of a part.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from chalicelib.language import Language, Text
from chalicelib.reading import BadRow, CellError
from chalicelib.reading.error_report import BYTE_ORDER_MARK, note_line, report_lines
from chalicelib.reading.notes import MORE_NOTE
from chalicelib.scoring.text import text
from chalicelib.uploads.records import RowError, Upload

#: Most bytes of a part as a function returns it: a text inside JSON, where a Chinese character
#: takes six bytes. The rest of 6 MB is for headers and the last row, which is at most 1 MB.
MOST: Final = 4_000_000
MORE: Final = Text(
    "后面还有出错的行，在下一部分里（见响应头 Link）；本部分可单独改好后上传，本行不会被读取。",
    "More bad rows follow in the next part (see the answer's Link header); this part can be "
    "mended and sent by itself, and this line is not read.",
)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the report. ``text`` begins with a byte order mark.

    ``first`` is the number of its first row; None when there is no row. ``after`` is the position
    of its last row when more rows follow, else None.
    """

    text: str
    first: int | None
    after: str | None


def part(upload: Upload, errors: Iterable[tuple[str, RowError]], language: Language) -> Part:
    """Return a part with as many errors as one answer may hold, under the file's own header.

    ``errors`` are pairs of position and error. They are only read as far as needed.
    """
    # Position, row number, and whether the person has more rows; not the rows themselves.
    seen: list[tuple[str, int, bool]] = []
    shown: set[int] = set()

    def noted() -> Iterator[BadRow]:
        for position, error in errors:
            rows = [] if error.elsewhere else [r for r in _rows(error) if r.number not in shown]
            shown.update(row.number for row in rows)
            for place, row in enumerate(rows, start=1):
                seen.append((position, error.row, error.goes_on or place < len(rows)))
                yield row

    lines: list[str] = []
    size = 0
    written = report_lines(noted(), upload.header, separator=upload.separator, language=language)
    for line in written:
        size += len(json.dumps(line))
        if size > MOST and len(seen) > 1:
            whole = _whole_people([goes_on for _, _, goes_on in seen[:-1]])
            note = note_line(MORE_NOTE, MORE.to(language), upload.separator)
            whole_text = "".join((BYTE_ORDER_MARK, *lines[: whole + 1], note))
            return Part(whole_text, seen[0][1], seen[whole - 1][0])
        lines.append(line)
    return Part(BYTE_ORDER_MARK + "".join(lines), seen[0][1] if seen else None, None)


def _whole_people(goes_on: Sequence[bool]) -> int:
    """Return how many errors to give so that the last one completes its person.

    All of them, when they belong to one person. ``goes_on``: by error, whether its person has more.
    """
    whole = next((n for n in range(len(goes_on), 0, -1) if not goes_on[n - 1]), 0)
    return whole or len(goes_on)


def _rows(error: RowError) -> list[BadRow]:
    """Return the bad row and the rows to mend with it, by number."""
    own = BadRow(
        error.row,
        None,
        tuple(CellError(one["column"], one["code"], one["message"]) for one in error.errors),
        error.raw,
    )
    if not error.beside:
        return [own]
    first = min(number for number, _ in error.beside)
    others = sorted({error.row, *(number for number, _ in error.beside)} - {first})
    beside = [
        BadRow(number, None, (_repeats(first, others, number),), raw)
        for number, raw in error.beside
    ]
    return sorted((own, *beside), key=lambda row: row.number)


def _repeats(first: int, others: Sequence[int], number: int) -> CellError:
    """Return the error to show beside the first row of a person, or beside a repeated row."""
    if number == first:
        zh, en = "、".join(map(str, others)), ", ".join(map(str, others))
        several = "row" if len(others) == 1 else "rows"
        message = text(
            f"同一员工先出现的是本行，以本行为准；第 {zh} 行与它重复，请只保留一行",
            f"this row of the employee came first and stands; {several} {en} "
            f"{'repeats' if len(others) == 1 else 'repeat'} it; keep one",
        )
    else:
        message = text(
            f"重复：第 {first} 行已经有了；请只保留一行",
            f"a duplicate of row {first}; keep one of them",
        )
    return CellError(None, "duplicate_employee", message)
