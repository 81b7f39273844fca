"""Merged blocks of an XLSX sheet: the file holds the text in the first cell only.

A reader of the sheet sees it beside every row of the block, so a name, team or id merged over
several rows is each row's. A figure merged over several rows is nobody's in particular, and an
error of each, the first one too (see cells.py, which knows the column). A report of such rows has
no merged cells any more, so the figure goes there with a mark that is an error by itself.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

MERGED_MARK: Final = "#合并 merged"


class MergedText(str):
    """The text of a cell in a merged block: its own in the first of several rows, otherwise the
    first cell's."""

    __slots__ = ()

    def marked(self) -> str:
        """As a file without merged cells says it."""
        return f"{self} {MERGED_MARK}"


class CoveredText(MergedText):
    """A cell's text taken from the first cell of the merged block that covers it."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, order=True)
class Block:
    """Rows from 1, columns from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def cells(self) -> int:
        return (self.bottom - self.top + 1) * (self.right - self.left + 1)


def fill_merged_cells(
    lines: Iterable[tuple[int, list[str]]], blocks: Iterable[Block]
) -> Iterator[tuple[int, list[str]]]:
    """The same rows, with every covered cell holding its block's text as CoveredText, and the
    first one its own as MergedText where another row is covered too."""
    waiting = sorted(blocks, reverse=True)
    open_blocks: list[tuple[Block, str]] = []
    rows = iter(lines)
    following = next(rows, None)
    while following is not None:
        number, cells = following
        following = next(rows, None)
        open_blocks = [pair for pair in open_blocks if pair[0].bottom >= number]
        while waiting and waiting[-1].top <= number:
            block = waiting.pop()
            if block.bottom >= number:
                anchored = block.top == number and block.left < len(cells)
                open_blocks.append((block, cells[block.left] if anchored else ""))
        for block, text in open_blocks:
            shared = following is not None and following[0] <= block.bottom
            _fill(number, cells, block, text, shared=shared)
        yield number, cells


def _fill(number: int, cells: list[str], block: Block, text: str, *, shared: bool) -> None:
    if not text:
        return
    cells.extend("" for _ in range(block.right + 1 - len(cells)))
    for position in range(block.left, block.right + 1):
        if (number, position) != (block.top, block.left):
            cells[position] = CoveredText(text)
        elif shared:
            cells[position] = MergedText(text)
