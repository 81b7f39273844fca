"""Whether a period may go to payroll, and what stands in the way: one bounded reading.

Of a period that is not locked it is what locking would refuse (publication/obstacles.py), and that
it is not locked. What was accepted when a period was locked stands in nobody's way any more: of a
locked one it is the snapshot alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from chalicelib.coefficients.records import COMPLETED, FAILED, as_shown, read_snapshot
from chalicelib.differences.counts import COUNTED, Counts, read_counts
from chalicelib.periods.records import LOCKED, PROVISIONAL, PeriodRecord
from chalicelib.publication import missing, obstacles
from chalicelib.publication.obstacles import Obstacle
from chalicelib.publication.service import of_period
from chalicelib.scorecards.closed import settled_ahead
from chalicelib.tenancy.context import Context

NO_RESULTS: Final = "no_results"
NOT_LOCKED: Final = "not_locked"
ONLY_IMPORTED: Final = "only_imported"
SNAPSHOT_PENDING: Final = "snapshot_pending"
SNAPSHOT_FAILED: Final = "snapshot_failed"
CODES: Final = (
    *obstacles.CODES,
    *(NOT_LOCKED, ONLY_IMPORTED, SNAPSHOT_PENDING, SNAPSHOT_FAILED),
)


@dataclass(frozen=True, slots=True)
class Readiness:
    """A period, what stands between it and payroll, and the scheme's differences on their way."""

    record: PeriodRecord
    obstacles: Sequence[Obstacle]
    differences: Counts
    settled_ahead: Mapping[str, Any]


def readiness(context: Context, period: str, scheme: str) -> Readiness:
    """Return what stands in the way. Raises NotFound (404) for an unknown scheme."""
    (record,) = of_period(context, period, scheme)
    found = _of_locked if record.state == LOCKED else _of_open
    return Readiness(
        record,
        list(found(context, record)),
        read_counts(context, scheme),
        settled_ahead(context, record),
    )


def described(found: Readiness) -> dict[str, Any]:
    """Return it as the API shows it."""
    record = found.record
    return {
        "period": record.period,
        "scheme": record.scheme,
        "state": record.state,
        "scorecards": record.scorecards,
        "ready": not found.obstacles,
        "exportable": bool(record.scorecards) and not record.only_imported,
        "obstacles": [
            {"code": one.code, "count": one.count, "accept": one.accept} for one in found.obstacles
        ],
        "differences": {name: getattr(found.differences, name) for name in COUNTED},
        "settled_ahead": found.settled_ahead,
    }


def _of_open(context: Context, record: PeriodRecord) -> Iterator[Obstacle]:
    if record.only_imported:
        yield Obstacle(ONLY_IMPORTED, record.imported or 0)
        return
    told = missing.told(context, record, naming=False)
    yield from obstacles.found(context, record, told)
    if record.state == PROVISIONAL:
        yield from obstacles.of_lock_alone(context, record)
    if record.settled_at is not None:
        yield from _empty(record)
    yield Obstacle(NOT_LOCKED, record.scorecards)


def _empty(record: PeriodRecord) -> Iterator[Obstacle]:
    """Nothing is exported of a period whose results have all gone again."""
    if not record.scorecards:
        yield Obstacle(NO_RESULTS, 0)


def _of_locked(context: Context, record: PeriodRecord) -> Iterator[Obstacle]:
    yield from _empty(record)
    stored = read_snapshot(context, record.period, record.scheme)
    status = None if stored is None else as_shown(stored, context.now).status
    if status == FAILED:
        yield Obstacle(SNAPSHOT_FAILED, record.scorecards)
    elif status not in (None, COMPLETED):
        yield Obstacle(SNAPSHOT_PENDING, record.scorecards)
