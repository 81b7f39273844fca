"""Cases that a decided appeal makes and revokes, all in the transaction of the decision.

Whoever decided the appeal answers for it, so nobody proposes or confirms apart. What is in force
for the person changes once, and its effect is asked for as of any decision about a case.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.audit.records import record_change
from chalicelib.cases import queue
from chalicelib.cases.deciding import TOO_MANY, put_after_lock, put_in_force
from chalicelib.cases.in_force import MOST, InForce, entry_of, read_in_force
from chalicelib.cases.records import CONFIRMED, REVOKED, Case, case_write
from chalicelib.cases.service import about, audited, put_changed, signed
from chalicelib.errors import Conflict
from chalicelib.person_keys import PersonKey
from chalicelib.scorecards.case_ids import new_case_id
from chalicelib.tenancy.context import Context


def exemption(
    context: Context,
    place: tuple[str, str, PersonKey],
    team: str | None,
    wanted: Mapping[str, Any],
    appeal: str,
    reason: str,
) -> Case:
    """Return the confirmed exemption that a decision makes. ``place``: period, scheme, person."""
    period, scheme, person = place
    decided = signed(context, reason)
    return Case(
        id=new_case_id(period, person),
        kind=wanted["kind"],
        scheme=scheme,
        period=period,
        person=person,
        status=CONFIRMED,
        reason=reason,
        proposal=decided,
        created_at=context.time,
        updated_at=context.time,
        team=team,
        decisions={CONFIRMED: decided},
        appeal=appeal,
        **about(wanted),
    )


def carry_out(
    context: Context,
    place: tuple[str, str, PersonKey],
    made: Sequence[Case],
    revoked: Sequence[Case],
    appeal: str,
    reason: str,
) -> None:
    """Add the writes of new cases and of those to revoke, and ask for their effect.

    The commit raises PeriodLocked, and Changed when another decision about the person came first.
    Raises Conflict ``too_many_cases`` (409).
    """
    standing, wanted, changed = _decided(context, place, made, revoked, appeal, reason)
    put_in_force(context, place, standing, wanted, (*(case.id for case in changed), appeal))
    queue.send(context, changed[0])


def carry_out_after_lock(
    context: Context,
    place: tuple[str, str, PersonKey],
    made: Sequence[Case],
    revoked: Sequence[Case],
    appeal: str,
    reason: str,
) -> InForce:
    """Add the writes of new cases and of those to revoke in a locked month, and return what is in
    force then. Nothing is due: the decision corrects the result in the same transaction.

    Raises Conflict ``too_many_cases`` (409).
    """
    period, scheme, _ = place
    standing, wanted, _ = _decided(context, place, made, revoked, appeal, reason)
    return put_after_lock(context, period, scheme, standing, wanted)


def _decided(
    context: Context,
    place: tuple[str, str, PersonKey],
    made: Sequence[Case],
    revoked: Sequence[Case],
    appeal: str,
    reason: str,
) -> tuple[InForce, InForce, Sequence[Case]]:
    """Write the cases. Return what is in force, what will be, and the cases that changed."""
    for case in made:
        key, item = case_write(context, case)
        context.unit.put(key, item, Path("pk").does_not_exist())
        target = f"cases/{case.id}"
        told = audited(case)
        record_change(context, "cases.confirm", target, None, told, revision=case.revision)
    gone = [_revoked(context, case, appeal, reason) for case in revoked]
    standing = read_in_force(context, *place)
    ended = {case.id for case in gone}
    entries = [one for one in standing.entries if one["id"] not in ended]
    entries += [entry_of(case, context.time) for case in made]
    if len(entries) > MOST:
        raise Conflict("too_many_cases", TOO_MANY)
    return standing, replace(standing, entries=tuple(entries)), (*made, *gone)


def _revoked(context: Context, before: Case, appeal: str, reason: str) -> Case:
    after = replace(
        before,
        status=REVOKED,
        decisions={**before.decisions, REVOKED: signed(context, reason)},
        appeal=appeal,
        updated_at=context.time,
        revision=before.revision + 1,
    )
    put_changed(context, before, after, "cases.revoke")
    return after
