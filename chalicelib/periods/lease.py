"""One writer at a time for a scheme's period.

Scorecards are written in batches, which cannot be conditional, so who may write is decided
here: one run of an upload holds the period until a moment that lies beyond the end of its
worker's life. A worker that dies leaves the period free again at that moment. The claim is the
run's and not the upload's, so that an event delivered twice cannot make two writers.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action

from chalicelib.periods.errors import PeriodBusy, PeriodLocked
from chalicelib.periods.keys import key_of_period
from chalicelib.periods.records import LOCKED, read_period
from chalicelib.store.table import ConditionFailed
from chalicelib.tenancy.context import Context, timestamp

#: Clocks of two workers may differ by this much.
MARGIN = timedelta(seconds=5)


def take(
    context: Context,
    period: str,
    scheme: str,
    claim: str,
    until: datetime,
    inherited: str | None = None,
) -> None:
    """Hold the period under a claim of one's own. Raises PeriodLocked or PeriodBusy.

    ``inherited`` is the claim of the run that handed on: it passes to whoever is first, so a
    message that is delivered twice finds the period busy the second time. One's own claim passes
    too: a write whose answer was lost is sent again by itself.
    """
    writer, writer_until, state = Path("writer"), Path("writer_until"), Path("state")
    free = (
        writer.does_not_exist()
        | writer.is_in(claim, inherited or claim)
        | (writer_until < timestamp(context.platform.clock()))
    )
    try:
        context.table.update(
            key_of_period(context.scope, period, scheme),
            [
                Path("period").set(period),
                Path("scheme").set(scheme),
                writer.set(claim),
                writer_until.set(timestamp(until + MARGIN)),
            ],
            (state.does_not_exist() | (state != LOCKED)) & free,
        )
    except ConditionFailed:
        found = read_period(context.table, context.scope, period, scheme)
        if found is not None and found.state == LOCKED:
            raise PeriodLocked from None
        raise PeriodBusy from None


def unheld(context: Context) -> Condition:
    """That nobody is writing to the period now: to be checked of the period's item."""
    writer, writer_until = Path("writer"), Path("writer_until")
    free: Condition = writer.does_not_exist() | (writer_until < timestamp(context.platform.clock()))
    return free


def release(context: Context, period: str, scheme: str, claim: str) -> None:
    """Give the period up, if the run still holds it."""
    actions = [Path("writer").remove(), Path("writer_until").remove()]
    _if_held(context, period, scheme, claim, actions)


def lay_down(context: Context, period: str, scheme: str, claim: str) -> None:
    """Let somebody else take the period, without calling it finished: until somebody has taken it
    and come to an end, it cannot be locked."""
    past = timestamp(context.platform.clock() - MARGIN)
    _if_held(context, period, scheme, claim, [Path("writer_until").set(past)])


def _if_held(
    context: Context, period: str, scheme: str, claim: str, actions: Sequence[Action]
) -> None:
    try:
        context.table.update(
            key_of_period(context.scope, period, scheme), actions, Path("writer") == claim
        )
    except ConditionFailed:
        return
