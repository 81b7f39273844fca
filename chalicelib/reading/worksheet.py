"""Stream one worksheet's rows of text from its XML."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final
from xml.parsers import expat

from .faults import too_many_columns
from .limits import Limits
from .merges import Block
from .number_formats import GENERAL, NumberFormat
from .numbers import UNCALCULATED
from .package import broken_workbook
from .rendering import id_text, is_short, number_text
from .shared_strings import SharedStrings, unescaped
from .table import Line
from .xml_stream import Attributes, Nesting, parse

_LAST_ROW: Final = 1_048_576
_DIGITS: Final = "0123456789"


class CellTexts:
    """The parts of a workbook that a cell's text depends on: shared strings, formats, epoch."""

    def __init__(
        self, strings: SharedStrings, formats: Sequence[NumberFormat], *, epoch_1904: bool
    ) -> None:
        self._strings = strings
        self._formats = {str(style): form for style, form in enumerate(formats)}
        self._epoch_1904 = epoch_1904
        self.plain_styles = frozenset(s for s, form in self._formats.items() if form == GENERAL)
        """Styles whose short numbers are shown as they are stored; nearly every cell has one."""

    def id_of(self, kind: str, style: str, value: str) -> str:
        """Return the text of a cell in the column of ids, with the signs that its format adds."""
        form = self._formats.get(style, GENERAL)
        shown = id_text(value.strip(), form) if kind in ("", "n") else None
        return self.text_of(kind, style, value) if shown is None else shown

    def text_of(self, kind: str, style: str, value: str) -> str:
        """Return a cell's text by its type (`t`), style (`s`) and stored value (`v`).

        Raises FileRejected for a shared string without a valid number.
        """
        if kind in ("", "n"):
            form = self._formats.get(style, GENERAL)
            return number_text(value.strip(), form, epoch_1904=self._epoch_1904)
        if kind == "s":
            index = value.strip()
            if not (index.isascii() and index.isdigit() and len(index) < 10):
                raise broken_workbook("a shared string has no number")
            return self._strings[int(index)]
        if kind == "b":
            return "TRUE" if value.strip() == "1" else "FALSE"
        if kind in ("str", "inlineStr"):
            return unescaped(value)
        return value  # "e": an error such as #DIV/0!; "d": a date that is stored as text


class Paused(Exception):
    """Reading ends before a row. ``at`` is the byte at which the row begins."""

    def __init__(self, at: int) -> None:
        super().__init__(at)
        self.at = at


