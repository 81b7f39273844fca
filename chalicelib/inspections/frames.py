"""The frame of a draw: the contacts among which it chooses, in one canonical order."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

#: Contacts of one frame at most, and people in it.
MOST_CONTACTS: Final = 200_000


class Contact(NamedTuple):
    """A contact, ticket or recording that may be drawn. ``day`` is ``2026-10-07``, ``channel`` any
    text, empty where it is not known."""

    employee_id: str
    contact: str
    day: str
    channel: str


@dataclass(slots=True)
class Frame:
    """The contacts by employee id, and what was left out of it, as it is told.

    ``outside`` counts contacts of other days, ``without_day`` those whose day cannot be read,
    ``repeated`` those that stand there twice with the same words. ``contradicting`` are contacts
    that two people have, or one person on two days: nobody knows whose they are, so all of them are
    left out. ``bad`` counts rows that could not be read.
    """

    contacts: dict[str, list[Contact]] = field(default_factory=dict)
    outside: int = 0
    without_day: int = 0
    repeated: int = 0
    contradicting: int = 0
    bad: int = 0

    @property
    def size(self) -> int:
        """How many contacts may be drawn."""
        return sum(map(len, self.contacts.values()))

    @property
    def left_out(self) -> dict[str, int]:
        """What was left out, by name."""
        names = ("outside", "without_day", "repeated", "contradicting", "bad")
        return {name: getattr(self, name) for name in names}


def frame_of(given: Iterable[Contact | None], days: tuple[str, str]) -> Frame:
    """Return the frame of contacts of the days from ... to, both included. None: a bad row."""
    frame = Frame()
    known: dict[str, Contact | None] = {}
    for one in given:
        if one is None:
            frame.bad += 1
        elif not one.day:
            frame.without_day += 1
        elif not days[0] <= one.day <= days[1]:
            frame.outside += 1
        else:
            _add(frame, known, one)
    for contact in known.values():
        if contact is not None:
            frame.contacts.setdefault(contact.employee_id, []).append(contact)
    for contacts in frame.contacts.values():
        contacts.sort()
    frame.contacts = dict(sorted(frame.contacts.items()))
    return frame


def _add(frame: Frame, known: dict[str, Contact | None], one: Contact) -> None:
    if one.contact not in known:
        known[one.contact] = one
        return
    before = known[one.contact]
    if before == one:
        frame.repeated += 1
        return
    # The first one that is contradicted goes too.
    frame.contradicting += 1 if before is None else 2
    known[one.contact] = None


def canonical(contacts: Mapping[str, Sequence[Contact]]) -> Iterable[str]:
    """Yield the lines of the canonical frame: JSON lists of employee id, contact, day and channel,
    sorted by these."""
    for employee_id in sorted(contacts):
        for one in sorted(contacts[employee_id]):
            yield json.dumps(list(one), ensure_ascii=False, separators=(",", ":")) + "\n"


def fingerprint(contacts: Mapping[str, Sequence[Contact]]) -> str:
    """Return the SHA-256 of the canonical frame in UTF-8, in hex digits."""
    digest = hashlib.sha256()
    for line in canonical(contacts):
        digest.update(line.encode())
    return digest.hexdigest()
