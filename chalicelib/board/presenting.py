"""A period's board as the API shows it."""

from collections.abc import Iterator
from typing import Any

from chalicelib.announcements.records import as_shown
from chalicelib.board.service import MOST_NAMED, MOST_UPLOADS, Board
from chalicelib.people.identity import called
from chalicelib.periods.calendar import day_after
from chalicelib.results.layers import WHOLE
from chalicelib.scorecards.closed import settled_ahead
from chalicelib.scoring import Source
from chalicelib.scoring.text import text
from chalicelib.tenancy.context import Context

#: The one source of a scheme that declares none.
ALL = Source("all", text("全部", "All"))


def described(context: Context, board: Board) -> dict[str, Any]:
    """Return the board: its sources, its people, and what publishing would refuse."""
    record, absent = board.record, board.missing.count(context)
    sources = () if board.version is None else board.version.compiled.layout.sources
    return {
        "period": record.period,
        "scheme": record.scheme,
        "state": record.state,
        "as_of": record.settled_at,
        "scorecards": record.scorecards,
        "incomplete": record.incomplete or 0,
        "outdated": record.outdated or 0,
        "missing": absent,
        "settled_ahead": settled_ahead(context, record),
        "sources": [_source(board, one, absent or 0) for one in sources or (ALL,)],
        "acknowledged": dict(board.said),
        "announcement": _announcement(context, board),
        "obstacles": [
            {"code": one.code, "count": one.count, "accept": one.accept} for one in board.obstacles
        ],
        "publishable": not board.obstacles,
    }


def _announcement(context: Context, board: Board) -> dict[str, Any] | None:
    if board.announced is None:
        return None
    found = as_shown(board.announced, context.now)
    return {
        "number": found.number,
        "version": found.version,
        "announced_at": found.announced_at,
        "status": found.status,
        "told": found.told,
        "not_told_in_time": found.late,
        "acknowledged": board.read_by,
    }


def _source(board: Board, source: Source, absent: int) -> dict[str, Any]:
    code = WHOLE if source is ALL else source.code
    counts = board.counts.get(code, {})
    arrived, awaiting = int(counts.get("arrived", 0)), int(counts.get("awaiting", 0))
    due = None if source.due_day is None else day_after(board.record.period, source.due_day)
    open_ = awaiting + absent or not arrived
    declared = (board.record.final or {}).get(code)
    return {
        "code": source.code,
        "name": dict(source.name),
        "due_on": None if due is None else due.isoformat(),
        "late": bool(due and open_ and not declared and board.today > due),
        "arrived": arrived,
        "uploads": list(_uploads(board, counts.get("uploads", ()))),
        "more_uploads": bool(counts.get("more")) or len(counts.get("uploads", ())) > MOST_UPLOADS,
        "missing": {"count": awaiting + absent, "employees": list(_missing(board, code))},
        "final": int(counts.get("final", 0)),
        "declared": None
        if declared is None
        else {name: declared[name] for name in ("at", "by", "reason")},
    }


def _uploads(board: Board, found: Any) -> Iterator[dict[str, Any]]:
    for upload_id, number in list(found)[:MOST_UPLOADS]:
        upload = board.uploads.get(upload_id)
        yield {
            "upload": upload_id,
            "filename": upload.filename if upload else None,
            "received_at": upload.received_at if upload else None,
            "announced_by": upload.created_by if upload else None,
            "scorecards": int(number),
        }


def _missing(board: Board, code: str) -> Iterator[dict[str, Any]]:
    """Yield the first people: those whose results await the source, then those without a result."""
    named = board.awaiting.get(code, ())
    for person in named:
        there = board.people.get(person)
        yield {
            "employee_id": called(person, there),
            "employee_name": there.name if there else None,
            "has_result": True,
        }
    for absent in board.missing.named[: max(0, MOST_NAMED - len(named))]:
        one = absent.employee
        yield {"employee_id": one.id, "employee_name": one.name, "has_result": False}
