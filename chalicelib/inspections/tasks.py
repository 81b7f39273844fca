"""An inspector's own tasks: listed, read, saved and submitted.

A ticket holds the judgements of all its inspectors in one item, so that a comparison sees both or
neither. Each sees the own one alone: nothing that a task shows, and no ETag of it, depends on what
another has done.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final, NamedTuple

from pynamodb.expressions.operand import Path

from chalicelib.audit.records import record_change
from chalicelib.errors import Busy, Conflict, NotFound
from chalicelib.inspections import progress, words
from chalicelib.inspections.at_work import at_work
from chalicelib.inspections.drawing import number_of
from chalicelib.inspections.judging import checked
from chalicelib.inspections.keys import (
    PREFIX,
    TASK_PREFIX,
    key_of_inspection,
    key_of_task,
    key_of_ticket,
    partition_of_tasks,
    task_id_of,
    ticket_of_task,
)
from chalicelib.inspections.records import (
    DRAWING,
    OPEN,
    Inspection,
    inspection_of,
    read_inspection,
)
from chalicelib.inspections.sources import judged_of
from chalicelib.inspections.tickets import (
    Judgement,
    Ticket,
    read_ticket,
    read_tickets,
    ticket_item,
)
from chalicelib.store.filtered_page import collect
from chalicelib.tenancy.context import Context
from chalicelib.web.etags import Expected, check

TASK_OPEN, SAVED, SUBMITTED = "open", "saved", "submitted"
TASK_STATUSES: Final = (TASK_OPEN, SAVED, SUBMITTED)
#: Seconds after which a ticket that two change at once is free again.
MOMENT: Final = 1


class Task(NamedTuple):
    """A ticket as one inspector has it."""

    inspection: Inspection
    ticket: Ticket
    own: Judgement

    @property
    def id(self) -> str:
        return task_id_of(self.inspection.id, self.ticket.number)

    @property
    def status(self) -> str:
        """How far the inspector is with it."""
        if self.own.submitted_at is not None:
            return SUBMITTED
        return TASK_OPEN if self.own.saved_at is None else SAVED


def page(
    context: Context, filters: Mapping[str, Any], limit: int, after: str | None
) -> tuple[list[Task], str | None]:
    """Return up to ``limit`` of the caller's tasks, the newest inspection first.

    ``filters`` may have ``inspection`` and ``status``. A page is read before it is filtered by
    status, so it may hold fewer tasks than follow.
    """
    person = context.principal.person
    if person is None:
        return [], None
    wanted = filters.get("inspection")
    ids, after = collect(
        context.table,
        partition_of_tasks(context.scope, person),
        limit=limit,
        after=after,
        keep=lambda item: str(item["sk"]),
        prefix="" if wanted is None else TASK_PREFIX + wanted.removeprefix(PREFIX),
        descending=True,
    )
    places = [place for one in ids if (place := ticket_of_task(one)) is not None]
    tickets = read_tickets(context, places)
    inspections = _inspections(context, {one for one, _ in places})
    found = []
    for place in places:
        ticket, inspection = tickets.get(place), inspections.get(place[0])
        own = None if ticket is None else ticket.of(person)
        if ticket is None or own is None or inspection is None or inspection.status == DRAWING:
            continue
        task = Task(inspection, ticket, own)
        if filters.get("status") in (None, task.status):
            found.append(task)
    return found, after


def existing(context: Context, task_id: str) -> Task:
    """Return a task of the caller's. Raises NotFound (404) for every other, and Conflict (409)
    ``task_handed_on`` for one that has gone to another inspector."""
    person, place = context.principal.person, ticket_of_task(task_id)
    if person is None or place is None:
        raise NotFound("task")
    ticket = read_ticket(context, *place)
    own = None if ticket is None else ticket.of(person)
    if ticket is not None and own is None and person in ticket.handed_on_by:
        raise Conflict("task_handed_on", words.HANDED_ON)
    inspection = None if own is None else read_inspection(context, place[0])
    if ticket is None or own is None or inspection is None or inspection.status == DRAWING:
        raise NotFound("task")
    return Task(inspection, ticket, own)


def save(context: Context, task_id: str, wanted: Mapping[str, Any], expected: Expected) -> Task:
    """Save or submit what the caller judged of a ticket. Returns the task as it will be stored.

    Two who differ by more than the tolerance make a task of a third. Raises NotFound (404), 412
    when it is not at the expected revision, Invalid (422) as judging.checked does, and Conflict
    (409): ``inspection_not_open``, ``inspector_left``, ``task_compared``, ``task_submitted``,
    ``task_handed_on``.
    """
    task = existing(context, task_id)
    check(expected, task.own.revision)
    _refuse(context, task, submit=wanted["submitted"])
    said = checked(judged_of(context, task.inspection), wanted)
    first_time = wanted["submitted"] and task.own.submitted_at is None
    own = replace(
        task.own,
        **said,
        saved_at=context.time,
        submitted_at=context.time if wanted["submitted"] else None,
        revision=task.own.revision + 1,
    )
    ticket = task.ticket.with_judgement(own)
    if first_time:
        progress.count(context, context.unit, ticket.inspection, own.inspector, submitted=1)
    if ticket.needs_third(task.inspection.tolerance):
        ticket = _with_third(context, task.inspection, ticket)
    _put(context, task.ticket, ticket)
    after = Task(task.inspection, ticket, own)
    record_change(
        context,
        "inspection_tasks.save",
        f"inspection-tasks/{task_id}",
        {"status": task.status},
        {"status": after.status},
        revision=own.revision,
    )
    return after


def _refuse(context: Context, task: Task, *, submit: bool) -> None:
    """Raise Conflict (409) when the caller may not change the task any more."""
    if task.inspection.status != OPEN:
        raise Conflict("inspection_not_open", words.NOT_OPEN)
    if task.status == SUBMITTED and len(task.ticket.submitted) > 1:
        raise Conflict("task_compared", words.COMPARED)
    if task.status == SUBMITTED and not submit:
        raise Conflict("task_submitted", words.SUBMITTED)
    if task.own.inspector not in at_work(context, [task.own.inspector]):
        raise Conflict("inspector_left", words.LEFT)


def _with_third(context: Context, inspection: Inspection, ticket: Ticket) -> Ticket:
    """Return the ticket with a third inspector, chosen by the seed among those who are left.

    Where nobody is left, the two judgements stand as they are (inspections/agreeing.py).
    """
    called = inspection.called
    out = {ticket.person, *inspection.stopped, *(one.inspector for one in ticket.judgements)}
    able = at_work(context, [one for one in called if one not in out])
    if not able:
        return ticket
    third = min(able, key=lambda one: number_of(inspection.seed, ticket.contact, called[one]))
    progress.count(context, context.unit, inspection.id, third, assigned=1)
    task_id = task_id_of(inspection.id, ticket.number)
    context.unit.put(key_of_task(context.scope, third, task_id), {"inspection": inspection.id})
    return replace(ticket, judgements=(*ticket.judgements, Judgement(third)))


def _put(context: Context, before: Ticket, after: Ticket) -> None:
    """Add the ticket's write. It holds while the inspection is open and the ticket as it was."""
    context.unit.check(
        key_of_inspection(context.scope, before.inspection),
        Path("status") == OPEN,
        lambda: Conflict("inspection_not_open", words.NOT_OPEN),
    )
    context.unit.put(
        key_of_ticket(context.scope, before.inspection, before.number),
        ticket_item(after),
        Path("revision") == before.revision,
        lambda: Busy("ticket_busy", words.BUSY, MOMENT),
    )


def _inspections(context: Context, ids: set[str]) -> dict[str, Inspection]:
    keys = {key_of_inspection(context.scope, one): one for one in ids}
    found = context.table.get_many(list(keys)) if keys else {}
    return {keys[key]: inspection_of(item) for key, item in found.items()}
