"""One worksheet's rows of text, streamed from its XML."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from .faults import rejected
from .limits import Limits
from .merges import Block
from .number_formats import GENERAL, NumberFormat
from .numbers import UNCALCULATED
from .package import broken_workbook
from .rendering import number_text
from .shared_strings import SharedStrings, unescaped
from .table import Line
from .xml_stream import Attributes, parse

_LAST_ROW: Final = 1_048_576
_DIGITS: Final = "0123456789"


@dataclass(frozen=True, slots=True)
class CellWords:
    """What a workbook gives to put its cells in words."""

    strings: SharedStrings | Sequence[str]
    formats: tuple[NumberFormat, ...]
    epoch_1904: bool

    def of(self, kind: str, style: str, value: str) -> str:
        """A cell's text by its type (`t`), style (`s`) and stored value (`v`)."""
        match kind:
            case "" | "n":
                known = style.isdigit() and int(style) < len(self.formats)
                form = self.formats[int(style)] if known else GENERAL
                return number_text(value.strip(), form, epoch_1904=self.epoch_1904)
            case "s":
                index = value.strip()
                if not (index.isascii() and index.isdigit() and len(index) < 10):
                    raise broken_workbook("a shared string has no number")
                return self.strings[int(index)]
            case "b":
                return "TRUE" if value.strip() == "1" else "FALSE"
            case "str" | "inlineStr":
                return unescaped(value)
            case _:  # "e": an error such as #DIV/0!; "d": a date already in words
                return value


@dataclass(slots=True)
class WorksheetRows:
    """Goes through a worksheet once. `blocks` is complete when `lines` has come to its end."""

    words: CellWords
    limits: Limits
    blocks: list[Block] = field(default_factory=list)

    # The row and cell being read.
    _done: list[Line] = field(default_factory=list)
    _row: int = 0
    _cells: list[str] = field(default_factory=list)
    _column: int = -1
    _kind: str = ""
    _style: str = ""
    _value: list[str] = field(default_factory=list)
    _room: int = 0
    _reading: bool = False
    _phonetic: bool = False
    _formula: bool = False
    _covered: int = 0
    _columns: dict[str, int] = field(default_factory=dict)

    def lines(self, chunks: Iterable[bytes]) -> Iterator[Line]:
        """Rows that hold something, numbered as Excel does. Raises FileRejected."""
        for _ in parse(chunks, self.limits, self._start, self._end, self._characters):
            yield from self._done
            self._done.clear()

    def _start(self, name: str, attributes: Attributes) -> None:
        if name == "c":
            self._start_cell(attributes)
        elif name in ("v", "t"):
            self._reading = not self._phonetic
        elif name == "row":
            self._start_row(attributes.get("r", ""))
        elif name == "f":
            self._formula = True
        elif name == "rPh":
            self._phonetic = True
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def _end(self, name: str) -> None:
        if name == "c":
            self._end_cell()
        elif name in ("v", "t"):
            self._reading = False
        elif name == "row":
            if any(self._cells):
                self._done.append((self._row, self._cells))
            self._cells = []
        elif name == "rPh":
            self._phonetic = False

    def _characters(self, text: str) -> None:
        if self._reading and self._room > 0:
            self._value.append(text[: self._room])
            self._room -= len(text)

    def _start_row(self, written: str) -> None:
        """Row numbers only ever grow; a file that says otherwise is numbered on from the last."""
        given = int(written) if written.isdigit() and len(written) < 8 else 0
        self._row = given if given > self._row else self._row + 1
        if self._row > _LAST_ROW:
            raise broken_workbook("more rows than a worksheet has")
        self._cells, self._column = [], -1

    def _start_cell(self, attributes: Attributes) -> None:
        column = self._column_of(attributes.get("r", ""))
        self._column = self._column + 1 if column is None else column
        self._kind = attributes.get("t", "")
        self._style = attributes.get("s", "")
        self._value = []
        self._room = self.limits.cell_characters + 1
        self._formula = False

    def _end_cell(self) -> None:
        value = "".join(self._value)
        if value:
            text = self.words.of(self._kind, self._style, value)
        elif self._formula and self._kind != "str":
            text = UNCALCULATED
        else:
            return
        if self._column >= self.limits.columns:
            raise rejected(
                "too_many_columns",
                f"表格超过 {self.limits.columns} 列",
                f"the table has more than {self.limits.columns} columns",
                limit=self.limits.columns,
            )
        self._cells.extend("" for _ in range(self._column + 1 - len(self._cells)))
        self._cells[self._column] = text

    def _column_of(self, reference: str) -> int | None:
        letters = reference.rstrip(_DIGITS)
        known = self._columns.get(letters)
        if known is None and letters:
            known = column_index(letters)
            if known is not None:
                self._columns[letters] = known
        return known

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        corners = [_corner(first), _corner(last or first)]
        if None in corners:
            return
        (left, top), (right, bottom) = [c for c in corners if c is not None]
        if left > right or top > bottom or right >= self.limits.columns:
            return
        block = Block(top, left, bottom, right)
        self._covered += block.cells
        if self._covered > self.limits.merged_cells:
            raise broken_workbook("too many merged cells")
        self.blocks.append(block)


def column_index(letters: str) -> int | None:
    """A is 0, Z is 25, AA is 26, XFD is 16383; None for what no column is called."""
    if not (len(letters) <= 3 and letters.isascii() and letters.isalpha()):
        return None
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1


def _corner(reference: str) -> tuple[int, int] | None:
    letters = reference.rstrip(_DIGITS)
    digits, column = reference[len(letters) :], column_index(letters)
    return None if column is None or not digits or len(digits) > 7 else (column, int(digits))
