"""The end of a rescoring: its state with the period, and its event, in one transaction."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action

from chalicelib.audit.work_ends import end_work
from chalicelib.periods.keys import key_of_period
from chalicelib.periods.lease import Lease
from chalicelib.periods.records import read_period, same_revision
from chalicelib.results.leased_run import TakenOver
from chalicelib.results.queue import OPEN, Rescore
from chalicelib.tenancy.context import Context

#: The period's revision may change between its read and the write: publishing and asking for
#: another rescoring change it too.
ATTEMPTS = 5


def is_open(asked: Rescore) -> Condition:
    """Return the condition, on the period's item, that this rescoring has not ended."""
    condition: Condition = Path("rescoring.id") == asked.id
    condition &= Path("rescoring.status").is_in(*OPEN)
    return condition


def end_rescoring(
    context: Context,
    asked: Rescore,
    changes: Sequence[Action],
    state: Mapping[str, Any],
    held: Lease | None = None,
    condition: Condition | None = None,
) -> None:
    """Change the period's record, and write the event with the period's next revision.

    Nothing is written when another rescoring has taken its place, when this end was written before,
    or when ``condition`` does not hold. ``held``: the run's lease, which ends in the same
    transaction. Raises TakenOver when another run holds the period, and when the period changes
    during each of ATTEMPTS tries.
    """
    expected = is_open(asked) if condition is None else is_open(asked) & condition
    if held is not None:
        changes = [*changes, *held.release_actions()]
        expected &= held.held
    key = key_of_period(context.scope, asked.period, asked.scheme)
    tried: int | None = None
    for _ in range(ATTEMPTS):
        record = read_period(context.table, context.scope, asked.period, asked.scheme)
        state_now = (record.rescoring if record else None) or {}
        if record is None or state_now.get("id") != asked.id or state_now["status"] not in OPEN:
            return
        if held is None and record.revision == tried:
            return  # The revision was not what refused the last write.
        tried = record.revision
        ended = end_work(
            context,
            key,
            changes,
            expected & same_revision(record),
            "periods.rescored",
            f"periods/{asked.period}/{asked.scheme}",
            state,
            record.revision + 1,
            None if held is None else partial(held.forget_in, context),
        )
        if ended:
            if held is not None:
                held.ended = True
            return
        if held is not None and record.writer != held.claim:
            break
    raise TakenOver
