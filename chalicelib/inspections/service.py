"""Inspections as the API makes them. What becomes of them is in inspections/changing.py."""

import json
import secrets
import zlib
from collections.abc import Mapping, Sequence
from typing import Any, Final

from pynamodb.expressions.operand import Path

from chalicelib.audit.records import record_change
from chalicelib.errors import Fault, Invalid, NotFound, invalid_value
from chalicelib.inspections import queue, words
from chalicelib.inspections.drawing import FOR_TWO
from chalicelib.inspections.keys import key_of_inspection, partition_of_inspections
from chalicelib.inspections.records import DRAWING, Inspection, inspection_of, read_inspection
from chalicelib.people.identity import holders
from chalicelib.people.records import LEFT
from chalicelib.people.today import on_day, today
from chalicelib.periods.calendar import days_of, kind_of
from chalicelib.periods.errors import PeriodLocked, only_imported
from chalicelib.periods.records import LOCKED, read_period
from chalicelib.person_keys import PersonKey
from chalicelib.schemes.compiled import in_effect
from chalicelib.schemes.source_refusal import judged_refusal
from chalicelib.scoring.exact import plain
from chalicelib.store.converters import Item
from chalicelib.store.filtered_page import collect
from chalicelib.store.identifiers import new_id
from chalicelib.store.records import to_item
from chalicelib.tenancy.context import Context
from chalicelib.uploads.records import CONTACT, OWN_IDS, read_upload

#: Members of an inspection that filter lists.
MEMBERS: Final = ("period", "scheme", "status")
#: Bytes of randomness of a seed that the service makes.
SEED_BYTES: Final = 16


def create(context: Context, wanted: Mapping[str, Any]) -> Inspection:
    """Make an inspection, which a worker draws. ``wanted`` is the request's body.

    Raises Invalid (422) that names what is wrong of scheme, source, days, inspectors or frame, and
    PeriodLocked (409).
    """
    scheme, period, source = wanted["scheme"], wanted["period"], wanted["source"]
    version = in_effect(context.table, context.scope, scheme, period)
    if version is None:
        raise invalid_value("/scheme", "no_scheme_in_effect", words.NO_SCHEME)
    if version.scheme.period != kind_of(period):
        raise invalid_value("/period", "wrong_kind_of_period", words.WRONG_KIND)
    refusal = judged_refusal(source, version)
    if refusal is not None:
        raise invalid_value("/source", *refusal)
    refuse_ended(context, period, scheme)
    frame, sent = _frame(context, wanted)
    called = tuple(wanted["inspectors"])
    inspection = Inspection(
        id=new_id("ins", context.now),
        status=DRAWING,
        scheme=scheme,
        version=version.version,
        source=source,
        period=period,
        days=_days(period, wanted.get("days") or {}),
        per_agent=wanted["per_agent"],
        double_percent=wanted["double_percent"],
        tolerance_items=wanted["tolerance"]["items"],
        tolerance_marks=plain(wanted["tolerance"]["marks"]),
        inspectors=inspectors_of(context, called, twice=wanted["double_percent"] > 0),
        drawn_as=called,
        inspectors_shown=wanted["inspectors_shown"],
        seed=wanted.get("seed") or secrets.token_hex(SEED_BYTES),
        frame=frame,
        sent=sent,
        created_at=context.time,
        created_by=context.principal.credential,
        updated_at=context.time,
        moved_at=context.time,
    )
    key = key_of_inspection(context.scope, inspection.id)
    context.unit.put(key, to_item(inspection), Path("pk").does_not_exist())
    told = audited(inspection)
    target = f"inspections/{inspection.id}"
    record_change(context, "inspections.create", target, None, told, revision=1)
    queue.send(context, queue.DRAW, inspection.id, inspection.revision)
    return inspection


def existing(context: Context, inspection_id: str) -> Inspection:
    """Return an inspection. Raises NotFound (404)."""
    found = read_inspection(context, inspection_id)
    if found is None:
        raise NotFound("inspection")
    return found


