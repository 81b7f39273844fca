"""Improvement plans as the API makes, reads and changes them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.audit.records import record_change
from chalicelib.errors import Changed, Conflict, NotFound, ServiceError, invalid_value
from chalicelib.language import Text
from chalicelib.people.identity import Use, place
from chalicelib.people.records import Employee
from chalicelib.people.today import team_today
from chalicelib.periods.errors import PeriodBusy
from chalicelib.periods.keys import key_of_period
from chalicelib.periods.lease import unheld
from chalicelib.periods.records import period_of
from chalicelib.person_keys import first_id, shown
from chalicelib.plans.changes import enter
from chalicelib.plans.due import check_due
from chalicelib.plans.listing import visible
from chalicelib.plans.making import new_plan
from chalicelib.plans.records import Plan, plan_write, read_plan
from chalicelib.plans.transitions import check_transition
from chalicelib.tenancy.context import Context
from chalicelib.web.etags import Expected, check

#: Members with a plan's words. Null in a request restores the proposed words.
WORDS = ("problem", "cause", "measure", "expected_effect")
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
    plan = replace(new_plan(context, wanted), owner=_owner(context, wanted.get("owner")))
    if plan.indicator is not None:
        period = key_of_period(context.scope, plan.period, plan.scheme)
        context.unit.check(period, unheld(context), PeriodBusy)
    key, item = plan_write(context, plan)
    context.unit.put(key, item, Path("pk").does_not_exist(), lambda: _exists(plan))
    enter(context, context.unit, [(None, plan)])
    record_change(
        context,
        "plans.create",
        f"improvement-plans/{plan.id}",
        None,
        _audited(plan),
        revision=plan.revision,
    )
    return plan


def change(context: Context, plan_id: str, wanted: Mapping[str, Any], expected: Expected) -> Plan:
    """Change the members named in ``wanted``, append a note, change the status.

    Returns the plan after the change. Raises NotFound (404) for a plan that the caller may not see,
    412 when it is not at the expected revision, Conflict ``status_not_reachable`` (409), Invalid
    (422) for a wrong owner, due date, problem or too many notes.
    """
    before = seen(context, plan_id)
    check(expected, before.revision)
    if "owner" in wanted:
        wanted = {**wanted, "owner": _owner(context, wanted["owner"], before.owner)}
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
    if "problem" in parts and parts["problem"] is None and before.indicator is None:
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


def _owner(
    context: Context, owner: Mapping[str, Any] | None, before: Mapping[str, Any] | None = None
) -> dict[str, str] | None:
    """Return the owner as stored: an employee by key. Raises Invalid (422) for somebody unknown.

    A supervisor may name the own teams' people and themself. The answer for somebody of another
    team is the one for nobody. The owner that a plan has already (``before``) is always taken.
    """
    if owner is None:
        return None
    employee_id = owner.get("employee_id")
    if not employee_id:
        return dict(owner)
    there = place(context, employee_id)
    # An id that nobody ever had may be the pseudonym of an erased owner.
    named = there.person.key if there.person else employee_id
    if there.use is not Use.FORMER and before and before.get("employee_id") == named:
        return {**owner, "employee_id": named}
    employee = there.holder
    if employee is None or not _may_own(context, employee):
        raise invalid_value(
            "/owner/employee_id",
            "unknown_employee",
            Text("没有此员工。", "There is no employee of this id."),
        )
    return {**owner, "employee_id": employee.key}


def _may_own(context: Context, employee: Employee) -> bool:
    principal = context.principal
    if employee.key == principal.person:
        return True
    return principal.oversees(team_today(context, employee))


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
