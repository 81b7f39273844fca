"""Erasures as the API requests and reads them."""

from dataclasses import replace
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.audit.records import record_change
from chalicelib.errors import Changed, NotFound
from chalicelib.jobs.given_up import TOLD, shown_reason
from chalicelib.language import Language
from chalicelib.people import before_locks, external_ids, headcount
from chalicelib.people.changes import enter_people
from chalicelib.people.counting import moved
from chalicelib.people.id_changes import Change
from chalicelib.people.identity import Use, ids_of, place
from chalicelib.people.records import Employee, read_person_shown
from chalicelib.people.service import emptied
from chalicelib.people.writing import put_changed, target
from chalicelib.privacy.erasing import queue
from chalicelib.privacy.erasing.failed_erasures import as_shown
from chalicelib.privacy.erasing.job import IDS, written_times
from chalicelib.privacy.erasing.keys import key_of_erasure
from chalicelib.privacy.erasing.records import (
    COMPLETED,
    QUEUED,
    Erasure,
    new_pseudonym,
    read_erasure,
)
from chalicelib.store.identifiers import new_id
from chalicelib.store.records import to_item
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.holdings import EXTERNAL_IDS, NAMES

#: Names of counts that every erasure shows, also when 0. Other names appear when they are counted.
COUNTED = ("keys", "results", "plans", "row_errors", "audit_events", "files")


def erase(context: Context, employee_id: str, files: str, person: str | None) -> Erasure:
    """Replace the employee by a tombstone and request the erasure of the rest.

    ``files`` is KEEP or DELETE. ``person`` names whom of those who had the id (None: who has it, or
    who was deleted last). Returns the erasure. An erasure of the person that has not ended is
    returned as it is, and its message is sent again. After one that has ended a new one begins, for
    data that came since. Raises NotFound (404) for an id that was never in the register, for a
    former one, and for a person who never had it; Changed (412, at the commit) when the employee
    has changed meanwhile.
    """
    before = _whom(context, employee_id, person)
    if before.erasure is not None:
        found = read_erasure(context.table, context.scope, before.erasure)
        if found is not None and found.status != COMPLETED:
            queue.send(context.platform, context.scope, found.id)
            return _resumed(context, found)
    erasure = Erasure(
        id=new_id("ers", context.now),
        status=QUEUED,
        files=files,
        requested_at=context.time,
        requested_by=context.principal.credential,
        employee_id=before.key,
        called=before.id,
        pseudonym=new_pseudonym(),
        notes=_notes(context, before),
    )
    # The former ids are in the erasure while it runs; afterwards each only tells that it was used.
    # The upload that made the person would lead to the pseudonym among those whom it made.
    tombstone = replace(
        emptied(before, context.time),
        erased_at=context.time,
        erasure=erasure.id,
        former_ids=(),
        made_by_upload=None,
    )
    # A snapshot that is not taken yet has no ids of an erased person: none are kept for it.
    tombstone = before_locks.Changes(context).stamped(before, tombstone)
    queue.send(context.platform, context.scope, erasure.id)
    put_changed(context, context.unit, before, tombstone)
    enter_people(context, context.unit, [Change(before, tombstone)])
    if changed := moved(before, tombstone):
        headcount.add(context, context.unit, changed, headcount.check(context, 0))
    ids = external_ids.of_changes(context, [(before, tombstone)])
    external_ids.move(context, context.unit, ids, before, tombstone)
    context.unit.put(key_of_erasure(context.scope, erasure.id), to_item(erasure))
    # The event has no employee data: only the request, the actor and the time.
    record_change(
        context,
        "employees.erase",
        target(tombstone),
        None,
        {"files": files},
        revision=tombstone.revision,
    )
    return erasure


def _whom(context: Context, employee_id: str, person: str | None) -> Employee:
    """Return the person to erase. An id alone never means who had it before a rename."""
    if person is None:
        there = place(context, employee_id)
        found = None if there.use is Use.FORMER else there.person
    else:
        found = read_person_shown(context, person)
        if found is not None and employee_id not in found.all_ids:
            found = None
    if found is None:
        raise NotFound("employee")
    return found


def _notes(context: Context, person: Employee) -> dict[str, list[str]]:
    """Return what the steps need and the register forgets: the person's name, and all ids."""
    names = {NAMES: [person.name]} if person.name else {}
    others = [f"{system}:{number}" for system, number in person.external_ids.items()]
    return {
        **names,
        IDS: [written_times(one) for one in ids_of(context, person)],
        EXTERNAL_IDS: others,
    }


def _resumed(context: Context, found: Erasure) -> Erasure:
    """Return a running erasure. One that was given up no longer counts as given up."""
    if found.gave_up_at is None:
        return found
    key = key_of_erasure(context.scope, found.id)
    context.unit.update(
        key, [Path("gave_up_at").remove(), Path(TOLD).remove()], Path("pk").exists(), Changed
    )
    return replace(found, gave_up_at=None)


def existing(context: Context, erasure_id: str) -> Erasure:
    """Return an erasure as it is shown. Raises NotFound (404)."""
    found = read_erasure(context.table, context.scope, erasure_id)
    if found is None:
        raise NotFound("erasure")
    return as_shown(found, context.now)


def described(erasure: Erasure, language: Language) -> dict[str, Any]:
    """Return an erasure as the API shows it."""
    return {
        "id": erasure.id,
        "employee_id": erasure.called or erasure.employee_id,
        "status": erasure.status,
        "files": erasure.files,
        "requested_at": erasure.requested_at,
        "requested_by": erasure.requested_by,
        "finished_at": erasure.finished_at,
        "reason": shown_reason(erasure.reason, language),
        "counts": {**dict.fromkeys(COUNTED, 0), **erasure.counts},
    }
