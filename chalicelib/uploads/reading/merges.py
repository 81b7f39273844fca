"""Merged blocks of an XLSX sheet: the file holds the text in the first cell only.

A reader of the sheet sees it beside every row of the block, so a name, team or id merged over
several rows is each row's. A figure merged over several rows is nobody's in particular, and an
error of each (see cells.py, which knows the column).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


class MergedText(str):
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


def filled(
    lines: Iterable[tuple[int, list[str]]], blocks: Iterable[Block]
) -> Iterator[tuple[int, list[str]]]:
    """The same rows, with every covered cell holding its block's text as MergedText."""
    waiting = sorted(blocks, reverse=True)
    open_blocks: list[tuple[Block, str]] = []
    for number, cells in lines:
        open_blocks = [pair for pair in open_blocks if pair[0].bottom >= number]
        while waiting and waiting[-1].top <= number:
            block = waiting.pop()
            if block.bottom >= number:
                anchored = block.top == number and block.left < len(cells)
                open_blocks.append((block, cells[block.left] if anchored else ""))
        for block, text in open_blocks:
            _fill(number, cells, block, text)
        yield number, cells


def _fill(number: int, cells: list[str], block: Block, text: str) -> None:
    if not text:
        return
    cells.extend("" for _ in range(block.right + 1 - len(cells)))
    for position in range(block.left, block.right + 1):
        if (number, position) != (block.top, block.left):
            cells[position] = MergedText(text)
