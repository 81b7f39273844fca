"""Where an id stands in a file, to find two rows that lead to one person."""

from collections.abc import Iterable, Mapping

from chalicelib.uploads.stored_file import Opened


class RowsOfIds:
    """The first row of each id in an opened file. The file is read through at the first question.

    Only files that name somebody who was renamed are asked.
    """

    def __init__(self, file: Opened) -> None:
        self._file = file
        self._rows: Mapping[str, int] | None = None

    def first_rows(self, ids: Iterable[str]) -> dict[str, int]:
        """Return the first row of each of these ids; those that are not in the file are left
        out."""
        if self._rows is None:
            self._rows = self._file.sheet.first_rows()
        return {one: self._rows[one] for one in ids if one in self._rows}
