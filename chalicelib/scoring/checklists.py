"""The checklist of a `sample`: the items by which inspectors judge what was drawn."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from .limits import CHECKLIST_ITEMS, NAME_CHARACTERS
from .reading.place import Place
from .text import Text

ITEM_FIELDS: Final = ("code", "name", "critical")


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One item. A ticket in which a `critical` one fails is failed as a whole."""

    code: str
    name: Text
    critical: bool = False


def read_checklist(place: Place) -> tuple[ChecklistItem, ...]:
    """Read the items; none without the section."""
    found = []
    for item in place.items(CHECKLIST_ITEMS):
        item.is_object(ITEM_FIELDS)
        code, name = item.at("code").code(), item.at("name").text(NAME_CHARACTERS)
        found.append(ChecklistItem(code, name, item.at("critical").flag()))
    return tuple(found)


def failures_of_ticket(
    checklist: Collection[ChecklistItem], failed: Collection[str], *, by_ticket: bool, fails_at: int
) -> int:
    """Return how much a judged ticket adds to the failures of a sample.

    ``failed`` are the codes of the items that fail. By ticket it is 1 or 0: it fails when as many
    items as ``fails_at`` do, or a critical one. By item it is the number of failing items, and of
    all items when a critical one fails.
    """
    failing = [item for item in checklist if item.code in failed]
    critical = any(item.critical for item in failing)
    if by_ticket:
        return int(critical or len(failing) >= fails_at)
    return len(checklist) if critical else len(failing)
