"""Errors of the reader: for the file as a whole, or for one cell of one row.

For any bytes, this package raises no other errors. Each error has a stable code for programs and a
sentence in Chinese and English for people: what was found and what was expected.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.scoring.text import Text, text

from .words import name_key

_SHOWN_CHARACTERS = 40


class FileRejected(Exception):
    """The file as a whole is refused: a stable code, a sentence, and JSON-ready details."""

    def __init__(self, code: str, message: Text, details: Mapping[str, Any]) -> None:
        super().__init__(f"{code}: {message['en']}")
        self.code = code
        self.message = message
        self.details = dict(details)


def rejected(code: str, zh: str, en: str, **details: Any) -> FileRejected:
    """Return a FileRejected with the sentence in both languages."""
    return FileRejected(code, text(zh, en), details)


def too_many_columns(limit: int) -> FileRejected:
    return rejected(
        "too_many_columns",
        f"表格超过 {limit} 列",
        f"the table has more than {limit} columns",
        limit=limit,
    )


@dataclass(frozen=True, slots=True)
class CellError:
    """One error of one row.

    column: the scheme column's code, `employee_id`, or None for an error of the row as a whole.
    heading: the column's heading in the file.
    """

    column: str | None
    code: str
    message: Text
    heading: str | None = None


def in_column(column: str, named: Text, heading: str, wrong: "CellFault") -> CellError:
    """Return a cell's fault as an error of its row.

    The sentence begins with the column's name in the file (`called`), because the person who
    corrects the file looks for that name.
    """
    return CellError(column, wrong.code, placed(named, wrong.message), heading)


def called(heading: str, code: str, name: Text | None) -> Text:
    """Return the column's heading in the file; the name follows a heading that is a bare code.

    Of a long heading, such as our templates' with all names in it, only the name is told.
    """
    own = shown(heading)
    if name is not None and len(heading) > _SHOWN_CHARACTERS:
        return text(shown(name["zh"]), shown(name["en"]))
    if name is None or name_key(heading) != name_key(code):
        return text(own, own)
    zh, en = (
        "" if name_key(word) == name_key(code) else shown(word) for word in (name["zh"], name["en"])
    )
    return text(f"{own}（{zh}）" if zh else own, f"{own} ({en})" if en else own)


def placed(named: Text, message: Text) -> Text:
    """Return the sentence with the column's name before it."""
    return text(f"“{named['zh']}”列：{message['zh']}", f'column "{named["en"]}": {message["en"]}')


class CellFault(Exception):
    """One cell's text cannot be read; the caller knows the column."""

    def __init__(self, code: str, message: Text) -> None:
        super().__init__(code)
        self.code = code
        self.message = message


def fault(code: str, zh: str, en: str) -> CellFault:
    """Return a CellFault with the sentence in both languages."""
    return CellFault(code, text(zh, en))


def shown(found: str) -> str:
    """Return the text as a short quotation on one line: at most 40 characters, then `…`."""
    flat = "".join(c if c.isprintable() else " " for c in found[: _SHOWN_CHARACTERS + 1])
    return flat if len(found) <= _SHOWN_CHARACTERS else flat[:_SHOWN_CHARACTERS] + "…"
