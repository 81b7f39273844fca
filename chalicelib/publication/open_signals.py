"""Signals of a period that is looked through by itself: publishing and locking name the open ones.

What is open, and since when nobody has looked, is in the period's record (signals/period_count.py).
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

from chalicelib.errors import Conflict
from chalicelib.language import Text
from chalicelib.periods.records import PeriodRecord
from chalicelib.publication.accepting import accepted


def waiting(record: PeriodRecord) -> int:
    """Return how many signals nobody has decided about. A look that is still to come counts as one:
    the period has results that no look has seen."""
    if record.signals is None:
        return 0
    unseen = (record.signals_at or "") <= (record.settled_at or "")
    return record.signals["open"] + unseen


def refuse_signals(record: PeriodRecord, accept: Mapping[str, Any]) -> dict[str, int]:
    """Raise Conflict (409) ``signals_open`` unless exactly their number is accepted.

    Returns what was accepted, for the audit log.
    """
    number = waiting(record)
    return accepted(accept, "signals", number, partial(_open, number))


def _open(number: int, said: str) -> Conflict:
    signals = "1 signal is" if number == 1 else f"{number} signals are"
    return Conflict(
        "signals_open",
        Text(
            f"有 {number} 条信号尚未处理（结果变动后尚未查找的，计为一条）。请处理："
            f"GET /v1/signals；如仍要继续，请在请求中加上 {said}。",
            f"{signals} undecided (results that no look has seen yet count as one). Decide about "
            f"them (GET /v1/signals); or, to go on without, send {said}.",
        ),
        signals=number,
    )
