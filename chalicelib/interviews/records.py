"""Stored interviews."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from chalicelib.interviews.keys import index_of_employee_interviews, key_of_interview
from chalicelib.person_keys import PersonKey
from chalicelib.store.converters import Item
from chalicelib.store.keys import Key
from chalicelib.store.records import from_item, stored_as, to_item
from chalicelib.tenancy.context import Context

#: Recorded, and not answered as it is now; the person said that it took place, or that it did not.
RECORDED: Final = "recorded"
CONFIRMED: Final = "confirmed"
DENIED: Final = "denied"
STATUSES: Final = (RECORDED, CONFIRMED, DENIED)
#: What the superior wrote.
WORDS: Final = ("went_well", "went_badly", "causes", "agreed")
#: Answers of the person at most: an item has them all.
MOST_ANSWERS: Final = 20


@dataclass(frozen=True, slots=True)
class Interview:
    """A talk of a superior with a person about one result.

    ``held_on`` is a day. ``plans`` are ids of the person's improvement plans that were agreed.
    ``recorded`` has ``at``, ``by`` (the credential) and ``person`` (who answers for it, None:
    nobody). ``answers`` are the person's, the oldest first: ``took_place``, ``remark``, ``at`` and
    ``by``. ``team`` is that of the result when it was recorded.
    """

    id: str
    scheme: str
    period: str
    person: PersonKey = field(metadata=stored_as("employee_id"))
    status: str
    held_on: str
    recorded: dict[str, Any]
    updated_at: str
    team: str | None = None
    went_well: str | None = None
    went_badly: str | None = None
    causes: str | None = None
    agreed: str | None = None
    plans: tuple[str, ...] = ()
    answers: tuple[Mapping[str, Any], ...] = ()
    revision: int = 1


def interview_of(item: Item) -> Interview:
    """Return the interview that an item holds."""
    return from_item(Interview, item)


def interview_write(context: Context, interview: Interview) -> tuple[Key, Item]:
    """Return the write of an interview, with its entry in the employee index."""
    scope = context.scope
    index = index_of_employee_interviews(scope, interview.person)
    key = key_of_interview(scope, interview.id)
    return key, {**to_item(interview), **scope.index_entry(index, interview.id)}


def read_interview(context: Context, interview_id: str) -> Interview | None:
    """Read an interview. None when there is none of this id."""
    item = context.table.get(key_of_interview(context.scope, interview_id))
    return None if item is None else interview_of(item)
