"""Improvement plans as the API makes, reads and changes them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.audit.records import record_change
from chalicelib.errors import Changed, Conflict, NotFound, ServiceError, invalid_value
from chalicelib.language import Text
from chalicelib.periods.errors import PeriodBusy
from chalicelib.periods.keys import key_of_period
from chalicelib.periods.lease import unheld
from chalicelib.periods.records import period_of
from chalicelib.person_keys import first_id, shown
from chalicelib.plans.changes import enter
from chalicelib.plans.due import check_due
from chalicelib.plans.groups import NAME_IT, NOT_OF_KIND, asked_group
from chalicelib.plans.listing import visible
from chalicelib.plans.making import new_group_plan, new_plan
from chalicelib.plans.owners import owner_of
from chalicelib.plans.records import EMPLOYEE, WORDS, Plan, plan_write, read_plan
from chalicelib.plans.transitions import check_transition
from chalicelib.tenancy.context import Context
from chalicelib.web.etags import Expected, check

MOST_NOTES = 200
#: Bytes of all notes of a plan, in UTF-8: 41 notes of 2,000 Chinese characters. The plan's item has
#: its other words too, and may have 400 KB.
BYTES_OF_NOTES = 250_000


def seen(context: Context, plan_id: str) -> Plan:
    """Return a plan that the caller may see. Raises NotFound (404) for every other."""
    plan = read_plan(context, plan_id)
    if plan is None:
        raise NotFound("plan")
    item = context.table.get(key_of_period(context.scope, plan.period, plan.scheme))
    if not visible(context, plan, period_of(item, plan.period, plan.scheme).state):
        raise NotFound("plan")
    return plan


def create(context: Context, wanted: Mapping[str, Any]) -> Plan:
    """Make a plan by a person, for an indicator of a result or without an indicator.

    ``wanted`` is the request's body. Returns the plan as it will be stored. Raises Invalid (422) as
    :func:`new_plan` and :func:`check_due` do, and for an unknown owner. The commit of the request
    raises Conflict ``plan_exists`` (409) when the indicator has a plan already, and PeriodBusy
    (409) while a run holds the period and may draft.
    """
    check_due(context, wanted.get("due_date"))
    plan = replace(_wanted(context, wanted), owner=owner_of(context, wanted.get("owner")))
    if plan.indicator is not None and plan.person is not None:
        period = key_of_period(context.scope, plan.period, plan.scheme)
        context.unit.check(period, unheld(context), PeriodBusy)
    put_new(context, [plan])
    return plan


def put_new(context: Context, plans: Sequence[Plan]) -> None:
    """Add the writes of new plans to the request's unit, with their events and entries of the
    log of changes."""
    for plan in plans:
        key, item = plan_write(context, plan)
        context.unit.put(key, item, Path("pk").does_not_exist(), partial(_exists, plan))
        record_change(
            context,
            "plans.create",
            f"improvement-plans/{plan.id}",
            None,
            _audited(plan),
            revision=plan.revision,
        )
    if plans:
        enter(context, context.unit, [(None, plan) for plan in plans])


def _wanted(context: Context, wanted: Mapping[str, Any]) -> Plan:
    """Return the plan that a request asks for: for a person, or for another subject."""
    subject = wanted.get("subject")
    if subject is None or subject["kind"] == EMPLOYEE:
        return new_plan(context, {**wanted, "employee_id": _employee_id(wanted, subject)})
    if wanted.get("employee_id") is not None:
        raise invalid_value("/employee_id", "not_of_this_kind", NOT_OF_KIND)
    return new_group_plan(context, asked_group(context, subject), wanted)


def _employee_id(wanted: Mapping[str, Any], subject: Mapping[str, Any] | None) -> str:
    """Return for whom a plan is asked. Raises Invalid (422) for nobody, and for two."""
    given = [wanted.get("employee_id"), (subject or {}).get("employee_id")]
    named = [str(one) for one in given if one is not None]
    if not named:
        place = "/employee_id" if subject is None else "/subject/employee_id"
        raise invalid_value(place, "required", NAME_IT)
    if len(set(named)) > 1 or (subject or {}).get("team") or (subject or {}).get("department"):
        raise invalid_value("/subject", "not_of_this_kind", NOT_OF_KIND)
    return named[0]


def change(context: Context, plan_id: str, wanted: Mapping[str, Any], expected: Expected) -> Plan:
    """Change the members named in ``wanted``, append a note, change the status.

    Returns the plan after the change. Raises NotFound (404) for a plan that the caller may not see,
    412 when it is not at the expected revision, Conflict ``status_not_reachable`` (409), Invalid
    (422) for a wrong owner, due date, problem or too many notes.
    """
    before = seen(context, plan_id)
    check(expected, before.revision)
    if "owner" in wanted:
        wanted = {**wanted, "owner": owner_of(context, wanted["owner"], before.owner)}
    check_due(context, wanted.get("due_date"), before.due_date)
    after = _changed(context, before, wanted)
    if after == before:
        return before
    after = replace(
        after,
        changed=True,
        flag=None,
        revision=before.revision + 1,
        updated_at=context.time,
    )
    key, item = plan_write(context, after)
    context.unit.put(key, item, Path("revision") == before.revision, Changed)
    enter(context, context.unit, [(before, after)])
    names = [name for name in _audited(after) if getattr(before, name) != getattr(after, name)]
    added = [dict(note) for note in after.notes[len(before.notes) :]]
    record_change(
        context,
        "plans.change",
        f"improvement-plans/{plan_id}",
        {name: _audited(before)[name] for name in names},
        {**{name: _audited(after)[name] for name in names}, **({"notes": added} if added else {})},
        revision=after.revision,
    )
    return after


def _changed(context: Context, before: Plan, wanted: Mapping[str, Any]) -> Plan:
    parts = {name: wanted[name] for name in (*WORDS, "owner", "due_date") if name in wanted}
    proposed = before.indicator is not None and before.person is not None
    if "problem" in parts and parts["problem"] is None and not proposed:
        raise invalid_value("/problem", "required", NO_WORDS)
    if "expected_value" in wanted:
        value = wanted["expected_value"]
        parts["expected_value"] = None if value is None else format(value, "f")
    if "status" in wanted:
        check_transition(before.status, wanted["status"])
        parts["status"] = wanted["status"]
    if wanted.get("note") is not None:
        parts["notes"] = (*before.notes, _note(context, before, wanted["note"]))
    return replace(before, **parts)


def _note(context: Context, plan: Plan, text: str) -> dict[str, str]:
    kept = sum(len(str(note["text"]).encode()) for note in plan.notes)
    if len(plan.notes) >= MOST_NOTES or kept + len(text.encode()) > BYTES_OF_NOTES:
        kilobytes = BYTES_OF_NOTES // 1000
        raise invalid_value(
            "/note",
            "too_many_notes",
            Text(
                f"一个计划最多 {MOST_NOTES} 条、共 {kilobytes} KB 记录。",
                f"A plan takes at most {MOST_NOTES} notes, of {kilobytes} KB together.",
            ),
        )
    principal = context.principal
    return {
        "at": context.time,
        "by": principal.credential,
        "role": principal.role.value,
        "text": text,
    }


def _audited(plan: Plan) -> dict[str, Any]:
    """Return the members that a person decides, for the audit log.

    Notes are only ever added. An event has those that it added: all of them, twice, would outgrow
    its item.
    """
    return {
        **{name: getattr(plan, name) for name in WORDS},
        "status": plan.status,
        "owner": _told(plan.owner),
        "due_date": plan.due_date,
        "expected_value": plan.expected_value,
    }


def _told(owner: dict[str, str] | None) -> dict[str, str] | None:
    """Return an owner as the log has it: by the person's key, and the id that the person had."""
    key = owner.get("employee_id") if owner else None
    if owner is None or not key:
        return owner
    return {**owner, "employee_id": first_id(key), "person": shown(key)}


def _exists(plan: Plan) -> ServiceError:
    return Conflict(
        "plan_exists",
        Text("该指标已有改进计划。", "There is a plan for this indicator already."),
        plan=plan.id,
    )


NO_WORDS = Text("请写明问题。", "Say what the problem is.")
