"""Decisions about cases: confirmed, declined, revoked, each by a person (``decides=True``).

A confirmed or revoked case changes what is in force for the person in the same transaction, and
asks for its effect: the person's result is scored again (results/applying_cases.py). In a locked
month its effect is a correction, in the same transaction too (corrections/by_case.py).
"""

from dataclasses import replace
from typing import NamedTuple

from pynamodb.expressions.operand import Path

from chalicelib.cases import queue
from chalicelib.cases.hearings import is_heard
from chalicelib.cases.in_force import (
    MOST,
    InForce,
    entry_of,
    in_force_write,
    standing_of,
)
from chalicelib.cases.records import CONFIRMED, DECLINED, REVOKED, Case
from chalicelib.cases.service import put_changed, refuse_imported, signed
from chalicelib.cases.sight import refuse_own, seen
from chalicelib.cases.transitions import check_transition
from chalicelib.errors import Changed, Conflict
from chalicelib.language import Text
from chalicelib.people.today import today
from chalicelib.periods.errors import PeriodLocked
from chalicelib.periods.keys import key_of_period
from chalicelib.periods.records import PeriodRecord, not_locked, read_period, same_revision
from chalicelib.person_keys import PersonKey
from chalicelib.scorecards.closed import is_closed
from chalicelib.scorecards.keys import key_of_scorecard
from chalicelib.scoring.recorded_cases import VETO
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.records import read_tenant
from chalicelib.web.etags import Expected, check, require_read


class Decided(NamedTuple):
    """A case as it will be stored. ``due``: its effect is asked for with this request's commit.
    ``corrects``: it is made with this commit, as a correction."""

    case: Case
    due: bool = False
    corrects: bool = False


def confirm(context: Context, case_id: str, expected: Expected) -> Decided:
    """Confirm a proposed case. Returns the case as it will be stored.

    A case that is confirmed already asks for its effect once more, if that has not come. Raises
    NotFound (404), 412, and Conflict (409): ``status_not_reachable``, ``own_case``, ``four_eyes``,
    ``not_heard``, ``too_many_cases``, and PeriodLocked when the lock comes in between. With four
    eyes 428 for ``If-Match: *``.
    """
    before = seen(context, case_id)
    check(expected, before.revision)
    if before.status == CONFIRMED:
        return _again(context, before)
    check_transition(before.status, CONFIRMED)
    refuse_own(context, before.person)
    _refuse_alone(context, before, expected)
    _refuse_unheard(context, before)
    standing = standing_of(context, before)
    if len(standing.entries) >= MOST:
        raise Conflict("too_many_cases", TOO_MANY)
    after = _decided(context, before, CONFIRMED, None)
    entries = (*standing.entries, entry_of(after, context.time))
    return _in_effect(context, before, after, standing, replace(standing, entries=entries))


def decline(context: Context, case_id: str, reason: str, expected: Expected) -> Decided:
    """Decline a proposed case, with a reason. Returns the case as it will be stored.

    Raises NotFound (404), 412, Conflict (409) ``status_not_reachable`` and ``own_case``.
    """
    before = seen(context, case_id)
    check(expected, before.revision)
    check_transition(before.status, DECLINED)
    refuse_own(context, before.person)
    after = _decided(context, before, DECLINED, reason)
    put_changed(context, before, after, "cases.decline")
    return Decided(after)


def revoke(context: Context, case_id: str, reason: str, expected: Expected) -> Decided:
    """Revoke a confirmed case, with a reason. Returns the case as it will be stored.

    A case that is revoked already asks for its effect once more, if that has not come. Raises
    NotFound (404), 412, Conflict (409) ``status_not_reachable`` and ``own_case``, PeriodLocked.
    """
    before = seen(context, case_id)
    check(expected, before.revision)
    if before.status == REVOKED:
        return _again(context, before)
    check_transition(before.status, REVOKED)
    refuse_own(context, before.person)
    standing = standing_of(context, before)
    entries = tuple(one for one in standing.entries if one["id"] != before.id)
    after = _decided(context, before, REVOKED, reason)
    return _in_effect(context, before, after, standing, replace(standing, entries=entries))


def _decided(context: Context, before: Case, status: str, reason: str | None) -> Case:
    return replace(
        before,
        status=status,
        decisions={**before.decisions, status: signed(context, reason)},
        updated_at=context.time,
        revision=before.revision + 1,
    )


def _in_effect(
    context: Context, before: Case, after: Case, standing: InForce, wanted: InForce
) -> Decided:
    """Add the writes of a decision that changes figures to the request's unit, and ask for its
    effect. The commit raises PeriodLocked, and Changed when another decision about the person came
    first."""
    record = read_period(context.table, context.scope, after.period, after.scheme)
    refuse_imported(record)
    action = "cases.confirm" if after.status == CONFIRMED else "cases.revoke"
    put_changed(context, before, after, action)
    if record is not None and is_closed(context, record, after.person):
        return Decided(after, corrects=_corrects(context, record, after, standing, wanted))
    put_in_force(context, (after.period, after.scheme, after.person), standing, wanted, (after.id,))
    queue.send(context, after)
    return Decided(after, due=True)


