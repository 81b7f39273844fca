"""The exports of a lock: the period names them, so that a lock is taken back by what it names."""

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path

from chalicelib.exports.records import Export
from chalicelib.periods.keys import key_of_period
from chalicelib.periods.records import LOCKED, PeriodRecord
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import Context

#: Exports that a period names at most: all are changed in one transaction when its lock is taken
#: back. With more it cannot be.
MOST = 50


def is_of_lock(export: Export, period: PeriodRecord) -> bool:
    """Say whether an export that was requested under a lock still is of the period's lock."""
    if export.lock is None:
        return True
    return period.state == LOCKED and period.lock_number == export.lock


def enter(context: Context, unit: Unit, period: PeriodRecord, export_id: str) -> None:
    """Name an export in its period, in the transaction that completes it.

    The commit fails when the lock of which the file is was taken back meanwhile. Of a lock by an
    older version, which is never taken back, nothing is named.
    """
    if period.lock_number is None:
        return
    key = key_of_period(context.scope, period.period, period.scheme)
    if len(period.lock_files or ()) >= MOST:
        unit.check(key, of_lock(period))
        return
    named = Path("lock_files")
    unit.update(key, [named.set((named | []).append([export_id]))], of_lock(period))


def of_lock(period: PeriodRecord) -> Condition:
    """Return the condition, on the period's item, that its lock is still this one."""
    found: Condition = (Path("state") == LOCKED) & (Path("lock_number") == period.lock_number)
    return found


def same_files(period: PeriodRecord) -> Condition:
    """Return the condition that the period names the exports that this record of it names."""
    named: Condition = Path("lock_files") == list(period.lock_files or ())
    return named
