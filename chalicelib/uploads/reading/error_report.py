"""The bad rows of a file as a CSV that can be mended in a spreadsheet and sent again as it is.

The original columns stand in their places, one column of reasons is added, which the reader knows
and ignores. Sent back unmended, a cell is read as it was the first time.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Final, Literal

from .notes import ERROR_HEADING
from .rows import BadRow
from .words import BLANK_MARKS, name_key, plain

_FORMULA_SIGNS: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"[+-]?(?:[0-9][0-9.,]*|\.[0-9]+)%?")
# Digits that a spreadsheet would rewrite on opening the CSV: 001007, a long id, 3-1, 1E5.
_REWRITTEN = re.compile(r"0[0-9]+|[0-9]{12,}|[0-9]{1,4}[-/][0-9]{1,4}|[0-9]+[eE][0-9]+")


def errors_csv(
    bad_rows: Iterable[BadRow],
    header: Sequence[str],
    *,
    separator: str | None = ",",
    language: Literal["zh", "en"] | None = None,
) -> bytes:
    """UTF-8 with a byte order mark, which Excel needs to show Chinese.

    header: the sheet's `header_labels`. separator: the sheet's; where it is a semicolon, 1,5 is a
    number, so the report keeps it; otherwise commas. language: of the reasons; None gives both.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=";" if separator == ";" else ",")
    kept = [label for label in header if name_key(label) != name_key(ERROR_HEADING)]
    writer.writerow([*map(safe_text, kept), ERROR_HEADING])
    for row in bad_rows:
        cells = [safe_text(row.raw.get(label, "")) for label in kept]
        beyond = [safe_text(text) for label, text in row.raw.items() if label not in header]
        writer.writerow([*cells, safe_text(_reasons(row, language)), *beyond])
    return file.getvalue().encode("utf-8-sig", "replace")


def safe_text(text: str) -> str:
    """A cell that no spreadsheet takes for a formula or rewrites; the reader undoes both.

    White space around it is dropped, and with it the tabs and line ends that start a formula.
    Numbers keep their sign: -5 and +3% stay as they are.
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
