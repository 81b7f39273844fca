"""Cases as the API proposes and changes them. Decisions are in cases/deciding.py."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.audit.records import record_change
from chalicelib.cases import hearings, waiting
from chalicelib.cases.records import PROPOSED, Case, case_write
from chalicelib.cases.sight import refuse_own, seen
from chalicelib.cases.subjects import NAMES, check_subject, refuse_to_come, version_for
from chalicelib.cases.transitions import check_proposed
from chalicelib.errors import Changed, invalid_value
from chalicelib.language import Text
from chalicelib.people.identity import Use, place
from chalicelib.people.records import Employee
from chalicelib.people.today import today
from chalicelib.periods.errors import only_imported
from chalicelib.periods.records import PeriodRecord, read_period
from chalicelib.scorecards.belonging import Belongings
from chalicelib.scorecards.case_ids import new_case_id
from chalicelib.scorecards.records import read_card
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.signatures import signature
from chalicelib.web.etags import Expected, check

#: The members that a change may set, beside those of cases/subjects.py.
SAID = ("reason", "evidence")


def propose(context: Context, wanted: Mapping[str, Any], *, known: Employee | None = None) -> Case:
    """Propose a case. ``wanted`` is the request's body. Returns the case as it will be stored.

    ``known``: the person, where the caller knows them already, in place of an ``employee_id``.

    Raises Invalid (422) for a person whom the caller does not oversee or nobody knows, and as
    :func:`chalicelib.cases.subjects.check_subject` does; Conflict (409) ``own_case``.
    """
    scheme, period = wanted["scheme"], wanted["period"]
    refuse_to_come(today(context), wanted["kind"], period)
    refuse_imported(read_period(context.table, context.scope, period, scheme))
    employee = known or _employee(context, wanted["employee_id"])
    card = read_card(context, scheme, period, employee.key)
    team = card.team if card is not None else _team(context, scheme, period, employee)
    if not context.principal.oversees(team):
        raise _unknown()
    refuse_own(context, employee.key)
    check_subject(version_for(context, scheme, period, card).scheme, wanted)
    case = Case(
        id=new_case_id(period, employee.key),
        kind=wanted["kind"],
        scheme=scheme,
        period=period,
        person=employee.key,
        status=PROPOSED,
        reason=wanted["reason"],
        proposal=signed(context),
        created_at=context.time,
        updated_at=context.time,
        team=team,
        evidence=wanted.get("evidence"),
        authors=with_author(context, ()),
        **about(wanted),
    )
    case = hearings.recorded(context, None, case, wanted.get("hearing"))
    key, item = case_write(context, case)
    context.unit.put(key, item, Path("pk").does_not_exist())
    waiting.count(context, None, case)
    record_change(
        context, "cases.propose", f"cases/{case.id}", None, audited(case), revision=case.revision
    )
    return case


def change(context: Context, case_id: str, wanted: Mapping[str, Any], expected: Expected) -> Case:
    """Change the members named in ``wanted`` of a proposed case. Returns the case after that.

    A change of what the person was heard about takes the hearing back. Raises NotFound (404), 412
    when it is not at the expected revision, Conflict (409) ``own_case``,
    ``case_decided`` and ``too_many_hearings``, Invalid (422).
    """
    before = seen(context, case_id)
    refuse_own(context, before.person)
    check(expected, before.revision)
    check_proposed(before.status)
    refuse_imported(read_period(context.table, context.scope, before.period, before.scheme))
    parts = {**about(wanted), **{name: wanted[name] for name in SAID if name in wanted}}
    after = hearings.retold(before, replace(before, **parts), context.time)
    if "hearing" in wanted:
        after = hearings.recorded(context, before, after, wanted["hearing"])
    if after == before:
        return before
    _check_changed(context, after)
    after = replace(
        after,
        authors=with_author(context, before.authors),
        updated_at=context.time,
        revision=before.revision + 1,
    )
    put_changed(context, before, after, "cases.change")
    return after


def put_changed(context: Context, before: Case, after: Case, action: str) -> None:
    """Add the write of a changed case and its audit event to the request's unit."""
    key, item = case_write(context, after)
    context.unit.put(key, item, Path("revision") == before.revision, Changed)
    waiting.count(context, before, after)
    former, told = audited(before), audited(after)
    names = [name for name in told if former[name] != told[name]]
    record_change(
        context,
        action,
        f"cases/{after.id}",
        {name: former[name] for name in names},
        {name: told[name] for name in names},
        revision=after.revision,
    )


def refuse_imported(record: PeriodRecord | None) -> None:
    """Raise Invalid (422) for a period that was imported."""
    if record is not None and record.only_imported:
        raise only_imported("/period")


def signed(context: Context, reason: str | None = None) -> dict[str, Any]:
    """Return who does something now, as a case keeps it."""
    return signature(context, reason=reason)


def audited(case: Case) -> dict[str, Any]:
    """Return what the audit log tells of a case. Evidence is not in it: only whether there is
    some, and how many files, since it may hold customers' data and has a term of its own."""
    hearing = case.hearing or {}
    return {
        **{name: getattr(case, name) for name in NAMES},
        "kind": case.kind,
        "status": case.status,
        "reason": case.reason,
        "evidence": case.evidence is not None,
        "files": len(case.files),
        "asked_on": hearing.get("asked_on"),
        "answer_by": hearing.get("answer_by"),
        "answered": hearing.get("answer") is not None,
        "hearings_taken_back": len(case.former_hearings),
        "decision": (case.decisions.get(case.status) or {}).get("reason"),
    }


def about(wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a case is about, of the members of a request that say it."""
    found = {name: wanted[name] for name in NAMES if name in wanted}
    if found.get("target") is not None:
        found["target"] = format(found["target"].normalize(), "f")
    return found


def _check_changed(context: Context, case: Case) -> None:
    """Check what a changed case is about, against the version that scores it now."""
    card = read_card(context, case.scheme, case.period, case.person)
    version = version_for(context, case.scheme, case.period, card)
    check_subject(
        version.scheme, {"kind": case.kind, **{name: getattr(case, name) for name in NAMES}}
    )


def with_author(context: Context, authors: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return the people who proposed or changed a case, the caller among them."""
    person = context.principal.person
    return authors if person is None or person in authors else (*authors, person)


def _employee(context: Context, employee_id: str) -> Employee:
    """Return who has the id now, or had it last and was deleted. Raises Invalid (422)."""
    there = place(context, employee_id)
    if there.person is None or there.use not in (Use.HELD, Use.DELETED):
        raise _unknown()
    return there.person


def _team(context: Context, scheme: str, period: str, employee: Employee) -> str | None:
    belonging = Belongings(context, scheme, period).of(employee)
    return None if belonging is None else belonging.team


def _unknown() -> Exception:
    return invalid_value(
        "/employee_id",
        "unknown_employee",
        Text("没有此员工。", "There is no employee of this id."),
    )
