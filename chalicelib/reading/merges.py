"""Merged blocks of an XLSX sheet: the file stores the text in the first cell only.

A person sees the text beside every row of the block. So a name, team or id that is merged over
several rows belongs to each row; one that is merged over several columns belongs to the first of
them only, since a name is no team. A figure that is merged over several rows belongs to no row: it
is an error in each, the first included (see cells.py, which knows the column). An error report has
no merged cells, so it shows such a figure with a mark, and the mark is an error by itself.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

MERGED_MARK: Final = "#合并 merged"


class MergedText(str):
    """The text of a cell in a merged block.

    The first cell's text is a MergedText only in a block over several rows.
    """

    __slots__ = ()

    def marked(self) -> str:
        """Return the text with the mark, for a file without merged cells."""
        return f"{self} {MERGED_MARK}"


class CoveredText(MergedText):
    """The text of a covered cell, copied from the first cell of its merged block."""

    __slots__ = ()


class AsideText(CoveredText):
    """The text of a covered cell in another column than the first of its block."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, order=True)
class Block:
    """A merged block. Rows count from 1, columns from 0; both ends are included."""

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
    """Yield the same rows with their merged cells filled.

    Every covered cell holds its block's text as CoveredText. The first cell of a block that covers
    another row too holds its own text as MergedText.
    """
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
            covered = CoveredText if position == block.left else AsideText
            cells[position] = covered(text)
        elif shared:
            cells[position] = MergedText(text)
