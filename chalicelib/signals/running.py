"""One run through a scheme's period: results, raters, contacts, then what is found no more.

Each part can be made again: what is found is stored under an id that follows from what it is about.
The checkpoint moves after each hundred results and after each part.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path

from chalicelib.audit.work_ends import end_work
from chalicelib.signals import parts, period_count
from chalicelib.signals.keys import key_of_run
from chalicelib.signals.run_records import (
    COMPLETED,
    CONTACTS,
    GONE,
    PARTS,
    RATERS,
    RESULTS,
    RUNNING,
    UNDER_WAY,
    Run,
    read_run,
)
from chalicelib.store.changes import actions_of, changed
from chalicelib.store.table import ConditionFailed
from chalicelib.tenancy.context import Context, timestamp
from chalicelib.tenancy.leaving import Presence

#: Time kept free at the end of an invocation: for a part, and for handing on.
RESERVE: Final = timedelta(seconds=90)
#: Seconds until the next run when another one may be at work.
LOOK_SECONDS: Final = 5


class _Stopped(Exception):
    """Another run has gone on with it, or it was asked for anew."""


def run(context: Context, found: Run, deadline: datetime) -> int | None:
    """Do what is left of a run. None when it has ended, else seconds until the next one."""
    presence = Presence(context)
    number = found.number
    try:
        while found.status in UNDER_WAY:
            presence.check()
            found = _one_step(context, found)
            if found.part == GONE:
                parts.take_away(context, found)
                _end(context, found)
                return None
            if context.platform.clock() > deadline - RESERVE:
                return 0
    except _Stopped:
        stored = read_run(context, found.id)
        at_work = stored is not None and stored.number == number and stored.status in UNDER_WAY
        return LOOK_SECONDS if at_work else None
    return None


def _one_step(context: Context, found: Run) -> Run:
    """Do a piece of the part that is next, then store the checkpoint after it."""
    if found.part == RESULTS:
        shard, after, done, made = parts.results(context, found)
        part = _following(RESULTS) if shard >= context.principal.shards else RESULTS
        return _store(
            context, found, made, part=part, shard=shard, after=after, done=found.done + done
        )
    if found.part == RATERS:
        return _store(context, found, parts.raters(context, found), part=_following(RATERS))
    if found.part == CONTACTS:
        return _store(context, found, parts.contacts(context, found), part=_following(CONTACTS))
    return found


def _following(part: str) -> str:
    return PARTS[PARTS.index(part) + 1]


def _store(context: Context, found: Run, made: parts.Made, **changes: Any) -> Run:
    """Store the checkpoint, only from the one that this run knows. Raises _Stopped."""
    counts = dict(found.counts)
    for name, number in made.counts.items():
        counts[name] = counts.get(name, 0) + number
    stored = {
        **changes,
        "status": RUNNING,
        "steps": found.steps + 1,
        "counts": counts,
        "not_computed": {**found.not_computed, **made.not_computed},
        "moved_at": timestamp(context.platform.clock()),
    }
    try:
        key = key_of_run(context.scope, found.id)
        context.table.update(key, actions_of(stored), _known(found))
    except ConditionFailed:
        raise _Stopped from None
    return changed(found, stored)


def _end(context: Context, found: Run) -> None:
    finished: Mapping[str, Any] = {
        "status": COMPLETED,
        "finished_at": timestamp(context.platform.clock()),
    }
    told = {name: n for name, n in found.counts.items() if name.endswith(".found")}
    ended = end_work(
        context,
        key_of_run(context.scope, found.id),
        actions_of(finished),
        _known(found),
        "signal_runs.end",
        f"signal-runs/{found.id}",
        {"status": COMPLETED, "found": sum(told.values())},
        found.revision + 1,
        lambda unit: period_count.ended(context, unit, found),
    )
    if not ended:
        raise _Stopped


def _known(found: Run) -> Condition:
    known: Condition = (
        Path("status").is_in(*UNDER_WAY)
        & (Path("number") == found.number)
        & (Path("steps") == found.steps)
    )
    return known
