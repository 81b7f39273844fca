"""The transactions of a batch of people: as many people in each as fit."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from chalicelib.errors import ServiceError
from chalicelib.people import headcount
from chalicelib.people.counting import Numbers
from chalicelib.people.headcount import Room
from chalicelib.people.writing import Draft, Writer
from chalicelib.store.transactions import MOST_WRITES, Unit
from chalicelib.tenancy.context import Context

#: Writes of one transaction. One more is left for the answer that an Idempotency-Key stores, so
#: that a small batch and its answer are one transaction.
AT_ONCE = MOST_WRITES - 1

Drafts = Mapping[int, Draft]


@dataclass(slots=True)
class _Joint:
    """The writes of some people, who they are by row, and the numbers that they change."""

    unit: Unit
    drafts: dict[int, Draft] = field(default_factory=dict)
    numbers: Numbers = field(default_factory=Numbers)

    def has_room(self, unit: Unit, numbers: Numbers) -> bool:
        both = Numbers(self.numbers)
        both.update(numbers)
        return len(self.unit) + len(unit) + headcount.writes(both) <= AT_ONCE


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
    joint = _Joint(Unit(context.table))
    for number, draft in sorted(drafts.items(), key=lambda one: (one[1].after.team or "", one[0])):
        unit = Unit(context.table)
        writer.add(unit, draft)
        if not joint.has_room(unit, draft.numbers):
            yield _counted(context, joint, room)
            joint = _Joint(Unit(context.table))
        joint.unit.join(unit)
        joint.drafts[number] = draft
        joint.numbers.update(draft.numbers)
    yield _counted(context, joint, room)


def _counted(context: Context, joint: _Joint, room: Room | None) -> _Joint:
    if room is not None:
        headcount.add(context, joint.unit, joint.numbers, room)
    return joint
