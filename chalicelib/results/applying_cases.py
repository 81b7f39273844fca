"""Apply the cases of one person: score the person's result of a period again, under its lease.

A confirmed or revoked case asks for it (cases/deciding.py). The result is scored by the version
that made it, from its stored figures, with the cases that are in force now: whichever run comes
first applies all of them. A run may die at any write and be run again. The end of the work says, in
one transaction, that the result follows what is in force, on condition that this is what was read.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action

from chalicelib.audit.work_ends import end_work
from chalicelib.cases.in_force import InForce, in_force_write, read_in_force
from chalicelib.cases.queue import Apply
from chalicelib.cases.records import Case, read_case
from chalicelib.jobs import given_up
from chalicelib.periods import lease
from chalicelib.periods.errors import PeriodLocked
from chalicelib.periods.keys import key_of_period
from chalicelib.periods.lease import Lease
from chalicelib.periods.records import read_period
from chalicelib.results import mending_means
from chalicelib.results.abandoned import ask_to_settle
from chalicelib.results.changes import Changes
from chalicelib.results.finishing import settle_and_follow
from chalicelib.results.leased_run import DONE, RESERVE, Next, run_under_lease
from chalicelib.results.mending_means import MendingMeans, Place
from chalicelib.results.rescore_chunk import Rescorer
from chalicelib.schemes.compiled import existing
from chalicelib.scorecards.records import Scorecard, read_cards
from chalicelib.scoring.needs import needs_team_means
from chalicelib.store.table import ConditionFailed
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.leaving import Presence

ACTION = "periods.cases_applied"
COMPLETED, FAILED = "completed", "failed"
#: The period's revision may change between its read and the write: publishing changes it too.
ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Due:
    """A decided case whose message has come. ``gave_up_at``: since when it counts as given up."""

    case: Case
    claim: str | None
    gave_up_at: str | None


def read(context: Context, asked: Apply) -> Due | None:
    """Return the case of a message; None while its decision is not committed.

    An erasure, which gives cases other ids, waits for those that are due (cases/erasure.py).
    """
    case = read_case(context, asked.id)
    if case is None or case.revision < asked.revision:
        return None
    standing = read_in_force(context, case.period, case.scheme, case.person)
    return Due(case, asked.claim, standing.gave_up_at)


def run(context: Context, due: Due, deadline: datetime) -> Next:
    """Apply what is in force for the case's person, and return the next step.

    Does nothing when the result follows it already.
    """
    case = due.case
    period, scheme = case.period, case.scheme
    if _standing(context, case).due_since is None:
        lease.release_ended(context, period, scheme, case.id)
        return DONE

    def work(held: Lease) -> None:
        _apply(context, case, held, deadline - RESERVE)

    try:
        return run_under_lease(context, scheme, period, due.claim, deadline, work, case.id)
    except PeriodLocked:
        # A period with cases that are due is not locked (publication/cases_due.py).
        return DONE


def note_given_up(context: Context, asked: Apply, at: str | None) -> None:
    """Store since when the effect counts as given up (``at``; None: no more).

    When ``at`` has passed, its event is written, once until the work goes on, the lease under the
    message's claim is abandoned, and the period is settled and released, as with a rescoring.
    """
    case = read_case(context, asked.id)
    if case is None:
        return
    standing = _standing(context, case)
    if standing.due_since is None:
        return
    moment, told = Path("gave_up_at"), Path(given_up.TOLD)
    key, _ = in_force_write(context, case.period, case.scheme, standing)
    if at is not None and given_up.is_over(context, at):
        since = given_up.since(standing.gave_up_at, at) or at
        _tell_given_up(context, case, standing, [moment.set(since), told.set(True)])
        if asked.claim is not None:
            lease.abandon(context, case.period, case.scheme, asked.claim)
        ask_to_settle(context, case.period, case.scheme, case.id)
        return
    with suppress(ConditionFailed):
        actions = [moment.remove() if at is None else moment.set(at), told.remove()]
        context.table.update(key, actions, Path("due_since").exists())


def _tell_given_up(
    context: Context, case: Case, standing: InForce, actions: Sequence[Action]
) -> None:
    """Store that the effect was given up, with its event, both or neither."""
    key, _ = in_force_write(context, case.period, case.scheme, standing)
    waits = Path("due_since").exists() & Path(given_up.TOLD).does_not_exist()

    def also(unit: Unit) -> None:
        unit.update(key, actions, waits)

    state = {"status": FAILED, "code": given_up.CODE}
    _end_work(context, case, [], None, state, also, lambda: True)


def _standing(context: Context, case: Case) -> InForce:
    return read_in_force(context, case.period, case.scheme, case.person)


def _apply(context: Context, case: Case, held: Lease, deadline: datetime) -> None:
    """Do the work under the lease. Raises OutOfTime, TakenOver and the errors of followers."""
    standing = _standing(context, case)
    if standing.due_since is None:
        return
    Presence(context).check()
    changes = Changes(held)
    shards = context.principal.shards
    found = read_cards(
        context.table, context.scope, case.scheme, case.period, [case.person], shards
    )
    card = found.get(case.person)
    if card is not None and not card.imported:
        _score(context, card, standing.due_since, changes, deadline)
    if held.wrote or not held.settled or held.record.following is not None:
        newest = max(map(int, held.record.versions), default=None if card is None else card.version)
        if newest is not None:
            version = existing(context.table, context.scope, case.scheme, newest)
            settle_and_follow(context, version, held, deadline, changes)
    _end(context, case, standing, held)


def _score(
    context: Context, card: Scorecard, since: str, changes: Changes, deadline: datetime
) -> None:
    """Score the person's result anew, and then whoever takes a team mean that has moved."""
    scheme, period = card.scheme, card.period
    version = existing(context.table, context.scope, scheme, card.version)
    # Not the run's own clock: what a run repeats is the same.
    computed_at = max(card.computed_at, since)
    mending_means.begin(context, version, scheme, period)
    Rescorer(context, version, scheme, period, computed_at, changes).chunk([card])
    if needs_team_means(version.scheme):
        # Without a checkpoint: what is mended stays so, and the next run finds less to mend.
        MendingMeans(context, version, scheme, period, computed_at, changes).run(
            Place(), lambda _: None, lambda: context.platform.clock() > deadline
        )


def _end(context: Context, case: Case, standing: InForce, held: Lease) -> None:
    """Say that the result follows what is in force, with its event and the end of the lease.

    Nothing is written when another case was decided meanwhile: its message applies that too.
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
        lambda: _standing(context, case).revision == standing.revision,
    )


def _end_work(
    context: Context,
    case: Case,
    changes: Sequence[Action],
    condition: Condition | None,
    state: Mapping[str, Any],
    also: Callable[[Unit], None],
    still: Callable[[], bool],
) -> bool:
    """Change the period's record and write the event, unless ``still`` says no more.

    Publishing changes the record too, so it is tried again with the record as it is then.
    """
    period, scheme, revision = case.period, case.scheme, Path("revision")
    for _ in range(ATTEMPTS):
        record = read_period(context.table, context.scope, period, scheme)
        if record is None or not still():
            return False
        same = revision.does_not_exist() | (revision == record.revision)
        ended = end_work(
            context,
            key_of_period(context.scope, period, scheme),
            changes,
            same if condition is None else condition & same,
            ACTION,
            f"periods/{period}/{scheme}",
            state,
            record.revision + 1,
            also,
        )
        if ended:
            return True
    return False
