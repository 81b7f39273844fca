"""The kinds of findings: what is remarkable in a file, beside its bad rows.

``new_person``     somebody whom the file puts on the register
``passed_over``    rows that name totals or averages, and are nobody's
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from chalicelib.language import Text
from chalicelib.person_keys import PersonKey

NEW_PERSON: Final = "new_person"
PASSED_OVER: Final = "passed_over"

MESSAGES: Final[Mapping[str, Text]] = {
    NEW_PERSON: Text(
        "名册上没有此人，据文件新建。", "Not on the register before: made from the file."
    ),
    PASSED_OVER: Text(
        "这是合计、平均等汇总行，不是员工，未读取；若确是员工编号，请先登记。",
        "A row of totals or averages, nobody's: passed over. If it is somebody's id, register the "
        "person first.",
    ),
}


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person whom a file puts on the register, and the number of the row."""

    row: int
    person: PersonKey


@dataclass(frozen=True, slots=True)
class PassedRow:
    """Rows that name totals: the first one's number, its text, and how many they are."""

    row: int
    text: str
    rows: int = 1


Finding = NewPerson | PassedRow


def kind_of(found: Finding) -> str:
    """Return the kind of a finding."""
    match found:
        case NewPerson():
            return NEW_PERSON
        case PassedRow():
            return PASSED_OVER


def packed(found: Finding) -> tuple[str, list[Any]]:
    """Return the member of the item that keeps a finding, and what it keeps."""
    match found:
        case NewPerson(row, person):
            return "people", [row, person]
        case PassedRow(row, text, rows):
            return "passed", [row, text, rows]


def unpacked(member: str, kept: list[Any]) -> Finding:
    """Return the finding that a member of an item keeps."""
    if member == "people":
        return NewPerson(kept[0], PersonKey(kept[1]))
    return PassedRow(*kept)


MEMBERS: Final = ("people", "passed")
