"""Rescorings that were given up: their worker failed or was killed each time (jobs/given_up.py)."""

from collections.abc import Mapping
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.jobs import given_up
from chalicelib.language import Text
from chalicelib.periods import lease
from chalicelib.periods.keys import key_of_period
from chalicelib.results.queue import FAILED, QUEUED, RUNNING, Rescore
from chalicelib.store.table import ConditionFailed
from chalicelib.tenancy.context import Context

GAVE_UP = Text(
    "多次尝试后仍未能重新评完；已重评的结果保留。请再次发起重评。",
    "The period could not be scored anew to its end, though it was tried several times. Results "
    "that were made stay; ask for it again.",
)


def note_given_up(context: Context, asked: Rescore, at: str | None) -> None:
    """Note since when it counts as given up, unless it is at its end or another has its place.

    The period is then free for others, as with an upload (uploads/failed_uploads.py).
    """
    moment = Path("rescoring.gave_up_at")
    same = (Path("rescoring.id") == asked.id) & Path("rescoring.status").is_in(QUEUED, RUNNING)
    try:
        context.table.update(
            key_of_period(context.scope, asked.period, asked.scheme),
            [moment.remove() if at is None else moment.set(at)],
            same,
        )
    except ConditionFailed:
        return
    if asked.claim is not None and given_up.is_over(context, at):
        lease.abandon(context, asked.period, asked.scheme, asked.claim)


def as_it_stands(state: Mapping[str, Any], now: str) -> Mapping[str, Any]:
    """The progress of a rescoring as it is shown at this moment: failed when it was given up."""
    given = state.get("gave_up_at")
    if state["status"] not in (QUEUED, RUNNING) or given is None or given > now:
        return state
    reason = given_up.reason(GAVE_UP)
    return {**state, "status": FAILED, "finished_at": given, "reason": reason}
