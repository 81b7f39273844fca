"""Many people in one request: each row is put on a person, and as many as fit are written together.

A transaction writes up to about fifty people. Each person is written together with the audit event,
the external ids and the numbers of the register, and only if the register has not changed since it
was read. A row that changes nothing costs its share of a batch read, and no write. After an error
the same batch can be sent again and completes, because people that are already as wanted are
skipped.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from chalicelib.errors import Fault, Invalid, ServiceError
from chalicelib.language import Language
from chalicelib.people import external_ids, headcount
from chalicelib.people.batch_rows import Refused, Row, resolved, unknown
from chalicelib.people.batch_schemas import (
    CREATED,
    OUTCOMES,
    REFUSED,
    REPLACE,
    UNCHANGED,
    UPDATED,
    RefusedRow,
)
from chalicelib.people.batch_writing import write_apart, write_together
from chalicelib.people.drafts import NEW_PERSON, put_draft
from chalicelib.people.emptying import refusal_code
from chalicelib.people.headcount import Room, over
from chalicelib.people.identity import Use
from chalicelib.people.in_teams import in_teams, names_a_team
from chalicelib.people.service import basis_of
from chalicelib.people.wanted import Basis
from chalicelib.people.writing import Draft, Writer
from chalicelib.person_keys import PersonKey, shown
from chalicelib.tenancy.context import Context
from chalicelib.web.faults import MOST_FAULTS


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a row: the person it is about, and the faults of a refused one."""

    outcome: str
    employee_id: str | None = None
    person: PersonKey | None = None
    faults: Sequence[Fault] = ()


def write(
    context: Context,
    sent: Sequence[Mapping[str, Any] | RefusedRow],
    mode: str,
    *,
    apart: bool,
) -> list[Outcome]:
    """Write the rows of a loaded ``EmployeeBatchBody``. Return what became of each, in order.

    ``mode`` is that of rows without their own. ``apart``: a row at fault is refused alone and the
    others are written. Without it any refuses the batch, before anything is written: 422 with a
    fault for each (``would_empty``, ``unknown_employee``, ``external_id_taken`` …), 422
    ``too_many_employees``, 409 for an id that was used before as :func:`put_draft` does. To move an
    external id, a request before must give it up. Raises 409 when another request takes an id
    meanwhile, 412 when it changes a person, and 422 ``too_many_employees`` when it takes the last
    places. Some transactions may be written then.
    """
    rows, refused = resolved(context, dict(enumerate(sent)))
    drafts = _drafts(context, rows, mode, refused)
    if not apart:
        _refuse(refused, rows)
    drafts |= _in_teams(context, rows, drafts, mode)
    changing = {number: draft for number, draft in drafts.items() if draft.changes_something}
    room = None
    if any(draft.changes_numbers for draft in changing.values()):
        room = _room(context, changing, refused, apart=apart)
    writer = Writer(context, changing)
    persons = {number: draft.after for number, draft in writer.drafts.items()}
    for number, faults in external_ids.faults_of_batch(context, writer.ids, persons).items():
        refused[number] = Invalid(faults)
    if apart:
        wanted = {one: draft for one, draft in writer.drafts.items() if one not in refused}
        refused |= write_apart(context, writer, wanted, room)
    else:
        _refuse(refused, rows)
        write_together(context, writer, writer.drafts, room)
    return [
        _refusal(one, rows.get(number), _faults(number, refused[number], rows))
        if number in refused
        else _outcome(drafts[number])
        for number, one in enumerate(sent)
    ]


def described(outcomes: Sequence[Outcome], language: Language) -> dict[str, Any]:
    """Return the outcomes as the API shows them."""
    return {
        "counts": {one: sum(found.outcome == one for found in outcomes) for one in OUTCOMES},
        "items": [
            {
                "id": found.employee_id,
                "person": None if found.person is None else shown(found.person),
                "outcome": found.outcome,
                "errors": [fault.to(language) for fault in found.faults],
            }
            for found in outcomes
        ],
    }


def _drafts(
    context: Context, rows: Mapping[int, Row], mode: str, refused: Refused
) -> dict[int, Draft]:
    """Return the draft of each row, by number. Notes in ``refused`` why a row has none."""
    wanted = [row.wanted for row in rows.values()]
    whole = basis_of(context, wanted, whole=True)
    change = replace(whole, whole=False)
    found: dict[int, Draft] = {}
    for number, row in rows.items():
        basis = whole if row.wanted.get("mode", mode) == REPLACE else change
        try:
            found[number] = _draft(row, basis)
        except ServiceError as error:
            refused[number] = error
    return found


def _in_teams(
    context: Context, rows: Mapping[int, Row], drafts: Mapping[int, Draft], mode: str
) -> dict[int, Draft]:
    """Return the drafts of the changed rows that name teams, with the teams' own texts.

    What refuses a row comes before, so that a refused row makes no team.
    """
    changed = [
        number
        for number, draft in drafts.items()
        if draft.changes_something and names_a_team(rows[number].wanted)
    ]
    wanted = in_teams(context, [rows[number].wanted for number in changed])
    written = {
        number: replace(rows[number], wanted=one)
        for number, one in zip(changed, wanted, strict=True)
    }
    return _drafts(context, written, mode, {})


def _draft(row: Row, basis: Basis) -> Draft:
    if row.place.use is Use.FREE and not basis.whole and not row.wanted.get(NEW_PERSON):
        raise unknown(row.handle)
    return put_draft(row.place, row.wanted, basis)


def _room(context: Context, drafts: dict[int, Draft], refused: Refused, *, apart: bool) -> Room:
    """Return the register's room. Refuse new people beyond it: all of them, or the last rows."""
    new = [number for number, draft in drafts.items() if draft.is_new]
    room = headcount.check(context, 0 if apart else len(new))
    for number in new[room.places :]:
        refused[number] = over(room.most, room.people, len(new))
        del drafts[number]
    return room


def _refuse(refused: Refused, rows: Mapping[int, Row]) -> None:
    """Raise the error of a batch with refused rows: all their faults, or the first conflict."""
    for error in refused.values():
        if not isinstance(error, Invalid):
            raise error
    faults = [
        fault for number in sorted(refused) for fault in _faults(number, refused[number], rows)
    ]
    if faults:
        raise Invalid(faults[:MOST_FAULTS], refusal_code(faults))


def _faults(number: int, error: ServiceError, rows: Mapping[int, Row]) -> list[Fault]:
    """Return the faults of a refused row, with their places in the request."""
    start = f"/employees/{number}"
    if isinstance(error, Invalid):
        return [replace(fault, pointer=f"{start}{fault.pointer}") for fault in error.faults]
    handle = rows[number].handle
    return [Fault(f"{start}/{handle}", error.code, error.detail)]


def _outcome(draft: Draft) -> Outcome:
    outcome = CREATED if draft.is_new else UPDATED
    if not draft.changes_something:
        outcome = UNCHANGED
    return Outcome(outcome, draft.after.id, draft.after.key)


def _refusal(
    sent: Mapping[str, Any] | RefusedRow, row: Row | None, faults: Sequence[Fault]
) -> Outcome:
    """Return the outcome of a refused row: with the id that it names, and who has it now."""
    if row is None:
        named = None if isinstance(sent, RefusedRow) else sent.get("id")
        return Outcome(REFUSED, named, None, faults)
    holder = row.place.holder
    return Outcome(REFUSED, row.place.id, None if holder is None else holder.key, faults)
