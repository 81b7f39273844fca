"""One run of a draw: the frame is read, what is drawn is written person by person, then it is open.

Frame, draw and numbers are the same in each run, so a run that continues writes what is left, and
one that repeats writes the same items. Nobody judges before the end.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from pynamodb.expressions.operand import Path

from chalicelib.audit.work_ends import end_work
from chalicelib.inspections import words
from chalicelib.inspections.drawing import Drawn, draw
from chalicelib.inspections.frame_source import frame
from chalicelib.inspections.frames import Contact, Frame, fingerprint
from chalicelib.inspections.keys import (
    key_of_frame,
    key_of_inspection,
    key_of_task,
    key_of_ticket,
    task_id_of,
)
from chalicelib.inspections.progress import Progress, progress_write
from chalicelib.inspections.records import DRAWING, FAILED, OPEN, Inspection
from chalicelib.inspections.tickets import Judgement, Ticket, ticket_item
from chalicelib.language import Text
from chalicelib.people.identity import holders
from chalicelib.person_keys import PersonKey
from chalicelib.reading import FileRejected
from chalicelib.store.changes import actions_of, changed
from chalicelib.store.converters import Item
from chalicelib.store.keys import Key
from chalicelib.store.table import ConditionFailed
from chalicelib.tenancy.context import Context, timestamp
from chalicelib.tenancy.leaving import Presence

#: Tickets of one inspection at most.
MOST_TICKETS: Final = 20_000
#: Contacts of one part of the frame, so that a page of parts fits in an answer.
PART: Final = 100
#: Items written between two checkpoints, at least.
CHUNK: Final = 500
#: Ids that nobody has, of which an inspection tells the first.
TOLD: Final = 20
#: Time kept free at the end of an invocation: for a chunk, and for handing on.
RESERVE: Final = timedelta(seconds=60)


class Stopped(Exception):
    """The inspection was cancelled, or another run has gone on with it."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be written: the frame's people, and what is drawn of each."""

    contacts: Mapping[str, Sequence[Contact]]
    persons: Mapping[str, PersonKey]
    inspectors: Mapping[str, PersonKey]
    drawn: Mapping[str, Sequence[Drawn]]

    @property
    def tickets(self) -> int:
        return sum(map(len, self.drawn.values()))

    @property
    def assigned(self) -> dict[str, int]:
        """How many tasks each inspector gets."""
        counts = dict.fromkeys(self.inspectors, 0)
        for drawn in self.drawn.values():
            for one in drawn:
                for judge in one.judges:
                    counts[judge] += 1
        return counts


def run(context: Context, inspection: Inspection, deadline: datetime) -> int | None:
    """Write what is left of a draw. None when it has ended, else seconds until the next run."""
    if inspection.status != DRAWING:
        return None
    presence = Presence(context)
    try:
        try:
            found = frame(context, inspection)
        except FileRejected as refused:
            _end(context, inspection, FAILED, refused.code, Text(**refused.message))
            return None
        plan, unknown = _planned(context, inspection, found)
        if plan.tickets == 0:
            inspection = _begun(context, inspection, found, plan, unknown)
            _end(context, inspection, FAILED, "nothing_drawn", words.NOTHING_DRAWN)
            return None
        if plan.tickets > MOST_TICKETS:
            _end(context, inspection, FAILED, "too_many_tickets", words.TOO_MANY_TICKETS)
            return None
        inspection = _begun(context, inspection, found, plan, unknown)
        for chunk in _chunks(context, inspection, plan):
            presence.check()
            context.table.write_batch(chunk.writes)
            inspection = _store(context, inspection, done=chunk.done)
            if context.platform.clock() > deadline - RESERVE:
                return 0
        _end(context, inspection, OPEN)
    except Stopped:
        return None
    return None


def _planned(context: Context, inspection: Inspection, found: Frame) -> tuple[Plan, list[str]]:
    """Return what is to be written, and the ids in the frame that nobody has."""
    known = holders(context, found.contacts)
    contacts = {one: found.contacts[one] for one in found.contacts if one in known}
    drawn: dict[str, list[Drawn]] = {}
    for one in draw(contacts, inspection.terms):
        drawn.setdefault(one.contact.employee_id, []).append(one)
    inspectors = dict(zip(inspection.drawn_as, inspection.inspectors, strict=True))
    persons = {one: known[one].key for one in contacts}
    return Plan(contacts, persons, inspectors, drawn), [
        one for one in found.contacts if one not in known
    ]


