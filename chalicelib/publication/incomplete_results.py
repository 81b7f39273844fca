"""Publishing and locking name results that await a source, and files that are not scored yet."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from chalicelib.errors import Conflict, ServiceError
from chalicelib.language import Text
from chalicelib.periods.records import PeriodRecord
from chalicelib.publication.accepting import accepted
from chalicelib.publication.first_people import first_people
from chalicelib.results.writers import unfinished_work
from chalicelib.scorecards.asked_entries import Asked
from chalicelib.scorecards.presenting import INCOMPLETE
from chalicelib.tenancy.context import Context

#: Works that are named at most.
MOST_NAMED = 20


def refuse_incomplete(
    context: Context, record: PeriodRecord, accept: Mapping[str, Any]
) -> dict[str, int]:
    """Raise Conflict (409) ``incomplete_results`` unless exactly their number is accepted, and
    ``uploads_running`` for files of the period that are not scored yet, likewise.

    The first of these people are named. Incomplete results are left out: they have no total, no
    rank and no pay. What comes for them after the lock is a correction from nothing. Returns what
    was accepted, for the audit log.
    """
    number = record.incomplete or 0
    taken = accepted(accept, "incomplete", number, partial(_incomplete, context, record, number))
    running = unfinished_work(context, record, MOST_NAMED)
    refusal = partial(_running, running)
    return {**taken, **accepted(accept, "running_uploads", len(running), refusal)}


def _incomplete(context: Context, record: PeriodRecord, number: int, said: str) -> ServiceError:
    board = f"GET /v1/periods/{record.period}/board"
    results = "result awaits" if number == 1 else "results await"
    return Conflict(
        "incomplete_results",
        Text(
            f"有 {number} 条结果的数据来源还没有报送（见 {board}）。请等待报送，或宣布不再等待："
            f"POST /v1/periods/{record.period}/final；如要先不计这些人，请在请求中加上 {said}。",
            f"{number} {results} a source ({board} says which). Wait for it, or declare it final: "
            f"POST /v1/periods/{record.period}/final; or, to leave these people out, send {said}.",
        ),
        incomplete=number,
        employees=first_people(context, record, Asked(state=INCOMPLETE)),
    )


def _running(running: Sequence[str], said: str) -> ServiceError:
    number = len(running)
    files = "1 file of the period is" if number == 1 else f"{number} files of the period are"
    return Conflict(
        "uploads_running",
        Text(
            f"本期间有 {number} 个文件尚未评完或撤回完。请等待；如要先继续，请加上 {said}。",
            f"{files} not done yet. Wait; or, to go on without, send {said}.",
        ),
        running_uploads=number,
        uploads=list(running),
    )
