"""Stored tickets of an inspection: a drawn contact, and what each of its inspectors judged."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from chalicelib.inspections.agreeing import Opinion, Tolerance, differ
from chalicelib.inspections.keys import TICKET, key_of_ticket, partition_of_parts
from chalicelib.person_keys import PersonKey
from chalicelib.store.converters import Item
from chalicelib.store.records import from_item, stored_as
from chalicelib.tenancy.context import Context


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one inspector makes of a ticket. ``verdicts`` by item, ``marks`` by rating (decimals as
    text; None: it cannot be judged). ``passage`` shows what failed. ``revision`` grows with each
    time it is saved; 0: it was not."""

    inspector: PersonKey
    verdicts: dict[str, str] = field(default_factory=dict)
    marks: dict[str, str | None] = field(default_factory=dict)
    passage: str | None = None
    note: str | None = None
    saved_at: str | None = None
    submitted_at: str | None = None
    revision: int = 0

    @property
    def opinion(self) -> Opinion:
        """Its verdicts and marks, as they are compared."""
        marks = {code: None if one is None else Decimal(one) for code, one in self.marks.items()}
        return Opinion(self.verdicts, marks)


@dataclass(frozen=True, slots=True)
class Ticket:
    """A drawn contact of a person, and its judgements in the order in which they were asked for.

    ``employee_id`` is what the person was called in the frame. ``handed_on_by`` are inspectors
    whose task of it went to another.
    """

    inspection: str
    number: int
    person: PersonKey = field(metadata=stored_as("employee_id"))
    called: str
    contact: str
    day: str
    channel: str
    judgements: tuple[Judgement, ...]
    revision: int = 1
    handed_on_by: tuple[PersonKey, ...] = ()

    @property
    def submitted(self) -> tuple[Judgement, ...]:
        """The judgements that were submitted."""
        return tuple(one for one in self.judgements if one.submitted_at is not None)

    @property
    def decided(self) -> bool:
        """Whether everybody who was asked has submitted."""
        return len(self.submitted) == len(self.judgements)

    def of(self, inspector: PersonKey | None) -> Judgement | None:
        """Return the judgement of an inspector; None: the ticket is not theirs."""
        return next((one for one in self.judgements if one.inspector == inspector), None)

    def handed_on(self, before: PersonKey, after: PersonKey) -> "Ticket":
        """Return the ticket with an inspector in another's place, without what that one began."""
        found = tuple(
            Judgement(after) if one.inspector == before else one for one in self.judgements
        )
        former = (*(one for one in self.handed_on_by if one != after), before)
        return replace(self, judgements=found, revision=self.revision + 1, handed_on_by=former)

    def needs_third(self, tolerance: Tolerance) -> bool:
        """Whether two have submitted and differ, and nobody else was asked."""
        if len(self.judgements) != 2 or not self.decided:
            return False
        first, second = self.judgements
        return differ(first.opinion, second.opinion, tolerance)

    def with_judgement(self, judgement: Judgement) -> "Ticket":
        """Return the ticket with an inspector's judgement in place of the one before, or added."""
        others = [one for one in self.judgements if one.inspector != judgement.inspector]
        place = next(
            (n for n, one in enumerate(self.judgements) if one.inspector == judgement.inspector),
            len(others),
        )
        found = (*others[:place], judgement, *others[place:])
        return replace(self, judgements=found, revision=self.revision + 1)


def ticket_of(item: Item) -> Ticket:
    """Return the ticket that an item holds."""
    found = from_item(Ticket, item)
    judgements = tuple(from_item(Judgement, one) for one in item["judgements"])
    return replace(found, judgements=judgements)


def ticket_item(ticket: Ticket) -> Item:
    """Return the item of a ticket."""
    former = {"handed_on_by": list(ticket.handed_on_by)} if ticket.handed_on_by else {}
    return {
        "inspection": ticket.inspection,
        "number": ticket.number,
        "employee_id": ticket.person,
        "called": ticket.called,
        "contact": ticket.contact,
        "day": ticket.day,
        "channel": ticket.channel,
        "judgements": [dict(_plain(one)) for one in ticket.judgements],
        "revision": ticket.revision,
        **former,
    }


def read_ticket(context: Context, inspection_id: str, number: int) -> Ticket | None:
    """Read a ticket. None when there is none."""
    item = context.table.get(key_of_ticket(context.scope, inspection_id, number))
    return None if item is None else ticket_of(item)


def read_tickets(
    context: Context, wanted: Iterable[tuple[str, int]]
) -> dict[tuple[str, int], Ticket]:
    """Read tickets by inspection and number, in one batch. Others are left out."""
    keys = [key_of_ticket(context.scope, *one) for one in wanted]
    found = map(ticket_of, context.table.get_many(keys).values()) if keys else ()
    return {(one.inspection, one.number): one for one in found}


def all_tickets(context: Context, inspection_id: str) -> Iterator[Ticket]:
    """Yield the tickets of an inspection by number."""
    partition = partition_of_parts(context.scope, inspection_id)
    return map(ticket_of, context.table.query_all(partition, prefix=f"{TICKET}#"))


def _plain(one: Judgement) -> Mapping[str, Any]:
    kept = {name: getattr(one, name) for name in Judgement.__dataclass_fields__}
    return {name: value for name, value in kept.items() if value not in (None, {}, 0)}
