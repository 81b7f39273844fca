"""Apply the cases of one person: score the person's result of a period again, under its lease.

A confirmed or revoked case asks for it (cases/deciding.py). The result is scored by the version
that made it, from its stored figures, with the cases that are in force now: whichever run comes
first applies all of them. A run may die at any write and be run again. The end of the work is in
results/ended_cases.py.
"""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.cases.in_force import InForce, standing_of
from chalicelib.cases.queue import Apply
from chalicelib.cases.records import Case, read_case
from chalicelib.periods import lease
from chalicelib.periods.errors import PeriodLocked
from chalicelib.periods.lease import Lease
from chalicelib.results import mending_means
from chalicelib.results.changes import Changes
from chalicelib.results.ended_cases import end_effect
from chalicelib.results.finishing import settle_and_follow
from chalicelib.results.leased_run import DONE, RESERVE, Next, run_under_lease
from chalicelib.results.mending_means import MendingMeans, Place
from chalicelib.results.rescore_chunk import Rescorer
from chalicelib.schemes.compiled import existing
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
    Presence(context).check()
    changes = Changes(held)
    card = read_card(context, case.scheme, case.period, case.person)
    if card is not None and not card.imported:
        _score(context, card, standing, changes, deadline)
    if held.wrote or not held.settled or held.record.following is not None:
        newest = max(map(int, held.record.versions), default=None if card is None else card.version)
        if newest is not None:
            version = existing(context.table, context.scope, case.scheme, newest)
            settle_and_follow(context, version, held, deadline, changes)
    end_effect(context, case, standing, held)


def _score(
    context: Context, card: Scorecard, standing: InForce, changes: Changes, deadline: datetime
) -> None:
    """Score the person's result anew, and then whoever takes a team mean that has moved."""
    scheme, period = card.scheme, card.period
    version = existing(context.table, context.scope, scheme, card.version)
    # Not the run's own clock: what a run repeats is the same.
    computed_at = max(card.computed_at, standing.due_since or card.computed_at)
    appeals = [one for one in standing.because if is_appeal_id(one)]
    mending_means.begin(context, version, scheme, period)
    Rescorer(context, version, scheme, period, computed_at, changes, appeals).chunk([card])
    if needs_team_means(version.scheme):
        # Without a checkpoint: what is mended stays so, and the next run finds less to mend.
        MendingMeans(context, version, scheme, period, computed_at, changes).run(
            Place(), lambda _: None, lambda: context.platform.clock() > deadline
        )