class WorksheetRows:
    """Reads a worksheet once. `blocks` (merged cells) is complete when `lines` is exhausted.

    Reading may pause before a row: set `pausing` between two lines, and `paused_at` is where, when
    the lines end. It pauses only where the elements around the row are those around the first row
    (`first_at`), so that a reader of another process can go on (:meth:`go_on`).

    id_column: the position of the column of ids, if it is known.
    """

    def __init__(self, cell_texts: CellTexts, limits: Limits, id_column: int | None = None) -> None:
        self._id_column = id_column
        self.blocks: list[Block] = []
        self._cell_texts = cell_texts
        self._plain_styles = cell_texts.plain_styles | {""}
        self._limits = limits
        self._nesting = Nesting(limits)
        self._covered = 0
        self._columns: dict[str, int] = {}
        self._done: list[Line] = []
        self._row = 0
        self._in_row = self._in_cell = self._reading = self._phonetic = self._formula = False
        self._cells: list[str] = []
        self._column = -1
        self._kind = self._style = self._value = ""
        self._longest = limits.cell_characters + 1
        self.pausing = False
        self.paused_at: int | None = None
        self.first_at: int | None = None
        self._parser: expat.XMLParserType | None = None
        self._around, self._left, self._blocks_before = 0, False, 0
        self._skipped, self._cells_in_row, self._others = 0, 0, 0

    @property
    def row(self) -> int:
        """The number of the last row that was read whole before a pause."""
        return self._row

    def go_on(self, first_at: int, at: int, row: int) -> None:
        """Begin at the byte ``at``, after the row of this number. ``first_at``: of the first row.

        The chunks must be those before the first row and then those from ``at`` on.
        """
        self._row, self._skipped = row, at - first_at

    def lines(self, chunks: Iterable[bytes], *, whole: bool = True) -> Iterator[Line]:
        """Yield rows that are not empty, numbered as in Excel. Raises FileRejected.

        ``whole``: the chunks go to the end of the part.
        """
        handlers = (self._start, self._end, self._characters)
        try:
            for _ in parse(chunks, self._limits, *handlers, whole=whole, made=self._know):
                yield from self._done
                self._done.clear()
        except Paused as pause:
            self.paused_at = pause.at
            yield from self._done
            self._done.clear()

    def _know(self, parser: expat.XMLParserType) -> None:
        self._parser = parser

    def _start(self, name: str, attributes: Attributes) -> None:
        # Nearly all elements are rows, cells and values. They do not nest, so they are not counted.
        if name == "v":
            if self._reading:
                raise broken_workbook("a value inside a value")
            self._reading = True
        elif name == "c":
            self._start_cell(attributes)
        elif name == "row":
            self._start_row(attributes.get("r", ""))
        else:
            self._nesting.enter()
            self._others += 1
            if self._others > self._limits.between_rows:
                raise broken_workbook("very many elements that are no rows or cells")
            self._start_other(name, attributes)

    def _end(self, name: str) -> None:
        if name == "v":
            self._reading = False
        elif name == "c":
            self._in_cell = False
            if self._value or self._formula:
                self._end_cell()
        elif name == "row":
            self._in_row = False
            if self._cells:
                self._done.append((self._row, self._cells))
                self._cells = []
        else:
            self._nesting.leave()
            self._left = self._left or self._nesting.depth < self._around
            self._reading = False
            self._phonetic = self._phonetic and name != "rPh"

    def _characters(self, text: str) -> None:
        if self._reading and len(self._value) < self._longest:
            self._value = (self._value + text)[: self._longest]

    def _start_row(self, written: str) -> None:
        """Begin a row. A number that is not greater than the last one becomes the next number."""
        if self.first_at is None:
            self._note_first()
        elif self.pausing:
            self._pause()
        given = int(written) if written.isdecimal() and len(written) < 8 else 0
        self._row = given if given > self._row else self._row + 1
        if self._in_row or self._row > _LAST_ROW:
            raise broken_workbook("rows that no worksheet has")
        self._in_row, self._cells, self._column = True, [], -1
        self._cells_in_row = self._others = 0

    def _note_first(self) -> None:
        self.first_at = self._byte()
        self._around, self._blocks_before = self._nesting.depth, len(self.blocks)

    def _pause(self) -> None:
        """Raise Paused, if another reader can go on here with what stands before the first row."""
        same = self._nesting.depth == self._around and len(self.blocks) == self._blocks_before
        if same and not (self._left or self._in_row or self._in_cell or self._phonetic):
            raise Paused(self._byte() + self._skipped)

    def _byte(self) -> int:
        """Return the byte at which the element of the handler begins, of those that were fed."""
        return -1 if self._parser is None else self._parser.CurrentByteIndex

    def _start_cell(self, attributes: Attributes) -> None:
        self._cells_in_row += 1
        if self._in_cell or self._cells_in_row > self._limits.blank_columns:
            raise broken_workbook("a cell inside a cell, or more than a row has")
        letters = attributes.get("r", "").rstrip(_DIGITS)
        column = self._columns.get(letters)
        if column is None:
            column = column_index(letters)
            if column is None:
                column = self._column + 1
            else:
                self._columns[letters] = column
        self._column = column
        self._kind = attributes.get("t", "")
        self._style = attributes.get("s", "")
        self._value = ""
        self._in_cell = True
        self._formula = False

    def _start_other(self, name: str, attributes: Attributes) -> None:
        if name == "t":
            self._reading = self._in_cell and not self._phonetic
        elif name == "f":
            self._formula = True
        elif name == "rPh":
            self._phonetic = True
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def _end_cell(self) -> None:
        value = self._value
        if not self._kind and self._style in self._plain_styles and is_short(value):
            text = value
        elif value:
            texts = self._cell_texts
            text_of = texts.id_of if self._column == self._id_column else texts.text_of
            text = text_of(self._kind, self._style, value)
        else:
            text = "" if self._kind == "str" else UNCALCULATED
        if not text:
            return
        column, cells = self._column, self._cells
        if column >= self._limits.columns:
            raise too_many_columns(self._limits.columns)
        if column >= len(cells):
            cells.extend([""] * (column + 1 - len(cells)))
        cells[column] = text

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        corners = [_corner(first), _corner(last or first)]
        if None in corners:
            return
        (left, top), (right, bottom) = [c for c in corners if c is not None]
        if left > right or top > bottom or right >= self._limits.columns:
            return
        block = Block(top, left, bottom, right)
        self._covered += block.cells
        if self._covered > self._limits.merged_cells:
            raise broken_workbook("too many merged cells")
        self.blocks.append(block)


def column_index(letters: str) -> int | None:
    """Return a column's index: A is 0, Z is 25, AA is 26, XFD is 16383; None for no column."""
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
