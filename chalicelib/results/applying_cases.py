"""Apply the cases of one person: score the person's result of a period again, under its lease.

A confirmed or revoked case asks for it (cases/deciding.py). The result is scored by the version
that made it, from its stored figures, with the cases that are in force now: whichever run comes
first applies all of them. A run may die at any write and be run again. The end of the work is in
results/ended_cases.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib.cases import queue
from chalicelib.cases.in_force import standing_of
from chalicelib.cases.queue import Apply
from chalicelib.cases.records import Case, read_case
from chalicelib.periods import lease
from chalicelib.periods.errors import PeriodLocked
from chalicelib.periods.lease import Lease
from chalicelib.results import mending_means
from chalicelib.results.changes import Changes
from chalicelib.results.ended_cases import end_effect
from chalicelib.results.finishing import settle_and_follow
from chalicelib.results.leased_run import DONE, RESERVE, Next, OutOfTime, run_under_lease
from chalicelib.results.mending_means import MendingMeans, Place
from chalicelib.results.rescore_chunk import Rescorer
from chalicelib.schemes.calendar import Effect
from chalicelib.schemes.compiled import existing
from chalicelib.schemes.records import read_head
from chalicelib.scorecards.appeal_ids import is_appeal_id
from chalicelib.scorecards.records import Scorecard, read_card
from chalicelib.scoring.needs import needs_team_means
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.leaving import Presence


@dataclass(frozen=True, slots=True)
class Due:
    """A decided case whose message has come. ``gave_up_at``: since when it counts as given up."""

    case: Case
    claim: str | None
    gave_up_at: str | None


@dataclass(frozen=True, slots=True)
class InPilot:
    """A decided case whose effect has come, and the code of a pilot whose result is to follow."""

    case: Case
    pilot: str
    claim: str | None


def read_in_pilot(context: Context, case_id: str, pilot: str, claim: str | None) -> InPilot | None:
    """Return what a message asks for. None when the case is gone: an erasure gave it another id,
    and scored the person's results without a name."""
    case = read_case(context, case_id)
    return None if case is None else InPilot(case, pilot, claim)


def read(context: Context, asked: Apply) -> Due | None:
    """Return the case of a message; None while its decision is not committed.

    An erasure, which gives cases other ids, waits for those that are due (cases/erasure.py).
    """
    case = read_case(context, asked.id)
    if case is None or case.revision < asked.revision:
        return None
    return Due(case, asked.claim, standing_of(context, case).gave_up_at)


def run(context: Context, due: Due, deadline: datetime) -> Next:
    """Apply what is in force for the case's person, and return the next step.

    Does nothing when the result follows it already.
    """
    case = due.case
    period, scheme = case.period, case.scheme
    if standing_of(context, case).due_since is None:
        lease.release_ended(context, period, scheme, case.id)
        return DONE

    def work(held: Lease) -> None:
        _apply(context, case, held, deadline - RESERVE)

    try:
        return run_under_lease(context, scheme, period, due.claim, deadline, work, case.id)
    except PeriodLocked:
        # A period with cases that are due is not locked (publication/cases_due.py).
        return DONE


def _apply(context: Context, case: Case, held: Lease, deadline: datetime) -> None:
    """Do the work under the lease. Raises OutOfTime, TakenOver and the errors of followers."""
    standing = standing_of(context, case)
    if standing.due_since is None:
        return
    appeals = [one for one in standing.because if is_appeal_id(one)]
    _follow(context, case, held, standing.due_since, appeals, deadline)
    # Before the end, after which nothing asks any more. Asked twice, a pilot's result is the same.
    for effect in pilots_of(context, case):
        queue.send_to_pilot(context, case, effect.version)
    end_effect(context, case, standing, held)


def run_in_pilot(context: Context, asked: InPilot, deadline: datetime) -> Next:
    """Apply what is in force for the case's person to the result of a pilot; return the next step.

    Nothing waits for it: a pilot pays nobody, and its next scoring would follow the case too.
    """
    case, pilot = asked.case, asked.pilot

    def work(held: Lease) -> None:
        _follow(context, case, held, case.updated_at, (), deadline - RESERVE)

    return run_under_lease(context, pilot, case.period, asked.claim, deadline, work, case.id)


def pilots_of(context: Context, case: Case) -> tuple[Effect, ...]:
    """Return the pilots of the case's scheme and period."""
    head = read_head(context.table, context.scope, case.scheme)
    return () if head is None else head.pilots(case.period)


def _follow(
    context: Context,
    case: Case,
    held: Lease,
    since: str,
    appeals: Sequence[str],
    deadline: datetime,
) -> None:
    """Let the person's result under the lease's scheme follow what is in force, then the period.

    ``since`` is when that came to be, at the latest: what a run repeats is the same.
    """
    Presence(context).check()
    changes = Changes(held)
    card = read_card(context, held.scheme, case.period, case.person)
    if card is not None and not card.imported:
        _score(context, card, since, appeals, changes, deadline)
    if held.wrote or not held.settled or held.record.following is not None:
        newest = max(map(int, held.record.versions), default=None if card is None else card.version)
        if newest is not None:
            version = existing(context.table, context.scope, held.scheme, newest)
            settle_and_follow(context, version, held, deadline, changes)


def _score(
    context: Context,
    card: Scorecard,
    since: str,
    appeals: Sequence[str],
    changes: Changes,
    deadline: datetime,
) -> None:
    """Score the person's result anew, and then whoever takes a team mean that has moved."""
    scheme, period = card.scheme, card.period
    version = existing(context.table, context.scope, scheme, card.version)
    computed_at = max(card.computed_at, since)
    mending_means.begin(context, version, scheme, period)
    Rescorer(context, version, scheme, period, computed_at, changes, appeals).chunk([card])
    if needs_team_means(version.scheme):

        def over() -> OutOfTime | None:
            return OutOfTime() if context.platform.clock() > deadline else None

        # Without a checkpoint: what is mended stays so, and the next run finds less to mend.
        mending = MendingMeans(context, version, scheme, period, computed_at, changes)
        mending.run(Place(), lambda _: None, over)
