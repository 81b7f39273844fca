"""How many open signals a period that is looked through by itself waits for.

The number is in the period's record, where publishing reads it. It is counted at the end of a run,
and follows each decision. ``decided`` grows with each decision, so that a count is made again when
one has overtaken it.
"""

from collections.abc import Sequence

from pynamodb.expressions.operand import Path

from chalicelib.errors import Changed
from chalicelib.periods.keys import key_of_period
from chalicelib.periods.records import LOCKED, PeriodRecord, not_locked, read_period, same_signals
from chalicelib.signals.keys import partition_of_signals
from chalicelib.signals.records import OPEN, Signal
from chalicelib.signals.run_records import Run
from chalicelib.signals.settings_records import read_settings
from chalicelib.store.transactions import Refusal, Unit
from chalicelib.tenancy.context import Context

_NAMED, _AT = Path("signals"), Path("signals_at")


def begin(context: Context, unit: Unit, record: PeriodRecord) -> None:
    """Add to a unit that the period waits for its first look by itself."""
    if record.signals is None:
        _write(context, unit, record, 0, 0, Changed)


def ended(context: Context, unit: Unit, run: Run) -> None:
    """Add to a run's end how many signals are open. A scheme that is not looked through by itself
    any more has no number, and a locked period keeps its own."""
    record = read_period(context.table, context.scope, run.period, run.scheme)
    if record is None or record.state == LOCKED:
        return
    key = key_of_period(context.scope, run.period, run.scheme)
    if read_settings(context, run.scheme).automatic:
        decided = (record.signals or {}).get("decided", 0)
        told = {"open": _open(context, run), "decided": decided}
        actions = [_NAMED.set(told), _AT.set(run.requested_at)]
        unit.update(key, actions, same_signals(record) & not_locked())
    elif record.signals is not None:
        actions = [_NAMED.remove(), _AT.remove()]
        unit.update(key, actions, same_signals(record) & not_locked())


def decided(
    context: Context, unit: Unit, signals: Sequence[Signal], refusal: Refusal = Changed
) -> None:
    """Add to a unit that somebody has decided about these signals of one period, or that they are
    erased. They are as they were before."""
    record = read_period(context.table, context.scope, signals[0].period, signals[0].scheme)
    if record is None or record.signals is None or record.state == LOCKED:
        return
    gone = sum(one.state == OPEN for one in signals)
    left = max(0, record.signals["open"] - gone)
    _write(context, unit, record, left, record.signals["decided"] + 1, refusal)


def _write(
    context: Context, unit: Unit, record: PeriodRecord, left: int, decided: int, refusal: Refusal
) -> None:
    key = key_of_period(context.scope, record.period, record.scheme)
    actions = [_NAMED.set({"open": left, "decided": decided})]
    unit.update(key, actions, same_signals(record), refusal)


def _open(context: Context, run: Run) -> int:
    partition = partition_of_signals(context.scope, run.period, run.scheme)
    return context.table.count(partition, Path("state") == OPEN)
