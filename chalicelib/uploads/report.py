"""The bad rows of an upload as a CSV that can be mended and sent again, at any number of rows.

An answer of the API may have 6 MB, so a long report comes in parts. Each part is a file of its own,
with the header, that can be mended and sent without waiting for the others: a person's rows are in
one part (docs/upload-files.md), unless they alone are more than a part may hold.
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

#: Bytes of a part as a function answers with it: a text inside JSON, where a Chinese character
#: takes six. Room is left for headers and for the last row, which no item makes larger than 1 MB.
MOST: Final = 4_000_000
MORE: Final = Text(
    "后面还有出错的行，在下一部分里（见响应头 Link）；本部分可单独改好后上传，本行不会被读取。",
    "More bad rows follow in the next part (see the answer's Link header); this part can be "
    "mended and sent by itself, and this line is not read.",
)


@dataclass(frozen=True, slots=True)
class Part:
    """``text`` begins with a byte order mark. ``after`` is the position of its last row when more
    rows follow, ``first`` the number of its first row; None where there is none."""

    text: str
    first: int | None
    after: str | None


def part(upload: Upload, errors: Iterable[tuple[str, RowError]], language: Language) -> Part:
    """As many of the errors as one answer may hold, under the file's own header.

    ``errors`` come with their positions, and no more of them are taken than are needed.
    """
    # Positions, row numbers, whether the person goes on: not the rows themselves.
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
    """How many of the errors to give so that the last one's person has no more; all of them, where
    they are of one person."""
    whole = next((n for n in range(len(goes_on), 0, -1) if not goes_on[n - 1]), 0)
    return whole or len(goes_on)


def _rows(error: RowError) -> list[BadRow]:
    """The bad row, among the rows that it is to be mended with."""
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
    """What stands beside the first row of somebody with several, and beside a later one."""
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
