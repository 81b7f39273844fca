"""Ask for the snapshot of a locked period, ask again when it failed, and take it back."""

from dataclasses import replace

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path

from chalicelib.coefficients import queue
from chalicelib.coefficients.keys import key_of_snapshot
from chalicelib.coefficients.records import (
    FAILED,
    OPEN,
    QUEUED,
    TAKEN_BACK,
    Snapshot,
    as_shown,
    read_snapshot,
)
from chalicelib.people.before_locks import count_lock, end_lock, name_of_lock
from chalicelib.periods.errors import PeriodBusy
from chalicelib.periods.records import PeriodRecord
from chalicelib.store.records import to_item
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import Context


def start(context: Context, unit: Unit, period: str, scheme: str) -> None:
    """Ask for the snapshot of a lock, at the unit's commit: the register of that instant.

    After a lock that was taken back it is begun anew. The commit raises PeriodBusy when there is
    another one already.
    """
    snapshot = Snapshot(period, scheme, QUEUED, context.time, context.principal.credential)
    former = read_snapshot(context, period, scheme)
    if former is None or former.status != TAKEN_BACK:
        _put(context, unit, snapshot, Path("pk").does_not_exist())
        return
    anew = replace(snapshot, revision=former.revision + 1, generation=former.generation + 1)
    _put(context, unit, anew, Path("revision") == former.revision)


def take_back(context: Context, unit: Unit, period: PeriodRecord) -> None:
    """End the snapshot of a lock that is taken back at the unit's commit. A job removes its rows.

    The commit raises PeriodBusy when the snapshot moves meanwhile.
    """
    stored = read_snapshot(context, period.period, period.scheme)
    if stored is None:
        return
    ended = replace(
        begun_anew(stored),
        status=TAKEN_BACK,
        reason=None,
        erased=0,
        taken_at=None,
        gave_up_at=None,
    )
    queue.send(context.platform, context.scope, ended.period, ended.scheme, ended.revision)
    key = key_of_snapshot(context.scope, ended.period, ended.scheme)
    unit.put(key, to_item(ended), Path("revision") == stored.revision, PeriodBusy)
    if stored.status in OPEN:
        end_lock(context, unit, name_of_lock(ended.period, ended.scheme))


def ask_again(context: Context, unit: Unit, period: PeriodRecord) -> None:
    """Ask for a locked period's snapshot when it has none (an older version locked it) or failed.

    One that was given up goes on from its checkpoint. One that ended failed is begun anew, with the
    register as it is now.
    """
    stored = read_snapshot(context, period.period, period.scheme)
    if stored is None:
        start(context, unit, period.period, period.scheme)
        return
    if as_shown(stored, context.now).status != FAILED:
        return
    again = replace(stored, asked_at=context.time, gave_up_at=None)
    same = Path("revision") == stored.revision
    if stored.status in OPEN:
        again = replace(again, revision=stored.revision + 1)
        queue.send(context.platform, context.scope, stored.period, stored.scheme, again.revision)
        key = key_of_snapshot(context.scope, stored.period, stored.scheme)
        unit.put(key, to_item(again), same, PeriodBusy)
        return
    _put(context, unit, begun_anew(replace(again, status=QUEUED, reason=None)), same)


def begun_anew(snapshot: Snapshot) -> Snapshot:
    """Return the snapshot's next revision, with no row taken.

    Its former rows are of another generation.
    """
    return replace(
        snapshot,
        revision=snapshot.revision + 1,
        generation=snapshot.generation + 1,
        after=None,
        settled_at=None,
        systems=(),
        rows=0,
        finished_at=None,
    )


def _put(context: Context, unit: Unit, snapshot: Snapshot, condition: Condition) -> None:
    period, scheme = snapshot.period, snapshot.scheme
    queue.send(context.platform, context.scope, period, scheme, snapshot.revision)
    unit.put(
        key_of_snapshot(context.scope, period, scheme), to_item(snapshot), condition, PeriodBusy
    )
    count_lock(context, unit, name_of_lock(period, scheme))