def page(
    context: Context, filters: Mapping[str, Any], limit: int, after: str | None
) -> tuple[list[Inspection], str | None]:
    """Return up to ``limit`` inspections that the filters keep, the newest first."""

    def keep(item: Item) -> Inspection | None:
        found = inspection_of(item)
        kept = all(filters.get(name) in (None, getattr(found, name)) for name in MEMBERS)
        return found if kept else None

    return collect(
        context.table,
        partition_of_inspections(context.scope),
        limit=limit,
        after=after,
        keep=keep,
        descending=True,
    )


def refuse_ended(context: Context, period: str, scheme: str) -> None:
    """Raise PeriodLocked (409) for a locked period, Invalid (422) for one that was imported."""
    record = read_period(context.table, context.scope, period, scheme)
    if record is None:
        return
    if record.state == LOCKED:
        raise PeriodLocked
    if record.only_imported:
        raise only_imported("/period")


def audited(inspection: Inspection) -> dict[str, Any]:
    """Return what the audit log tells of an inspection: nobody by name, and no contact."""
    return {
        "status": inspection.status,
        "scheme": inspection.scheme,
        "source": inspection.source,
        "period": inspection.period,
        "days": list(inspection.days),
        "per_agent": inspection.per_agent,
        "double_percent": inspection.double_percent,
        "inspectors": len(inspection.inspectors),
        "seed": inspection.seed,
    }


def _days(period: str, wanted: Mapping[str, str]) -> tuple[str, str]:
    """Return the first and the last day: those of the period where nothing is wanted."""
    first, last = (day.isoformat() for day in days_of(period))
    chosen = wanted.get("from") or first, wanted.get("to") or last
    if not first <= chosen[0] <= chosen[1] <= last:
        raise invalid_value("/days", "outside_the_period", words.OUTSIDE)
    return chosen


def inspectors_of(
    context: Context, employee_ids: Sequence[str], pointer: str = "/inspectors", *, twice: bool
) -> tuple[PersonKey, ...]:
    """Return the people of these ids. Raises Invalid (422) that names each that cannot be one."""
    found, day = holders(context, employee_ids), today(context)
    faults: list[Fault] = []
    for place, one in enumerate(employee_ids):
        where = f"{pointer}/{place}"
        if one in employee_ids[:place]:
            faults.append(Fault(where, "listed_twice", words.TWICE))
        elif one not in found:
            faults.append(Fault(where, "unknown_employee", words.UNKNOWN_INSPECTOR))
        elif on_day(found[one], day).status == LEFT:
            faults.append(Fault(where, "inspector_left", words.INSPECTOR_LEFT))
    if twice and len(employee_ids) < FOR_TWO:
        faults.append(Fault("/inspectors", "too_few_inspectors", words.TOO_FEW))
    if faults:
        raise Invalid(faults)
    return tuple(found[one].key for one in employee_ids)


def _frame(context: Context, wanted: Mapping[str, Any]) -> tuple[dict[str, Any], bytes | None]:
    """Return where the contacts come from, and those that were sent, packed."""
    sent, upload = wanted.get("contacts"), wanted.get("upload")
    if sent is not None and upload is None:
        rows = [[one["employee_id"], one["contact"], one["day"], one["channel"]] for one in sent]
        return {"upload": None}, zlib.compress(json.dumps(rows, ensure_ascii=False).encode())
    if upload is None or sent is not None:
        raise invalid_value("/contacts", "one_frame", words.ONE_FRAME)
    found = read_upload(context.table, context.scope, upload["id"])
    if found is None or found.grain != CONTACT or found.sha256 is None or found.file_removed_at:
        raise invalid_value("/upload/id", "unknown_upload", words.NO_UPLOAD)
    if found.employee_key != OWN_IDS:
        raise invalid_value("/upload/id", "needs_employee_ids", words.OTHER_IDS)
    named = {name: upload.get(name) for name in ("contact", "day", "channel")}
    return {"upload": found.id, "sha256": found.sha256, **named}, None
