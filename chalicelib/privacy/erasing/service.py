"""Asking for a person's erasure, and reading how far it has come."""

from dataclasses import replace
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.audit.records import record_change
from chalicelib.errors import Changed, NotFound
from chalicelib.jobs.given_up import shown_reason
from chalicelib.language import Language
from chalicelib.people import external_ids
from chalicelib.people.keys import key_of_employee
from chalicelib.people.records import DELETED, Employee, read_employee
from chalicelib.privacy.erasing import queue
from chalicelib.privacy.erasing.failed_erasures import as_shown
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
from chalicelib.tenancy.holdings import NAMES

#: What every erasure tells the number of; steps of other names are told once they have counted.
COUNTED = ("keys", "results", "plans", "row_errors", "audit_events", "files")


def erase(context: Context, employee_id: str, files: str) -> Erasure:
    """Leave a tombstone and ask for the rest. One that is at work is given as it is, and its
    message sent again; one that has ended is done anew, for what has come since. 404 for an id
    that the register never knew.
    """
    before = read_employee(context.table, context.scope, employee_id)
    if before is None:
        raise NotFound
    if before.erasure is not None:
        found = read_erasure(context.table, context.scope, before.erasure)
        if found is not None and found.status != COMPLETED:
            queue.send(context.platform, context.scope, found.id)
            return _going_on(context, found)
    erasure = Erasure(
        id=new_id("ers", context.now),
        status=QUEUED,
        files=files,
        requested_at=context.time,
        requested_by=context.principal.credential,
        employee_id=employee_id,
        pseudonym=new_pseudonym(),
        notes={NAMES: [before.name]} if before.name else {},
    )
    tombstone = Employee(
        id=employee_id,
        status=DELETED,
        updated_at=context.time,
        revision=before.revision + 1,
        erased_at=context.time,
        erasure=erasure.id,
    )
    queue.send(context.platform, context.scope, erasure.id)
    same = Path("revision") == before.revision
    context.unit.put(key_of_employee(context.scope, employee_id), to_item(tombstone), same, Changed)
    ids = external_ids.looked_up(context, [before])
    external_ids.move(context, context.unit, ids, before, tombstone)
    context.unit.put(key_of_erasure(context.scope, erasure.id), to_item(erasure))
    # Neither what was nor what comes: only that it was asked for, by whom, when.
    record_change(
        context,
        "employees.erase",
        f"employees/{employee_id}",
        None,
        {"files": files},
        revision=tombstone.revision,
    )
    return erasure


def _going_on(context: Context, found: Erasure) -> Erasure:
    """One at work as it is; one that was given up counts as given up no more."""
    if found.gave_up_at is None:
        return found
    key = key_of_erasure(context.scope, found.id)
    context.unit.update(key, [Path("gave_up_at").remove()], Path("pk").exists(), Changed)
    return replace(found, gave_up_at=None)


def existing(context: Context, erasure_id: str) -> Erasure:
    """The erasure. Raises 404."""
    found = read_erasure(context.table, context.scope, erasure_id)
    if found is None:
        raise NotFound
    return as_shown(found, context.now)


def described(erasure: Erasure, language: Language) -> dict[str, Any]:
    """An erasure as the API shows it."""
    return {
        "id": erasure.id,
        "employee_id": erasure.employee_id,
        "status": erasure.status,
        "files": erasure.files,
        "requested_at": erasure.requested_at,
        "requested_by": erasure.requested_by,
        "finished_at": erasure.finished_at,
        "reason": shown_reason(erasure.reason, language),
        "counts": {**dict.fromkeys(COUNTED, 0), **erasure.counts},
    }
