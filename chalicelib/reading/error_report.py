"""Write the bad rows of a file as a CSV to correct in a spreadsheet and upload again.

The original columns keep their places. One column of reasons is added, which the reader knows and
ignores. A cell that is sent back without correction is read as it was the first time.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Literal

from .notes import ERROR_HEADING
from .rows import BadRow
from .words import BLANK_MARKS, name_key, plain

BYTE_ORDER_MARK: Final = "\ufeff"
_FORMULA_SIGNS: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"[+-]?(?:[0-9][0-9.,]*|\.[0-9]+)%?")
# Texts that a spreadsheet rewrites when it opens the CSV: 001007, a long id, 3-1, 1E5.
_REWRITTEN = re.compile(r"0[0-9]+|[0-9]{12,}|[0-9]{1,4}[-/][0-9]{1,4}|[0-9]+[eE][0-9]+")


def errors_csv(
    bad_rows: Iterable[BadRow],
    header: Sequence[str],
    *,
    separator: str | None = ",",
    language: Literal["zh", "en"] | None = None,
) -> bytes:
    """Return the report in UTF-8 with the byte order mark that Excel needs to show Chinese.

    See `report_lines` for the parameters.
    """
    lines = report_lines(bad_rows, header, separator=separator, language=language)
    return "".join((BYTE_ORDER_MARK, *lines)).encode("utf-8", "replace")


def report_lines(
    bad_rows: Iterable[BadRow],
    header: Sequence[str],
    *,
    separator: str | None = ",",
    language: Literal["zh", "en"] | None = None,
) -> Iterator[str]:
    """Yield the header's line, then one line for each bad row; no row is kept in memory.

    header: the sheet's `header_labels`. separator: the sheet's separator. The report keeps a
    semicolon, because 1,5 is a number in such a file, and has commas otherwise. language: the
    language of the reasons; None gives both.
    """
    delimiter = ";" if separator == ";" else ","
    kept = [label for label in header if name_key(label) != name_key(ERROR_HEADING)]
    yield _line([*map(safe_text, kept), ERROR_HEADING], delimiter)
    known = set(header)
    for row in bad_rows:
        cells = [safe_text(row.raw.get(label, "")) for label in kept]
        beyond = [safe_text(text) for label, text in row.raw.items() if label not in known]
        yield _line([*cells, safe_text(_reasons(row, language)), *beyond], delimiter)


def note_line(note: str, words: str, separator: str | None) -> str:
    """Return a line that the reader skips, with a text for the person who opens the file."""
    return _line([note, words], ";" if separator == ";" else ",")


def _line(cells: Sequence[str], delimiter: str) -> str:
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter).writerow(cells)
    return file.getvalue()


def safe_text(text: str) -> str:
    """Return the cell's text so that no spreadsheet runs it as a formula or rewrites it.

    The reader undoes both protections. White space around the text is dropped, including tabs and
    line ends that may start a formula. Numbers keep their sign: -5 and +3% stay as they are.
    """
    stripped = plain(text) if text.startswith('="') else text.strip()
    if _NUMBER.fullmatch(stripped) or stripped in BLANK_MARKS:
        return f"{stripped}\t" if _REWRITTEN.fullmatch(stripped) else stripped
    if stripped.startswith(_FORMULA_SIGNS):
        return f"'{stripped}"
    return f"{stripped}\t" if _REWRITTEN.fullmatch(stripped) else stripped


def _reasons(row: BadRow, language: Literal["zh", "en"] | None) -> str:
    place = {"zh": f"第 {row.number} 行", "en": f"row {row.number}"}
    languages: tuple[Literal["zh", "en"], ...] = (language,) if language else ("zh", "en")
    return " | ".join(
        f"{place[each]}: " + "; ".join(error.message[each] for error in row.errors)
        for each in languages
    )
