"""Rescorings that were given up: the worker failed or was killed each time (jobs/given_up.py)."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.jobs import given_up
from chalicelib.language import Text
from chalicelib.periods import lease
from chalicelib.periods.keys import key_of_period
from chalicelib.results.abandoned import ask_to_settle
from chalicelib.results.ended_rescorings import end_rescoring, is_open
from chalicelib.results.queue import FAILED, OPEN, Rescore
from chalicelib.store.table import ConditionFailed
from chalicelib.tenancy.context import Context

GAVE_UP = Text(
    "多次尝试后仍未能重新评完；已重评的结果保留。请再次发起重评。",
    "The period could not be scored anew to its end, though it was tried several times. Results "
    "that were made stay; ask for it again.",
)


def note_given_up(context: Context, asked: Rescore, at: str | None) -> None:
    """Store since when the rescoring counts as given up (``at``; None: no more).

    Nothing is done when the rescoring is finished, or when a later one has replaced it. When ``at``
    has passed, the lease under the message's claim is also abandoned, and the period is settled and
    released, as with an upload (uploads/failed_uploads.py).
    """
    moment, told = Path("rescoring.gave_up_at"), Path(f"rescoring.{given_up.TOLD}")
    if at is not None and given_up.is_over(context, at):
        state = {"status": FAILED, "code": given_up.CODE}
        changes = [moment.set(at), told.set(True)]
        end_rescoring(context, asked, changes, state, condition=told.does_not_exist())
        if asked.claim is not None:
            lease.abandon(context, asked.period, asked.scheme, asked.claim)
        ask_to_settle(context, asked.period, asked.scheme, asked.id)
        return
    with suppress(ConditionFailed):
        context.table.update(
            key_of_period(context.scope, asked.period, asked.scheme),
            [moment.remove() if at is None else moment.set(at), told.remove()],
            is_open(asked),
        )


def as_shown(state: Mapping[str, Any], now: str) -> Mapping[str, Any]:
    """Return a rescoring's progress as shown at ``now``: failed when it was given up."""
    ended_at = given_up.since(state.get("gave_up_at"), now)
    if state["status"] not in OPEN or ended_at is None:
        return state
    reason = given_up.reason(GAVE_UP)
    return {**state, "status": FAILED, "finished_at": ended_at, "reason": reason}
