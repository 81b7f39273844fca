"""Stored coaching notes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from chalicelib.coaching_notes.keys import (
    index_of_employee_coaching_notes,
    key_of_coaching_note,
)
from chalicelib.person_keys import PersonKey
from chalicelib.store.converters import Item
from chalicelib.store.keys import Key
from chalicelib.store.records import from_item, stored_as, to_item
from chalicelib.tenancy.context import Context

#: Written, and not seen by the person as it is now; the person said that they saw it.
WRITTEN: Final = "written"
SEEN: Final = "seen"
STATUSES: Final = (WRITTEN, SEEN)
#: What the superior wrote.
WORDS: Final = ("observed", "advice")
#: What it is about, where it is about something of a scheme.
ABOUT: Final = ("scheme", "indicator", "period")
#: Remarks of the person at most: an item has them all.
MOST_REMARKS: Final = 20


@dataclass(frozen=True, slots=True)
class CoachingNote:
    """What a superior observed of a person on a day, and advises.

    ``plans`` are ids of the person's improvement plans. ``recorded`` has ``at``, ``by`` (the
    credential) and ``person`` (who answers for it, None: nobody). ``seen_at`` is when the person
    saw it as it is now. ``remarks`` are the person's, the oldest first: ``remark``, ``at``, ``by``,
    and the ``revision`` of which it was said. ``team`` is the person's when it was written.
    """

    id: str
    person: PersonKey = field(metadata=stored_as("employee_id"))
    status: str
    day: str
    recorded: dict[str, Any]
    updated_at: str
    team: str | None = None
    observed: str | None = None
    advice: str | None = None
    scheme: str | None = None
    indicator: str | None = None
    period: str | None = None
    plans: tuple[str, ...] = ()
    seen_at: str | None = None
    remarks: tuple[Mapping[str, Any], ...] = ()
    revision: int = 1


def coaching_note_of(item: Item) -> CoachingNote:
    """Return the note that an item holds."""
    return from_item(CoachingNote, item)


def coaching_note_write(context: Context, note: CoachingNote) -> tuple[Key, Item]:
    """Return the write of a note, with its entry in the employee index."""
    scope = context.scope
    index = index_of_employee_coaching_notes(scope, note.person)
    key = key_of_coaching_note(scope, note.id)
    return key, {**to_item(note), **scope.index_entry(index, note.id)}


def read_coaching_note(context: Context, note_id: str) -> CoachingNote | None:
    """Read a note. None when there is none of this id."""
    item = context.table.get(key_of_coaching_note(context.scope, note_id))
    return None if item is None else coaching_note_of(item)
