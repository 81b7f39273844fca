"""The lease of a scheme's period: one writer at a time.

Scorecards are written in batches, which cannot be conditional. So the lease decides who may write.
A run holds the period until a moment after the end of its worker's life. When a worker dies, the
period is free again at that moment. The claim names the run and not the upload, so an event that is
delivered twice cannot make two writers.
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
    """Take the lease under ``claim`` until ``until`` and MARGIN. Raises PeriodLocked or PeriodBusy.

    ``inherited`` is the claim of the run that handed on. The first run that presents it gets the
    lease, so a message that is delivered twice finds the period busy the second time. The claim
    itself is accepted too: the client repeats a write whose answer was lost.
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
    """Return the condition, on the period's item, that no run holds the period now."""
    writer, writer_until = Path("writer"), Path("writer_until")
    free: Condition = writer.does_not_exist() | (writer_until < timestamp(context.platform.clock()))
    return free


def release(context: Context, period: str, scheme: str, claim: str) -> None:
    """End the lease of a finished run. Does nothing when another run holds the period."""
    actions = [Path("writer").remove(), Path("writer_until").remove()]
    _if_held(context, period, scheme, claim, actions)


def abandon(context: Context, period: str, scheme: str, claim: str) -> None:
    """End the lease of a run that has not finished, so that another run can take the period.

    The period keeps its writer. So it cannot be published or locked until a run has taken it and
    finished. Does nothing when another run holds the period.
    """
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
