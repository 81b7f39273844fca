"""Store what a run finds, beside what people have decided.

A signal that was found before keeps its state. Other figures open a dismissed one again, because it
was dismissed by the former ones. Written again, the same finding changes nothing.
"""

from dataclasses import replace
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.people.records import key_of
from chalicelib.signals.found import Found
from chalicelib.signals.ids import signal_id
from chalicelib.signals.keys import key_of_signal, partition_of_signals
from chalicelib.signals.records import (
    DISMISSED,
    OPEN,
    Signal,
    read_signal,
    signal_of,
    signal_write,
)
from chalicelib.signals.run_records import Run
from chalicelib.store.table import ConditionFailed
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import Context, timestamp

#: Tries for a signal that people decide about meanwhile.
ATTEMPTS = 5


class NoPerson(Exception):
    """The person is not on the register, or was erased: nothing is kept of them."""


def store(context: Context, run: Run, found: Found) -> bool:
    """Store what was found. Return False for somebody who is not on the register.

    An erasure that is asked for meanwhile finds what is stored, or nothing is stored after it.
    """
    name = signal_id(run.period, run.scheme, found.person, found.kind, found.about)
    for _ in range(ATTEMPTS):
        before = read_signal(context, name)
        after = _merged(context, run, name, before, found)
        unit = Unit(context.table)
        revision = Path("revision")
        same = revision.does_not_exist() if before is None else revision == before.revision
        unit.put(*signal_write(context, after), same)
        there = Path("id").exists() & Path("erased_at").does_not_exist()
        unit.check(key_of(context, found.person), there, NoPerson)
        try:
            unit.commit()
        except NoPerson:
            return False
        except ConditionFailed:
            continue
        return True
    raise ConditionFailed


def sweep(context: Context, run: Run, kinds: frozenset[str]) -> None:
    """Take away signals of these kinds that the run has not found.

    Open ones go. One that was dismissed, or proposed a case, stays and says since when it is gone.
    """
    partition = partition_of_signals(context.scope, run.period, run.scheme)
    for item in list(context.table.query_all(partition)):
        signal = signal_of(item)
        if signal.number != run.number and signal.kind in kinds and signal.gone_at is None:
            _take_away(context, run, signal)


def _take_away(context: Context, run: Run, signal: Signal) -> None:
    found: Signal | None = signal
    for _ in range(ATTEMPTS):
        if found is None or found.number == run.number:
            return
        unit, same = Unit(context.table), Path("revision") == found.revision
        if found.state == OPEN:
            key = key_of_signal(context.scope, found.period, found.scheme, found.id)
            unit.delete(key, same)
        else:
            now = timestamp(context.platform.clock())
            gone = replace(found, gone_at=now, updated_at=now, revision=found.revision + 1)
            unit.put(*signal_write(context, gone), same)
        try:
            unit.commit()
        except ConditionFailed:
            found = read_signal(context, found.id)
            continue
        return
    raise ConditionFailed


def _merged(context: Context, run: Run, name: str, before: Signal | None, found: Found) -> Signal:
    now = timestamp(context.platform.clock())
    told: dict[str, Any] = {
        "figures": dict(found.figures),
        "threshold": dict(found.threshold),
        "text": dict(found.text.as_names()),
        "evidence": tuple(found.evidence),
        "team": found.team,
        "card_revision": found.card_revision,
        "number": run.number,
    }
    if before is None:
        return Signal(
            id=name,
            kind=found.kind,
            about=found.about,
            scheme=run.scheme,
            period=run.period,
            person=found.person,
            state=OPEN,
            found_at=now,
            updated_at=now,
            **told,
        )
    after = replace(before, **told, gone_at=None)
    if all(getattr(before, one) == getattr(after, one) for one in told if one != "number") and (
        before.gone_at is None
    ):
        return after
    after = replace(after, updated_at=now, revision=before.revision + 1)
    if before.exact == after.exact and before.threshold == after.threshold:
        return after
    state = OPEN if before.state == DISMISSED else before.state
    return replace(after, state=state, changed_at=now, former=before.figures)
