"""An inspector's open tasks are to go to others: what a request asks for.

A worker does it (inspections/handing_run.py). Nobody judges meanwhile.
"""

from collections.abc import Mapping
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.audit.records import record_change
from chalicelib.errors import Changed, Conflict, Fault, Invalid, invalid_value
from chalicelib.inspections import queue, words
from chalicelib.inspections.at_work import at_work
from chalicelib.inspections.changing import UNDER_WAY
from chalicelib.inspections.handing_run import told
from chalicelib.inspections.keys import key_of_inspection
from chalicelib.inspections.progress import open_tasks, read_progress
from chalicelib.inspections.records import HANDING_ON, OPEN, Inspection
from chalicelib.inspections.schemas import MOST_INSPECTORS
from chalicelib.inspections.service import existing, inspectors_of, refuse_ended
from chalicelib.jobs import given_up
from chalicelib.people.identity import current_ids
from chalicelib.person_keys import PersonKey
from chalicelib.store.changes import actions_of, changed
from chalicelib.tenancy.context import Context
from chalicelib.web.etags import Expected, check


def hand_on(
    context: Context, inspection_id: str, wanted: Mapping[str, Any], expected: Expected
) -> Inspection:
    """Ask that the open tasks of ``employee_id`` go to others: to those of ``to``, else to the
    other inspectors who are there. Returns the inspection as it will be stored; unchanged, when
    they were handed on before and none is open.

    Raises NotFound (404), 412 at another revision, PeriodLocked (409), Invalid (422) for somebody
    who is no inspector or cannot be one, and Conflict (409): ``inspection_not_open``,
    ``under_way``, ``nobody_to_hand_on_to``.
    """
    before = existing(context, inspection_id)
    check(expected, before.revision)
    if before.status == HANDING_ON:
        return _go_on(context, before)
    if before.status != OPEN:
        raise Conflict("inspection_not_open", words.NOT_OPEN)
    refuse_ended(context, before.period, before.scheme)
    person = _inspector(context, before, wanted["employee_id"])
    chosen = _chosen(context, person, wanted.get("to"))
    open_now = open_tasks([read_progress(context, before)[person]])
    if open_now == 0 and person in before.stopped:
        return before
    stopped = [one for one in before.stopped if one not in (person, *chosen.values())] + [person]
    others = [one for one in before.inspectors if one not in stopped]
    to = list(chosen.values()) or sorted(at_work(context, others), key=others.index)
    if open_now and not to:
        raise Conflict("nobody_to_hand_on_to", words.NOBODY_LEFT)
    return _begun(context, before, stopped, {"from": person, "to": to}, chosen)


def _inspector(context: Context, inspection: Inspection, employee_id: str) -> PersonKey:
    """Return the inspector whom the inspection shows by this id, also one who was erased."""
    ids = current_ids(context, inspection.inspectors)
    found = next((one for one in inspection.inspectors if ids[one] == employee_id), None)
    if found is None:
        raise invalid_value("/employee_id", "not_an_inspector", words.NOT_AN_INSPECTOR)
    return found


def _chosen(
    context: Context, person: PersonKey, employee_ids: list[str] | None
) -> dict[str, PersonKey]:
    """Return the people to hand on to by id; none where the request names none."""
    if employee_ids is None:
        return {}
    found = inspectors_of(context, employee_ids, "/to", twice=False)
    if person in found:
        fault = Fault(f"/to/{found.index(person)}", "same_inspector", words.THE_SAME)
        raise Invalid([fault])
    return dict(zip(employee_ids, found, strict=True))


def _begun(
    context: Context,
    before: Inspection,
    stopped: list[PersonKey],
    handing: Mapping[str, Any],
    chosen: Mapping[str, PersonKey],
) -> Inspection:
    """Store whose tasks go to whom, and who gets none any more. Those chosen who are new become
    inspectors."""
    new = {called: one for called, one in chosen.items() if one not in before.inspectors}
    if len(before.inspectors) + len(new) > MOST_INSPECTORS:
        raise invalid_value("/to", "too_many_inspectors", words.TOO_MANY_INSPECTORS)
    return _stored(
        context,
        before,
        inspectors=[*before.inspectors, *new.values()],
        drawn_as=[*before.drawn_as, *new],
        joined=before.joined + len(new),
        stopped=stopped,
        handing=handing,
        handed=0,
    )


def _go_on(context: Context, before: Inspection) -> Inspection:
    """Ask once more for work that was given up, to those who are still there. Raises Conflict
    ``under_way`` while it goes on."""
    if before.failed_at(context) is None:
        raise Conflict("under_way", UNDER_WAY)
    handing = before.handing or {}
    there = at_work(context, handing["to"])
    handing = {**handing, "to": [one for one in handing["to"] if one in there]}
    return _stored(context, before, handing=handing, **{given_up.TOLD: None})


def _stored(context: Context, before: Inspection, **changes: Any) -> Inspection:
    """Add the change, its audit event and the worker's message to the request's unit."""
    revision = before.revision + 1
    stored = {
        **changes,
        "status": HANDING_ON,
        "updated_at": context.time,
        "moved_at": context.time,
        "gave_up_at": None,
        "revision": revision,
    }
    key = key_of_inspection(context.scope, before.id)
    context.unit.update(key, actions_of(stored), Path("revision") == before.revision, Changed)
    stored.pop(given_up.TOLD, None)
    after = changed(before, stored)
    record_change(
        context,
        "inspections.hand_on",
        f"inspections/{before.id}",
        {"status": before.status},
        {"status": HANDING_ON, **told(after)},
        revision=revision,
    )
    queue.send(context, queue.HAND_ON, before.id, revision)
    return after
