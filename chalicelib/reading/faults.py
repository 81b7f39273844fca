"""What the reader says when it cannot read: the file as a whole, or one cell of one row.

Nothing else is raised by this package, whatever the bytes are. Each fault has a stable code for
programs and a sentence in Chinese and English for people: what was found, what was expected.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.scoring.text import Text, text

from .words import name_key

_SHOWN_CHARACTERS = 40


class FileRejected(Exception):
    """The file as a whole cannot be taken: a stable code, a sentence, and JSON-ready details."""

    def __init__(self, code: str, message: Text, details: Mapping[str, Any]) -> None:
        super().__init__(f"{code}: {message['en']}")
        self.code = code
        self.message = message
        self.details = dict(details)


def rejected(code: str, zh: str, en: str, **details: Any) -> FileRejected:
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
    """What is wrong in one row: `column` is the scheme column's code, `employee_id`, or None for
    a fault of the row as a whole; `heading` is what the file itself calls the column."""

    column: str | None
    code: str
    message: Text
    heading: str | None = None


def in_column(column: str, named: Text, heading: str, wrong: "CellFault") -> CellError:
    """A cell's fault as an error of its row: the sentence begins with what the column is called in
    the file (`called`), which is what the person who mends the file looks for."""
    return CellError(column, wrong.code, placed(named, wrong.message), heading)


def called(heading: str, code: str, name: Text | None) -> Text:
    """A column as the file heads it; where the heading is its bare code, with its name behind."""
    own = shown(heading)
    if name is None or name_key(heading) != name_key(code):
        return text(own, own)
    zh, en = (
        "" if name_key(word) == name_key(code) else shown(word) for word in (name["zh"], name["en"])
    )
    return text(f"{own}（{zh}）" if zh else own, f"{own} ({en})" if en else own)


def placed(named: Text, message: Text) -> Text:
    """The sentence with the column before it."""
    return text(f"“{named['zh']}”列：{message['zh']}", f'column "{named["en"]}": {message["en"]}')


class CellFault(Exception):
    """One cell's text was not understood; the caller knows the column."""

    def __init__(self, code: str, message: Text) -> None:
        super().__init__(code)
        self.code = code
        self.message = message


def fault(code: str, zh: str, en: str) -> CellFault:
    return CellFault(code, text(zh, en))


def shown(found: str) -> str:
    """A piece of the person's own text, short and on one line, to quote in a sentence."""
    flat = "".join(c if c.isprintable() else " " for c in found[: _SHOWN_CHARACTERS + 1])
    return flat if len(found) <= _SHOWN_CHARACTERS else flat[:_SHOWN_CHARACTERS] + "…"
