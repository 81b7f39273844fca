"""Contacts marked as solved whose customer comes again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final, NamedTuple

from chalicelib.person_keys import PersonKey

#: Pairs of contacts that a signal names as examples.
TOLD: Final = 10


class Contact(NamedTuple):
    """A contact as it is compared. ``customer`` is a digest of customer and topic. ``day`` is
    ``2026-10-07``, ``time`` ``09:05:00``, empty where the file says none."""

    customer: bytes
    day: str
    time: str
    person: PersonKey
    solved: bool
    upload: str
    row: int


class Example(NamedTuple):
    """A contact that was marked as solved, and the next one of its customer, by upload and row."""

    upload: str
    row: int
    again_upload: str
    again_row: int


@dataclass(slots=True)
class Counted:
    """A person's contacts marked as solved: how many, how many came again, and the first of these.

    ``open`` are further ones of the last days, whose customers may still come again.
    """

    solved: int = 0
    again: int = 0
    open: int = 0
    examples: list[Example] = field(default_factory=list)


def counted(contacts: Iterable[Contact], within_days: int) -> Mapping[PersonKey, Counted]:
    """Count each person's solved contacts that came again within so many days, with whomever.

    A contact comes again when the same customer has a later one: of a later day, or of the same day
    at a later time where both say the time. Whose days to come again end after the last contact
    known is not counted: nobody knows yet.
    """
    ordered = sorted(contacts)
    following = _following(ordered)
    last = max((one.day for one in ordered), default="")
    found: dict[PersonKey, Counted] = {}
    for one, after in zip(ordered, following, strict=True):
        if not one.solved:
            continue
        count = found.setdefault(one.person, Counted())
        until = (date.fromisoformat(one.day) + timedelta(days=within_days)).isoformat()
        if until > last:
            count.open += 1
            continue
        count.solved += 1
        if after is not None and after.day <= until:
            count.again += 1
            if len(count.examples) < TOLD:
                example = Example(one.upload, one.row, after.upload, after.row)
                count.examples.append(example)
    return found


def _following(ordered: Sequence[Contact]) -> list[Contact | None]:
    """Return for each contact the customer's next later one, in one pass from the end: a customer
    who stands for many (a switchboard) costs no more than others."""
    found: list[Contact | None] = []
    later: Contact | None = None
    other_day: Contact | None = None
    next_one: Contact | None = None
    for one in reversed(ordered):
        if next_one is None or next_one.customer != one.customer:
            later = other_day = None
        elif next_one.day > one.day:
            later = other_day = next_one
        elif next_one.time > one.time:
            later = next_one
        found.append(later if one.time else other_day)
        next_one = one
    return found[::-1]
