"""One run that hands the open tasks of an inspector on to others, then opens the inspection again.

Tickets come in the order of their numbers. Each goes as in the draw: to the one with the fewest
tasks so far, of several to the lowest number made of seed, contact and inspector; never to somebody
who judges it already, or whose contact it is. Where nobody may judge it, it stays. Tickets, tasks
and counts change in one transaction for each PIECE, so a run that continues goes on in the same
way.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from pynamodb.expressions.operand import Path

from chalicelib.audit.work_ends import end_work
from chalicelib.inspections import progress
from chalicelib.inspections.drawing import in_turn
from chalicelib.inspections.keys import (
    key_of_inspection,
    key_of_task,
    key_of_ticket,
    task_id_of,
)
from chalicelib.inspections.records import HANDING_ON, OPEN, Inspection
from chalicelib.inspections.tickets import Ticket, all_tickets, ticket_item
from chalicelib.person_keys import PersonKey, shown
from chalicelib.store.changes import actions_of, changed
from chalicelib.store.table import ConditionFailed
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import Context, timestamp
from chalicelib.tenancy.leaving import Presence

#: Tickets of one transaction: three writes each, and at most one for each who gets one.
PIECE: Final = 20
#: Time kept free at the end of an invocation.
RESERVE: Final = timedelta(seconds=60)

#: A ticket, and who gets the task of it.
Handed = tuple[Ticket, PersonKey]


def run(context: Context, inspection: Inspection, deadline: datetime) -> int | None:
    """Hand on what is left. None when it has ended, else seconds until the next run."""
    if inspection.status != HANDING_ON or inspection.handing is None:
        return None
    presence = Presence(context)
    try:
        for piece in _pieces(context, inspection):
            presence.check()
            inspection = _hand_on(context, inspection, piece)
            if context.platform.clock() > deadline - RESERVE:
                return 0
    except ConditionFailed:
        return None  # Another run has gone on with it.
    _end(context, inspection)
    return None


def told(inspection: Inspection) -> dict[str, Any]:
    """Return from whom and to whom, as the audit log tells it."""
    handing, called = inspection.handing or {}, inspection.called

    def named(one: PersonKey) -> dict[str, str]:
        return {"person": shown(one), "employee_id": called[one]}

    return {"from": named(handing["from"]), "to": [named(one) for one in handing["to"]]}


def _pieces(context: Context, inspection: Inspection) -> list[list[Handed]]:
    """Return what is left to hand on, in pieces, with who gets it."""
    handing, called = inspection.handing or {}, inspection.called
    person: PersonKey = handing["from"]
    of_called = {called[one]: one for one in handing["to"]}
    found = progress.read_progress(context, inspection)
    counts = {name: found[one].assigned for name, one in of_called.items()}
    handed: list[Handed] = []
    for ticket in all_tickets(context, inspection.id):
        own = ticket.of(person)
        if own is None or own.submitted_at is not None:
            continue
        able = _able(ticket, of_called)
        if able:
            first = in_turn(inspection.seed, ticket.contact, able, counts)[0]
            counts[first] += 1
            handed.append((ticket, of_called[first]))
    return [handed[place : place + PIECE] for place in range(0, len(handed), PIECE)]


def _able(ticket: Ticket, inspectors: Mapping[str, PersonKey]) -> list[str]:
    out = {ticket.person, *(one.inspector for one in ticket.judgements)}
    return [name for name, one in inspectors.items() if one not in out]


def _hand_on(context: Context, inspection: Inspection, piece: Sequence[Handed]) -> Inspection:
    """Hand on a piece in one transaction. Raises ConditionFailed when another run was first."""
    person: PersonKey = (inspection.handing or {})["from"]
    unit, scope = Unit(context.table), context.scope
    stored = {
        "handed": inspection.handed + len(piece),
        "moved_at": timestamp(context.platform.clock()),
    }
    unit.update(key_of_inspection(scope, inspection.id), actions_of(stored), _known(inspection))
    gained: dict[PersonKey, int] = {}
    for ticket, to in piece:
        task = task_id_of(inspection.id, ticket.number)
        unit.put(
            key_of_ticket(scope, inspection.id, ticket.number),
            ticket_item(ticket.handed_on(person, to)),
            Path("revision") == ticket.revision,
        )
        unit.delete(key_of_task(scope, person, task))
        unit.put(key_of_task(scope, to, task), {"inspection": inspection.id})
        gained[to] = gained.get(to, 0) + 1
    for to, number in gained.items():
        progress.count(context, unit, inspection.id, to, assigned=number)
    progress.count(context, unit, inspection.id, person, assigned=-len(piece))
    unit.commit()
    return changed(inspection, stored)


def _end(context: Context, inspection: Inspection) -> None:
    """Open the inspection again, with the event that says how many tasks went from whom to whom."""
    end_work(
        context,
        key_of_inspection(context.scope, inspection.id),
        actions_of({"status": OPEN, "gave_up_at": None}),
        _known(inspection),
        "inspections.end_handing_on",
        f"inspections/{inspection.id}",
        {"status": OPEN, **told(inspection), "tasks": inspection.handed},
        inspection.revision + 1,
    )


def _known(inspection: Inspection) -> Any:
    return (Path("status") == HANDING_ON) & (Path("handed") == inspection.handed)
