"""What follows from a correction in the next period, whose results are made with this one's.

An open period's result is outdated, and the period counts it: it is scored again on request. A
locked one's becomes a correction of its own, whose difference is the person's too, and so on. Each
step may be repeated.
"""

from contextlib import suppress
from datetime import datetime

from chalicelib.corrections.entry import Wanted, correct
from chalicelib.corrections.records import (
    FOLLOWS,
    Correction,
    id_of_following,
    read_correction,
)
from chalicelib.errors import Busy, Conflict, Invalid
from chalicelib.jobs.kinds import Next
from chalicelib.periods.calendar import following
from chalicelib.periods.records import read_period
from chalicelib.results.outdated import count_following
from chalicelib.scorecards.closed import changes_by_corrections
from chalicelib.scorecards.corrected import standing_of
from chalicelib.scorecards.previous_period import NONE_STOOD, standing_revisions
from chalicelib.scorecards.records import read_card
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import Context

#: Seconds until another try, when the next result was corrected at the same moment.
BUSY_SECONDS = 3


def run(context: Context, correction: Correction, deadline: datetime) -> Next | None:
    """Do what follows. None when that is done, else when to run again."""
    if not count_following(context, correction.scheme, correction.period, deadline):
        return Next(0)
    period = following(correction.period)
    if read_correction(context, id_of_following(correction, period)) is not None:
        return None
    if not _looks_back(context, correction, period):
        return None
    unit = Unit(context.table)
    wanted = Wanted(
        correction.scheme,
        period,
        correction.person,
        "",
        cause={"correction": correction.id},
        kind=FOLLOWS,
        id=id_of_following(correction, period),
    )
    with suppress(Conflict, Invalid):
        # The same result, a void one: nothing is to be corrected there.
        correct(context, unit, wanted)
    try:
        unit.commit()
    except Busy:
        return Next(BUSY_SECONDS)
    return None


def _looks_back(context: Context, correction: Correction, period: str) -> bool:
    """Say whether a locked result of the period was made with another one than stands before."""
    record = read_period(context.table, context.scope, period, correction.scheme)
    card = read_card(context, correction.scheme, period, correction.person)
    if record is None or card is None or not changes_by_corrections(record, card):
        return False
    made_with = standing_of(context, card).previous_revision
    before = standing_revisions(context, correction.scheme, period, [correction.person])
    now = before.get(correction.person, NONE_STOOD)
    return made_with is not None and made_with != now
