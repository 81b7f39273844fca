"""The lease of a scheme's period: one writer at a time.

Scorecards are written in batches, which cannot be conditional. So the lease decides who may write.
A run holds the period until a moment after the end of its worker's life. When a worker dies, the
period is free again at that moment. The claim names the run and not the upload, so an event that is
delivered twice cannot make two writers.

The period also stores which work (an upload, a rescoring) the run is part of. A period with an
expired lease cannot be published or locked, because the work may be unfinished. Whoever finds that
the work has ended releases the lease. Each lease has an entry in a small collection, written before
the lease is taken and removed after its end, so that a sweep need not read all periods
(docs/decisions/leases-end.md).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action

from chalicelib.periods.errors import PeriodBusy, PeriodLocked
from chalicelib.periods.keys import key_of_lease, key_of_period
from chalicelib.periods.records import LOCKED, PeriodRecord, not_locked, read_period
from chalicelib.store.records import from_item
from chalicelib.store.table import ConditionFailed
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import Context, timestamp

#: Clocks of two workers may differ by this much.
MARGIN = timedelta(seconds=5)


@dataclass(slots=True)
class Lease:
    """A lease that a run holds, as its work sees it.

    ``record`` is the period as it was when the lease was taken. ``settled``: its summary was of all
    its results then. ``wrote``: the run has begun to write results. ``ended``: the lease was
    released together with the work's end state (:meth:`end_in`).
    """

    period: str
    scheme: str
    claim: str
    work: str
    record: PeriodRecord
    ended: bool = False
    settled: bool = False
    wrote: bool = False

    @property
    def held(self) -> Condition:
        """The condition, on the period's item, that this run still holds the period."""
        mine: Condition = Path("writer") == self.claim
        return mine

    def end_in(self, context: Context, unit: Unit) -> None:
        """Add the end of the lease to the transaction with the work's end state.

        The commit fails when another run holds the period.
        """
        key = key_of_period(context.scope, self.period, self.scheme)
        unit.update(key, self.release_actions(), self.held)
        self.forget_in(context, unit)

    def release_actions(self) -> list[Action]:
        """Return the changes of the period's item that release it.

        A period that was settled, and to which nothing was written, is settled still.
        """
        unsettled = Path("unsettled").remove()
        return [*release_actions(), *([unsettled] if self.settled and not self.wrote else [])]

    def forget_in(self, context: Context, unit: Unit) -> None:
        """Add the removal of the lease's entry to a transaction."""
        unit.delete(key_of_lease(context.scope, self.period, self.scheme, self.claim))


def take(
    context: Context,
    period: str,
    scheme: str,
    claim: str,
    until: datetime,
    inherited: str | None = None,
    *,
    work: str,
    only_own: bool = False,
) -> Lease:
    """Take the lease under ``claim`` until ``until`` and MARGIN. Raises PeriodLocked or PeriodBusy.

    ``inherited`` is the claim of the run that handed on. The first run that presents it gets the
    lease, so a message that is delivered twice finds the period busy the second time. The claim
    itself is accepted too: the client repeats a write whose answer was lost.

    The period counts as unsettled from then on, until its summary is made, or the run that found it
    settled ends without a write. It was settled if no run has left it otherwise, or if only the
    followers of the same work are left.

    ``work`` is the id of the work that the run is part of. ``only_own``: an expired lease of other
    work is left to it, and the period counts as busy. (A lease of an older version names no work.)
    """
    writer, writer_until = Path("writer"), Path("writer_until")
    expired = writer_until < timestamp(context.platform.clock())
    if only_own:
        holder = Path("writer_work")
        expired &= (holder == work) | holder.does_not_exist()
    free = writer.does_not_exist() | writer.is_in(claim, inherited or claim) | expired
    ends = timestamp(until + MARGIN)
    entry = key_of_lease(context.scope, period, scheme, claim)
    context.table.put(entry, {"until": ends, "work": work})
    mine = {
        "period": period,
        "scheme": scheme,
        "writer": claim,
        "writer_until": ends,
        "writer_work": work,
    }
    unsettled, since = Path("unsettled"), Path("writer_since")
    now = timestamp(context.platform.clock())
    # The run of the same work before this one has noted it.
    began = since.set(now if inherited is None else since | now)
    try:
        before = context.table.update(
            key_of_period(context.scope, period, scheme),
            [*map(_set, mine, mine.values()), began, unsettled.set(unsettled | claim)],
            not_locked() & free,
            before=True,
        )
    except ConditionFailed:
        context.table.delete(entry)
        found = read_period(context.table, context.scope, period, scheme)
        if found is not None and found.state == LOCKED:
            raise PeriodLocked from None
        raise PeriodBusy from None
    if inherited is not None:
        context.table.delete(key_of_lease(context.scope, period, scheme, inherited))
    settled = "writer" not in before and "unsettled" not in before
    record = from_item(PeriodRecord, {"unsettled": claim, **before, **mine})
    if record.following is not None:
        if record.following["work"] == work:
            settled = True
        else:
            # What follows must begin again after this work. Nothing is written before this.
            _if_held(context, period, scheme, [Path("following").remove()], writer == claim)
            record = replace(record, following=None)
    return Lease(period, scheme, claim, work, record, settled=settled)