def put_in_force(
    context: Context,
    place: tuple[str, str, PersonKey],
    standing: InForce,
    wanted: InForce,
    because: tuple[str, ...],
) -> None:
    """Add the writes that change what is in force at a place (period, scheme, person), and say
    that the result does not follow it yet. ``because``: the cases that changed, and an appeal."""
    period, scheme, person = place
    told = replace(
        wanted,
        revision=standing.revision + 1,
        due_since=standing.due_since or context.time,
        because=tuple(sorted({*standing.because, *because})),
    )
    _put(context, period, scheme, standing, told)
    # What was settled ahead at this moment does not follow by a rescoring.
    key = key_of_scorecard(context.scope, scheme, period, person, context.principal.shards)
    context.unit.check(key, Path("closed").does_not_exist(), Changed)
    due = Path("cases_due")
    counted = [] if standing.due_since is not None else [due.set((due | 0) + 1)]
    context.unit.update(
        key_of_period(context.scope, period, scheme),
        [
            Path("period").set(period),
            Path("scheme").set(scheme),
            Path("cases").set(True),
            *counted,
        ],
        not_locked(),
        PeriodLocked,
    )


def _corrects(
    context: Context, record: PeriodRecord, case: Case, standing: InForce, wanted: InForce
) -> bool:
    """Let a decision take effect in a locked month, or on a result that was settled ahead: a
    correction, if the result follows it."""
    told = put_after_lock(context, case.period, case.scheme, standing, wanted)
    if context.platform.contents.corrected_by_case(context, case, told):
        return True
    key = key_of_period(context.scope, case.period, case.scheme)
    # A lock may be taken back, and what was settled ahead of it stays so.
    context.unit.update(key, [Path("cases").set(True)], same_revision(record), Changed)
    return False


def put_after_lock(
    context: Context, period: str, scheme: str, standing: InForce, wanted: InForce
) -> InForce:
    """Add the write that changes what is in force in a locked month, and return it. Nothing is due
    afterwards: whoever decides corrects the result in the same transaction."""
    told = replace(wanted, revision=standing.revision + 1)
    _put(context, period, scheme, standing, told)
    return told


def _put(context: Context, period: str, scheme: str, standing: InForce, wanted: InForce) -> None:
    revision = Path("revision")
    first = revision.does_not_exist()
    same = first if standing.revision == 0 else revision == standing.revision
    context.unit.put(*in_force_write(context, period, scheme, wanted), same, Changed)


def _again(context: Context, case: Case) -> Decided:
    """Ask for the effect of a decided case once more, if it has not come."""
    standing = standing_of(context, case)
    if standing.due_since is not None:
        queue.send(context, case)
    return Decided(case)


def _refuse_alone(context: Context, case: Case, expected: Expected) -> None:
    """Four eyes: who proposed or changed a case does not confirm it, somebody has done so by name,
    and the second pair has read what it confirms. Without the setting one person may do both."""
    tenant = read_tenant(context.table, context.scope)
    if tenant is not None and not tenant.four_eyes:
        return
    if not case.authors:
        raise Conflict("four_eyes", NOBODY_PROPOSED)
    if context.principal.person in case.authors:
        raise Conflict("four_eyes", ALONE)
    require_read(expected)


def _refuse_unheard(context: Context, case: Case) -> None:
    """On a veto the person is heard first: they answered, or had until a day that has passed."""
    if case.kind != VETO or is_heard(case.hearing, today(context)):
        return
    raise Conflict("not_heard", NOT_HEARD)


ALONE = Text(
    "按企业的双人复核设置，提出或修改个案的人不能确认它；请由另一人确认。",
    "Your company asks for four eyes: who proposed a case or changed it does not confirm it. "
    "Another person has to.",
)
NOBODY_PROPOSED = Text(
    "按企业的双人复核设置，个案须由具名人员提出；请由一位具名人员补充修改后，再由另一人确认。",
    "Your company asks for four eyes, and no person has proposed this case: its credential is "
    "bound to nobody. Let one person change it, and another confirm it.",
)
NOT_HEARD = Text(
    "确认否决前须先听取本人意见：请记录其答复，或记录询问日期和已过的答复期限。",
    "On a veto the person is heard first: record the answer, or the day on which they were asked "
    "and the day to answer by, once that has passed.",
)
TOO_MANY = Text(
    f"同一人同一期间最多 {MOST} 个生效的个案。",
    f"At most {MOST} cases of a person are in force in a period.",
)
