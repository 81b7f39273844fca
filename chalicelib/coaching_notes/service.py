"""Coaching notes as superiors write them and their people see them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.audit.records import record_change
from chalicelib.coaching_notes import refusals
from chalicelib.coaching_notes.about import check_about
from chalicelib.coaching_notes.keys import key_of_author
from chalicelib.coaching_notes.records import (
    ABOUT,
    MOST_REMARKS,
    SEEN,
    WORDS,
    WRITTEN,
    CoachingNote,
    coaching_note_write,
)
from chalicelib.coaching_notes.sight import oversees_now, seen
from chalicelib.errors import Changed, Conflict, Invalid, invalid_value
from chalicelib.people.identity import place
from chalicelib.people.records import Employee, key_of, read_person
from chalicelib.people.today import is_too_far, team_today, today
from chalicelib.person_keys import PersonKey
from chalicelib.plans.named import faults_of_plans
from chalicelib.store.identifiers import new_id
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.signatures import signature
from chalicelib.web.etags import Expected, check


def record(context: Context, wanted: Mapping[str, Any]) -> CoachingNote:
    """Write a note about a person of a team that the caller oversees. Returns it as stored.

    Raises Invalid (422) for anybody else, a day to come or years ago, plans of others and an
    unknown scheme or indicator; Conflict (409) ``own_coaching_note``.
    """
    employee = place(context, wanted["employee_id"]).holder
    team = None if employee is None else team_today(context, employee)
    if employee is None or not context.principal.oversees(team):
        raise _unknown()
    _refuse_own(context, employee.key)
    said: dict[str, Any] = {name: wanted.get(name) for name in (*WORDS, *ABOUT)}
    note = CoachingNote(
        id=new_id("cno", context.now),
        person=employee.key,
        status=WRITTEN,
        day=wanted["day"],
        recorded=signature(context),
        updated_at=context.time,
        team=team,
        plans=tuple(wanted.get("plans") or ()),
        **said,
    )
    _check_day(context, note.day)
    _check(context, note)
    context.unit.put(*coaching_note_write(context, note), Path("pk").does_not_exist())
    _enter_author(context, note)
    # Erased meanwhile, the person is nobody about whom anything could be written.
    _check_there(context, employee)
    record_change(
        context,
        "coaching_notes.record",
        f"coaching-notes/{note.id}",
        None,
        _told(None, note),
        revision=note.revision,
    )
    return note


def change(
    context: Context, note_id: str, wanted: Mapping[str, Any], expected: Expected
) -> CoachingNote:
    """Change what is named of a note. Returns it; the person has not seen it as it is then.

    Raises NotFound (404), 412, Conflict (409) ``own_coaching_note``, ``other_team`` and
    ``person_erased``, Invalid (422).
    """
    before = seen(context, note_id)
    check(expected, before.revision)
    _refuse_own(context, before.person)
    _refuse_former(context, before.person)
    parts = {name: wanted[name] for name in (*WORDS, *ABOUT, "day") if name in wanted}
    if "plans" in wanted:
        parts["plans"] = tuple(wanted["plans"] or ())
    after = replace(before, **parts)
    if after == before:
        return before
    if after.day != before.day:
        _check_day(context, after.day)
    _check(context, after)
    after = replace(after, status=WRITTEN, seen_at=None)
    return put_changed(context, before, after, "coaching_notes.change")


def acknowledge(
    context: Context, note_id: str, remark: str | None, expected: Expected
) -> CoachingNote:
    """Say, as the person, that a note was seen, with a remark or without. Returns it.

    Said again, only a remark is added. Raises NotFound (404), 412, Conflict (409)
    ``too_many_remarks``.
    """
    before = seen(context, note_id)
    check(expected, before.revision)
    if remark is None and before.status == SEEN:
        return before
    if remark is not None and len(before.remarks) >= MOST_REMARKS:
        raise Conflict("too_many_remarks", refusals.TOO_MANY)
    said = {
        "remark": remark,
        "revision": before.revision,
        "at": context.time,
        "by": context.principal.credential,
    }
    after = replace(
        before,
        status=SEEN,
        seen_at=before.seen_at or context.time,
        remarks=before.remarks if remark is None else (*before.remarks, said),
    )
    return put_changed(context, before, after, "coaching_notes.acknowledge")


def put_changed(
    context: Context, before: CoachingNote, wanted: CoachingNote, action: str
) -> CoachingNote:
    """Add the write of a changed note and its audit event to the request's unit."""
    after = replace(wanted, updated_at=context.time, revision=before.revision + 1)
    same = Path("revision") == before.revision
    context.unit.put(*coaching_note_write(context, after), same, Changed)
    record_change(
        context,
        action,
        f"coaching-notes/{after.id}",
        _audited(before),
        _told(before, after),
        revision=after.revision,
    )
    return after


def _told(before: CoachingNote | None, after: CoachingNote) -> dict[str, Any]:
    """Return what the log tells: what was written and changed, and none of the words."""
    names = (*WORDS, "day", *ABOUT, "plans", "remarks")
    former = {name: None if before is None else getattr(before, name) for name in names}
    changed = [name for name in names if (getattr(after, name) or None) != (former[name] or None)]
    return {**_audited(after), "changed": changed}


def _audited(note: CoachingNote) -> dict[str, Any]:
    return {
        "status": note.status,
        "day": note.day,
        **{name: getattr(note, name) for name in ABOUT},
        "plans": len(note.plans),
        "remarks": len(note.remarks),
    }


def _enter_author(context: Context, note: CoachingNote) -> None:
    author = context.principal.person
    if author is not None:
        context.unit.put(key_of_author(context.scope, author, note.id), {"note": note.id})


def _check_day(context: Context, day: str) -> None:
    if day > today(context):
        raise invalid_value("/day", "in_future", refusals.NOT_YET)
    if is_too_far(context, day):
        raise invalid_value("/day", "too_long_ago", refusals.LONG_AGO)


def _check(context: Context, note: CoachingNote) -> None:
    check_about(context, {name: getattr(note, name) for name in ABOUT}, note.day)
    faults = faults_of_plans(context, note.person, note.plans)
    if faults:
        raise Invalid(faults)


def _check_there(context: Context, employee: Employee) -> None:
    context.unit.check(key_of(context, employee.key), Path("erased_at").does_not_exist(), _unknown)


def _refuse_own(context: Context, person: PersonKey) -> None:
    """Nobody writes a note about themselves."""
    if context.principal.person == person:
        raise Conflict("own_coaching_note", refusals.OWN)


def _refuse_former(context: Context, person: PersonKey) -> None:
    """Who oversees another team by now reads what was written, and writes no more."""
    there = read_person(context, person)
    if there is None or there.erased_at is not None:
        raise Conflict("person_erased", refusals.ERASED)
    if not oversees_now(context, person):
        raise Conflict("other_team", refusals.OTHER_TEAM)


def _unknown() -> Exception:
    return invalid_value("/employee_id", "unknown_employee", refusals.UNKNOWN)