def _set(name: str, value: str) -> Action:
    return Path(name).set(value)


def unheld(context: Context) -> Condition:
    """Return the condition, on the period's item, that no run holds the period now."""
    writer, writer_until = Path("writer"), Path("writer_until")
    free: Condition = writer.does_not_exist() | (writer_until < timestamp(context.platform.clock()))
    return free


def held_now(context: Context, record: PeriodRecord) -> bool:
    """Return whether a run holds the period at this moment."""
    return held_at(record, timestamp(context.platform.clock()))


def held_at(record: PeriodRecord, moment: str) -> bool:
    """Return whether a run holds the period at ``moment`` (RFC 3339, UTC)."""
    until = record.writer_until
    return record.writer is not None and until is not None and until >= moment


def release(context: Context, period: str, scheme: str, claim: str) -> None:
    """End the lease of a finished run. Does nothing when another run holds the period."""
    _end(context, period, scheme, claim, release_actions())


def give_back(context: Context, held: Lease) -> None:
    """End a lease as :func:`release` does, and keep the period settled if nothing was written."""
    _end(context, held.period, held.scheme, held.claim, held.release_actions())


def _end(context: Context, period: str, scheme: str, claim: str, actions: Sequence[Action]) -> None:
    _if_held(context, period, scheme, actions, Path("writer") == claim)
    context.table.delete(key_of_lease(context.scope, period, scheme, claim))


def release_ended(context: Context, period: str, scheme: str, work: str) -> None:
    """Release the lease that a run of ended work has left behind.

    Such a run began before another one ended the work, and then died or broke off. Does nothing
    when other work holds the period, or when the run may still be alive. The sweep removes the
    entry.
    """
    abandoned = (Path("writer_work") == work) & Path("writer").exists()
    _if_held(context, period, scheme, release_actions(), abandoned & unheld(context))


def abandon(context: Context, period: str, scheme: str, claim: str) -> None:
    """End the lease of a run that has not finished, so that another run can take the period.

    The period keeps its writer. So it cannot be published or locked until a run has taken it and
    finished, or the work has ended. Does nothing when another run holds the period.
    """
    past = timestamp(context.platform.clock() - MARGIN)
    actions = [Path("writer_until").set(past)]
    _if_held(context, period, scheme, actions, Path("writer") == claim)


def release_actions() -> list[Action]:
    """Return the changes of the period's item that release it, with what belongs to the lease."""
    names = ("writer", "writer_until", "writer_work", "writer_since", "following")
    return [Path(name).remove() for name in names]


def _if_held(
    context: Context, period: str, scheme: str, actions: Sequence[Action], held: Condition
) -> None:
    try:
        context.table.update(key_of_period(context.scope, period, scheme), actions, held)
    except ConditionFailed:
        return
