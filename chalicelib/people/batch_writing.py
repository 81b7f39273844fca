"""The transactions of a batch of people: as many people in each as fit."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from chalicelib.errors import ServiceError
from chalicelib.people import headcount
from chalicelib.people.changes import days_ahead, enter_people
from chalicelib.people.counting import Numbers
from chalicelib.people.headcount import Room
from chalicelib.people.today import today
from chalicelib.people.writing import Draft, Writer
from chalicelib.store.transactions import MOST_WRITES, Unit
from chalicelib.tenancy.context import Context

#: Writes of one transaction. One more is left for the answer that an Idempotency-Key stores, so
#: that a small batch and its answer are one transaction.
AT_ONCE = MOST_WRITES - 1

Drafts = Mapping[int, Draft]


@dataclass(slots=True)
class _Joint:
    """The writes of some people, who they are by row, the numbers that they change, and the
    days to come on which something of them changes."""

    unit: Unit
    drafts: dict[int, Draft] = field(default_factory=dict)
    numbers: Numbers = field(default_factory=Numbers)

    days: set[str] = field(default_factory=set)

    def has_room(self, unit: Unit, draft: Draft, days: set[str]) -> bool:
        """Return whether a person fits, with the entries of the log: of now, and of each day."""
        both = Numbers(self.numbers)
        both.update(draft.numbers)
        more = headcount.writes(both) + 1 + len(self.days | days)
        return len(self.unit) + len(unit) + more <= AT_ONCE


def write_together(context: Context, writer: Writer, drafts: Drafts, room: Room | None) -> None:
    """Write the people. The last transaction is the request's own, with its kept answer."""
    *first, last = _joints(context, writer, drafts, room)
    for joint in first:
        joint.unit.commit()
    context.unit.join(last.unit)


def write_apart(
    context: Context, writer: Writer, drafts: Drafts, room: Room | None
) -> dict[int, ServiceError]:
    """Write the people now. Return the errors of those that another request met, by row.

    When a transaction is refused, each of its people is written alone.
    """
    refused: dict[int, ServiceError] = {}
    for joint in _joints(context, writer, drafts, room):
        try:
            joint.unit.commit()
        except ServiceError:
            for number, draft in joint.drafts.items():
                try:
                    _write_alone(context, writer, draft)
                except ServiceError as error:
                    refused[number] = error
    return refused


def _write_alone(context: Context, writer: Writer, draft: Draft) -> None:
    unit = Unit(context.table)
    writer.add(unit, draft)
    enter_people(context, unit, draft.changes)
    if draft.changes_numbers:
        room = headcount.check(context, 0)
        headcount.add(context, unit, draft.numbers, room)
    unit.commit()


def _joints(
    context: Context, writer: Writer, drafts: Drafts, room: Room | None
) -> Iterator[_Joint]:
    """Join the writes of people into transactions; each person's stay together.

    People of one team come after each other, since a transaction writes the number of each of its
    teams. Yields at least one, which may be empty.
    """
    joint, day = _Joint(Unit(context.table)), today(context)
    for number, draft in sorted(drafts.items(), key=lambda one: (one[1].after.team or "", one[0])):
        unit = Unit(context.table)
        writer.add(unit, draft)
        days = {one for change in draft.changes for one in days_ahead(change.after, day)}
        if not joint.has_room(unit, draft, days):
            yield _completed(context, joint, room)
            joint = _Joint(Unit(context.table))
        joint.unit.join(unit)
        joint.drafts[number] = draft
        joint.numbers.update(draft.numbers)
        joint.days |= days
    yield _completed(context, joint, room)


def _completed(context: Context, joint: _Joint, room: Room | None) -> _Joint:
    """Return the transaction with the entry of its people in the log, and their numbers."""
    changes = (change for draft in joint.drafts.values() for change in draft.changes)
    enter_people(context, joint.unit, changes)
    if room is not None:
        headcount.add(context, joint.unit, joint.numbers, room)
    return joint
