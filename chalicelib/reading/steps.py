"""Opening a large workbook in steps: where a step ends, and what the next one begins with.

A worksheet's rows are written as text once (transcript.py). That may take two minutes, so it can
pause before any row. Whoever opens the file keeps the text so far and the place, and opens the file
again later, perhaps in another process. expat's state cannot be kept; so the next step parses what
stands before the first row once more, which opens the same elements, and goes on at the row.
"""

from dataclasses import asdict, dataclass
from typing import Any, BinaryIO, NoReturn, Protocol

from .merges import Block


@dataclass(frozen=True, slots=True)
class Place:
    """A place between two rows of a worksheet.

    ``part`` is the worksheet's name in the zip; ``first`` and ``at`` are bytes of it before the
    first row and before the next one. ``row`` is the number of the row before. ``rows``, ``cells``
    and ``written`` count the rows, the cells and the bytes of text that were written.
    """

    part: str
    first: int
    at: int
    row: int
    rows: int
    cells: int
    written: int

    def as_item(self) -> dict[str, Any]:
        """Return the place as it is stored."""
        return asdict(self)

    @staticmethod
    def of_item(item: dict[str, Any]) -> "Place":
        """Return the place that :meth:`as_item` has written."""
        return Place(part=str(item["part"]), **{n: int(v) for n, v in item.items() if n != "part"})


@dataclass(frozen=True, slots=True)
class Whole:
    """What a whole transcript has beside its text: merged blocks and names of sheets."""

    blocks: tuple[Block, ...]
    sheet: str
    ignored_sheets: tuple[str, ...]


class Steps(Protocol):
    """Whoever opens a file in steps."""

    def whole(self, rows_file: BinaryIO) -> Whole | None:
        """Write a kept transcript to the file. None: there is none, or it is not whole."""

    def begun(self, rows_file: BinaryIO, part: str) -> Place | None:
        """Write what is kept of the worksheet's transcript to the file; return its place.

        ``part`` is the worksheet's. None: nothing is kept of it, and the file is empty.
        """

    def over(self) -> bool:
        """Return whether this step should end at the next row."""

    def pause(self, rows_file: BinaryIO, place: Place) -> NoReturn:
        """Keep what the file has more since the step began, and the place. Ends the step."""

    def end(self, rows_file: BinaryIO, whole: Whole) -> None:
        """Keep what the file has more since the step began: the transcript is whole."""