def _begun(
    context: Context, inspection: Inspection, found: Frame, plan: Plan, unknown: Sequence[str]
) -> Inspection:
    """Store what the frame is, with the first run."""
    if inspection.frame_sha256 is not None:
        return inspection
    assigned = plan.assigned
    return _store(
        context,
        inspection,
        people=len(plan.contacts),
        contacts=sum(map(len, plan.contacts.values())),
        tickets=plan.tickets,
        tasks=sum(assigned.values()),
        frame_sha256=fingerprint(plan.contacts),
        left_out={**found.left_out, "unknown": len(unknown)},
        unknown=list(unknown[:TOLD]),
    )


@dataclass(frozen=True, slots=True)
class Chunk:
    """Items to write, and how many people are done with them."""

    writes: Sequence[tuple[Key, Item]]
    done: int


def _chunks(context: Context, inspection: Inspection, plan: Plan) -> Iterator[Chunk]:
    """Yield what is left to write, some people at a time; with the last ones the inspectors."""
    writes: list[tuple[Key, Item]] = []
    people = list(plan.contacts)
    for place in range(inspection.done, len(people)):
        writes += _of_person(context, inspection, plan, people[place])
        if len(writes) >= CHUNK and place + 1 < len(people):
            yield Chunk(writes, place + 1)
            writes = []
    for called, assigned in plan.assigned.items():
        inspector = plan.inspectors[called]
        writes.append(progress_write(context, inspection.id, inspector, Progress(assigned)))
    yield Chunk(writes, len(people))


def _of_person(
    context: Context, inspection: Inspection, plan: Plan, employee_id: str
) -> Iterator[tuple[Key, Item]]:
    """Yield the items of a person: the frame with what is drawn, the tickets, the tasks."""
    person, drawn = plan.persons[employee_id], plan.drawn.get(employee_id, ())
    numbers = {one.contact: one.number for one in drawn}
    contacts = plan.contacts[employee_id]
    for part, start in enumerate(range(0, len(contacts), PART)):
        yield (
            key_of_frame(context.scope, inspection.id, person, part),
            {
                "employee_id": person,
                "called": employee_id,
                "contacts": [
                    [one.contact, one.day, one.channel, numbers.get(one)]
                    for one in contacts[start : start + PART]
                ],
            },
        )
    for one in drawn:
        judges = [plan.inspectors[judge] for judge in one.judges]
        ticket = Ticket(
            inspection.id,
            one.number,
            person,
            employee_id,
            one.contact.contact,
            one.contact.day,
            one.contact.channel,
            tuple(map(Judgement, judges)),
        )
        yield key_of_ticket(context.scope, inspection.id, one.number), ticket_item(ticket)
        for judge in judges:
            key = key_of_task(context.scope, judge, task_id_of(inspection.id, one.number))
            yield key, {"inspection": inspection.id}


def _store(context: Context, inspection: Inspection, **changes: Any) -> Inspection:
    """Store a checkpoint, only from the one that this run knows. Raises Stopped."""
    stored = {**changes, "moved_at": timestamp(context.platform.clock())}
    key = key_of_inspection(context.scope, inspection.id)
    try:
        context.table.update(key, actions_of(stored), _known(inspection))
    except ConditionFailed:
        raise Stopped from None
    return changed(inspection, stored)


def _end(
    context: Context,
    inspection: Inspection,
    status: str,
    code: str | None = None,
    message: Text | None = None,
) -> None:
    """Store the end of the draw with its event. Raises Stopped."""
    changes: dict[str, Any] = {
        "status": status,
        "sent": None,
        "finished_at": timestamp(context.platform.clock()) if status == FAILED else None,
        "reason": None if message is None else {"code": code, "message": message.as_names()},
    }
    ended = end_work(
        context,
        key_of_inspection(context.scope, inspection.id),
        actions_of(changes),
        _known(inspection),
        "inspections.end",
        f"inspections/{inspection.id}",
        {"status": status, "code": code},
        inspection.revision + 1,
    )
    if not ended:
        raise Stopped


def _known(inspection: Inspection) -> Any:
    return (Path("status") == DRAWING) & (Path("done") == inspection.done)
