"""Stored opinions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from chalicelib.opinions.keys import index_of_employee_opinions, key_of_opinion
from chalicelib.person_keys import PersonKey
from chalicelib.store.converters import Item
from chalicelib.store.keys import Key
from chalicelib.store.records import from_item, stored_as, to_item
from chalicelib.tenancy.context import Context

#: Nobody has answered it.
OPEN: Final = "open"
ADOPTED: Final = "adopted"
DECLINED: Final = "declined"
NOTED: Final = "noted"
OUTCOMES: Final = (ADOPTED, DECLINED, NOTED)
STATUSES: Final = (OPEN, *OUTCOMES)
#: What an opinion is on.
SCHEME: Final = "scheme"
PILOT: Final = "pilot"
SERVICE: Final = "service"
SUBJECTS: Final = (SCHEME, PILOT, SERVICE)
#: Answers at most: an item has them all.
MOST_ANSWERS: Final = 20


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a person says of a scheme, of a pilot of their team, or of the service.

    ``version`` is that of a pilot. ``status`` is OPEN, or the outcome of the last answer.
    ``answers``, the oldest first, have ``outcome``, ``answer``, ``at`` and ``by`` (the credential).
    ``case`` is the id of the award that was proposed for it. ``team`` is the person's when it was
    sent.
    """

    id: str
    person: PersonKey = field(metadata=stored_as("employee_id"))
    status: str
    about: str
    sent_at: str
    updated_at: str
    opinion: str | None = None
    scheme: str | None = None
    version: int | None = None
    team: str | None = None
    answers: tuple[Mapping[str, Any], ...] = ()
    case: str | None = None
    revision: int = 1

    @property
    def answered_at(self) -> str | None:
        """When it was first answered; None while it is open."""
        return self.answers[0]["at"] if self.answers else None


def opinion_of(item: Item) -> Opinion:
    """Return the opinion that an item holds."""
    return from_item(Opinion, item)


def opinion_write(context: Context, opinion: Opinion) -> tuple[Key, Item]:
    """Return the write of an opinion, with its entry in the employee index."""
    scope = context.scope
    index = index_of_employee_opinions(scope, opinion.person)
    key = key_of_opinion(scope, opinion.id)
    return key, {**to_item(opinion), **scope.index_entry(index, opinion.id)}


def read_opinion(context: Context, opinion_id: str) -> Opinion | None:
    """Read an opinion. None when there is none of this id."""
    item = context.table.get(key_of_opinion(context.scope, opinion_id))
    return None if item is None else opinion_of(item)
