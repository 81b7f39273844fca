"""Leases that a run has left behind: what becomes of them.

A run that dies, fails or loses an answer leaves the period's lease, and a period with a lease
cannot be published or locked. Mostly the next run of the work goes on. These functions are for the
rest. The sweep calls them every hour, and so does a request that meets such a lease
(docs/decisions/leases-end.md).
"""

from datetime import datetime, timedelta

from chalicelib.jobs import queues
from chalicelib.jobs.kinds import UPLOADS, Message
from chalicelib.periods import lease
from chalicelib.periods.errors import PeriodBusy, PeriodLocked, PeriodUnfinished
from chalicelib.periods.keys import partition_of_leases
from chalicelib.periods.lease import Lease
from chalicelib.periods.records import PeriodRecord, read_period
from chalicelib.results.layers import source_codes
from chalicelib.results.leased_run import BUSY_SECONDS, DONE, Next, run_under_lease
from chalicelib.results.queue import SETTLE
from chalicelib.results.settling import settle
from chalicelib.results.writers import State, writer_of
from chalicelib.schemes.compiled import existing
from chalicelib.scorecards.period_cards import heads
from chalicelib.store.keys import key_of_item, parts_of
from chalicelib.tenancy.context import Context, timestamp

#: After this time without a lease, open work has no message any more: five tries take 35 minutes,
#: and 2.5 hours when each is hidden for as long as the queue hides a message.
RESUMED_AFTER = timedelta(hours=3)


def freed(context: Context, record: PeriodRecord) -> PeriodRecord:
    """Return the period's record without a lease, for a change that no run may disturb.

    A lease whose work has ended is released. Raises PeriodBusy while a run holds the period, and
    PeriodUnfinished when its work is not finished.
    """
    if record.writer is None:
        return record
    if lease.held_now(context, record):
        raise PeriodBusy
    if not tend(context, record):
        raise PeriodUnfinished
    found = read_period(context.table, context.scope, record.period, record.scheme)
    if found is None or found.writer is not None:
        raise PeriodBusy
    return found


def tend(context: Context, record: PeriodRecord) -> bool:
    """Do what an expired lease needs. Return whether it was released.

    A lease of ended work is released. After work that was broken off the period is settled by a
    worker, which then releases it. Open work that has had no lease for RESUMED_AFTER gets a message
    again.
    """
    writer, work = writer_of(context, record), record.writer_work
    if work is None:
        # Of a version before leases named their work. The next run that finishes releases it.
        return False
    state = State.BROKEN_OFF if writer is None else writer.state(context, record)
    if state is State.ENDED:
        lease.release_ended(context, record.period, record.scheme, work)
        return True
    if state is State.BROKEN_OFF:
        ask_to_settle(context, record.period, record.scheme, work)
    elif writer is not None and _long_ago(context, record):
        writer.resume(context, record)
    return False


def sweep(context: Context) -> None:
    """Tend every expired lease of the company, and remove entries of leases that have ended."""
    now = timestamp(context.platform.clock())
    entries = list(context.table.query_all(partition_of_leases(context.scope)))
    for entry in entries:
        if entry["until"] >= now:
            continue
        key = key_of_item(entry)
        period, scheme, claim = parts_of(key.sk)
        record = read_period(context.table, context.scope, period, scheme)
        if record is None or record.writer != claim or _released(context, record):
            context.table.delete(key)


def _released(context: Context, record: PeriodRecord) -> bool:
    return not lease.held_now(context, record) and tend(context, record)


def ask_to_settle(context: Context, period: str, scheme: str, work: str) -> None:
    """Ask a worker to settle the period that broken off work holds, and to release it."""
    members = {"period": period, "scheme": scheme, "work": work}
    queues.send(context.platform, UPLOADS, Message(SETTLE, context.scope, members))


def settle_and_release(
    context: Context, period: str, scheme: str, work: str, deadline: datetime
) -> Next:
    """Settle the results that broken off work has left, and release the period.

    Does nothing when the work has released the period, or a run holds it. Followers are not called:
    they follow when the file is sent again or the period is scored anew.
    """
    record = read_period(context.table, context.scope, period, scheme)
    if record is None or record.writer_work != work or lease.held_now(context, record):
        return DONE

    def finish(held: Lease) -> None:
        found = heads(context, scheme, period, only=("version",))
        newest = max((int(item["version"]) for item in found), default=None)
        if newest is None:
            if held.record.some_removed:
                settle(context, held)
            return
        version = existing(context.table, context.scope, scheme, newest)
        settle(
            context,
            held,
            by_team=version.scheme.rank_by_team,
            sources=source_codes(version),
        )

    try:
        after = run_under_lease(context, scheme, period, None, deadline, finish, work)
    except PeriodLocked:
        return DONE
    return DONE if after.delay is None else Next(BUSY_SECONDS)


def _long_ago(context: Context, record: PeriodRecord) -> bool:
    before = timestamp(context.platform.clock() - RESUMED_AFTER)
    return record.writer_until is not None and record.writer_until < before
