"""Contacts that stand twice in a file, told by the field that identifies a contact.

A contact that was exported twice is the same contact: the second row is read and counts nowhere.
Where the two rows differ nobody knows which one is right, so neither counts.
"""

import re
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

from .duplicates import DuplicateCheck
from .faults import CellError, CellFault, called, fault, in_column, shown
from .rows import Row
from .yes_no import folded

_BYTES: Final = 16
_SEPARATOR: Final = "\x1f"
#: A spreadsheet has kept a long number as a fraction, and its last digits are gone.
_ROUNDED: Final = re.compile(r"[0-9](?:\.[0-9]+)?[eE]\+[0-9]+")


@dataclass(frozen=True, slots=True)
class Earlier:
    """The row that a contact repeats. ``same``: what is read of both is the same."""

    number: int
    employee_id: str
    same: bool


class ContactKeys(DuplicateCheck):
    """Remembers the contacts of a file by their keys. An employee may have any number of them.

    Two contents are compared by meaning: 30 and 30.0, Y and y are the same.

    key: the code of the field that identifies a contact. heading: its heading in the file. Keys are
    compared as they are written, because systems have ids that differ in case alone. Memory is two
    short digests and a number for each contact.
    """

    def __init__(self, key: str, employee_column: str, employee_heading: str, heading: str) -> None:
        super().__init__(None, employee_column, employee_heading)
        self._key, self._key_heading = key, heading
        self._employee = employee_column, employee_heading
        self._seen: dict[bytes, tuple[int, str, bytes]] = {}

    def empty_copy(self) -> "ContactKeys":
        """Return the same check without any remembered contact."""
        return ContactKeys(self._key, *self._employee, self._key_heading)

    def earlier(self, row: Row) -> Earlier | None:
        """Return the row before that has this one's key; None for the first with it."""
        others = (cell for code, cell in row.cells.items() if code != self._key)
        cells = ["" if cell is None else folded(cell) for cell in others]
        content = _digest(_SEPARATOR.join([row.employee_id, row.team or "", *cells]))
        first = (row.number, row.employee_id, content)
        number, employee_id, before = self._seen.setdefault(_digest(self._said(row)), first)
        if number == row.number:
            return None
        return Earlier(number, employee_id, before == content)

    def unusable(self, row: Row) -> CellError | None:
        """Return the error of a contact whose key is missing or rounded; None of any other."""
        if row.cells[self._key] is None:
            return self._error(
                "contact_key_missing",
                "这一行没有联络编号，看不出是否与别的行重复；请补上编号，不是联络记录的行请删去",
                "the row has no key of a contact, so nobody can tell whether it is another row "
                "again; expected one: leave the row out when it is no contact",
            )
        said = shown(self._said(row))
        if not _ROUNDED.fullmatch(said):
            return None
        return self._error(
            "contact_key_rounded",
            f"“{said}”是被表格软件改写过的长编号，末几位已丢失；请把这一列设为文本格式，重新导出",
            f'"{said}" is a long id that a spreadsheet has rewritten, its last digits are lost; '
            "expected the id itself: set the column to text and export again",
        )

    def conflict(self, row: Row, earlier: Earlier) -> CellError:
        """Return the error of a contact that stands twice with different contents."""
        said = shown(self._said(row))
        return self._error(
            "contact_repeated",
            f"联络“{said}”在第 {earlier.number} 行已有，而两行内容不同；请只保留正确的一行",
            f'the contact "{said}" stands in row {earlier.number} already, with other content; '
            "keep the one that is right",
        )

    def _said(self, row: Row) -> str:
        return str(row.cells[self._key])

    def _error(self, code: str, zh: str, en: str) -> CellError:
        wrong: CellFault = fault(code, zh, en)
        named = called(self._key_heading, self._key, None)
        return in_column(self._key, named, self._key_heading, wrong)


def _digest(text: str) -> bytes:
    return blake2b(text.encode(), digest_size=_BYTES).digest()
