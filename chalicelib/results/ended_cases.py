"""The end of a case's effect: that the result follows what is in force, or that it was given up.

Each is said in one transaction with its event, on condition that it is so of what was read. The
event is of the period, whose record gives it its revision.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action

from chalicelib.audit.work_ends import end_work
from chalicelib.cases.in_force import InForce, in_force_write, standing_of
from chalicelib.cases.keys import key_of_cases_in_force
from chalicelib.cases.queue import Apply
from chalicelib.cases.records import Case, read_case
from chalicelib.jobs import given_up
from chalicelib.periods import lease
from chalicelib.periods.keys import key_of_period
from chalicelib.periods.lease import Lease
from chalicelib.periods.records import read_period, same_revision
from chalicelib.results.abandoned import ask_to_settle
from chalicelib.results.leased_run import TakenOver
from chalicelib.store.keys import Key
from chalicelib.store.table import ConditionFailed
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import Context

ACTION = "periods.cases_applied"
COMPLETED, FAILED = "completed", "failed"
#: The period's revision may change between its read and the write: publishing changes it too.
ATTEMPTS = 5


def end_effect(context: Context, case: Case, standing: InForce, held: Lease) -> None:
    """Say that the result follows what is in force, with its event and the end of the lease.

    Nothing is written when another case was decided meanwhile: its message applies that too. Raises
    TakenOver when another run holds the period, and when the period changes during each of ATTEMPTS
    tries: then another run is asked for.
    """
    period, scheme = case.period, case.scheme
    done = replace(
        standing, due_since=None, because=(), gave_up_at=None, revision=standing.revision + 1
    )
    write = in_force_write(context, period, scheme, done)
    due = Path("cases_due")

    def also(unit: Unit) -> None:
        unit.put(*write, Path("revision") == standing.revision)
        held.forget_in(context, unit)

    held.ended = _end_work(
        context,
        case,
        [*held.release_actions(), due.set((due | 0) + (-1))],
        held.held,
        # Cases are not named: their ids tell the person, and the event is of the period.
        {"status": COMPLETED, "cases": len(standing.because), "people": 1},
        also,
    )
    if not held.ended and standing_of(context, case).revision == standing.revision:
        raise TakenOver


def note_given_up(context: Context, asked: Apply, at: str | None) -> None:
    """Store since when the effect counts as given up (``at``; None: no more).

    When ``at`` has passed, its event is written, once until the work goes on, the lease under the
    message's claim is abandoned, and the period is settled and released, as with a rescoring.
    Raises TakenOver when the period changes during each of ATTEMPTS tries: whoever reads the dead
    letter tries again.
    """
    case = read_case(context, asked.id)
    if case is None:
        return
    standing = standing_of(context, case)
    if standing.due_since is None:
        return
    moment, told = Path("gave_up_at"), Path(given_up.TOLD)
    key = _key(context, case)
    if at is not None and given_up.is_over(context, at):
        since = given_up.since(standing.gave_up_at, at) or at
        _tell_given_up(context, case, [moment.set(since), told.set(True)])
        if asked.claim is not None:
            lease.abandon(context, case.period, case.scheme, asked.claim)
        ask_to_settle(context, case.period, case.scheme, case.id)
        return
    with suppress(ConditionFailed):
        actions = [moment.remove() if at is None else moment.set(at), told.remove()]
        context.table.update(key, actions, Path("due_since").exists())


def _tell_given_up(context: Context, case: Case, actions: Sequence[Action]) -> None:
    """Store that the effect was given up, with its event, both or neither."""
    waits = Path("due_since").exists() & Path(given_up.TOLD).does_not_exist()

    def also(unit: Unit) -> None:
        unit.update(_key(context, case), actions, waits)

    state = {"status": FAILED, "code": given_up.CODE}
    if not _end_work(context, case, [], None, state, also):
        item = context.table.get(_key(context, case)) or {}
        if "due_since" in item and given_up.TOLD not in item:
            raise TakenOver


def _key(context: Context, case: Case) -> Key:
    return key_of_cases_in_force(context.scope, case.period, case.scheme, case.person)


def _end_work(
    context: Context,
    case: Case,
    changes: Sequence[Action],
    condition: Condition | None,
    state: Mapping[str, Any],
    also: Callable[[Unit], None],
) -> bool:
    """Change the period's record and write the event; return whether the conditions hold.

    Publishing changes the record too, so it is tried again with the record as it is then.
    """
    period, scheme = case.period, case.scheme
    tried: int | None = None
    for _ in range(ATTEMPTS):
        record = read_period(context.table, context.scope, period, scheme)
        if record is None or record.revision == tried:
            return False  # The revision was not what refused the last write.
        tried = record.revision
        ended = end_work(
            context,
            key_of_period(context.scope, period, scheme),
            changes,
            same_revision(record) if condition is None else condition & same_revision(record),
            ACTION,
            f"periods/{period}/{scheme}",
            state,
            record.revision + 1,
            also,
        )
        if ended:
            return True
    return False
