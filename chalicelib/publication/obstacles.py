"""What publishing would refuse, all at once, each with its count: the checks of `service.py`.

Of a published period it is what locking would refuse.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from chalicelib.appeal_records.open_appeals import open_appeals, open_window
from chalicelib.cases.waiting import waiting
from chalicelib.periods import lease
from chalicelib.periods.records import PUBLISHED, PeriodRecord
from chalicelib.publication import (
    mixed_versions,
    open_signals,
    outdated_results,
    unanswered_flags,
)
from chalicelib.publication.incomplete_results import MOST_NAMED
from chalicelib.publication.missing import Told
from chalicelib.results.writers import unfinished_work
from chalicelib.tenancy.context import Context

CODES: Final = (
    "no_results",
    "period_busy",
    "period_unfinished",
    "awaiting_rescore",
    "cases_due",
    "team_means_unfinished",
    "outdated_results",
    "previous_period_busy",
    "several_results",
    "register_changed",
    "imported_results",
    "incomplete_results",
    "uploads_running",
    "missing_people",
    "not_told",
    "appeals_open",
    "window_open",
    "flags_unanswered",
    "cases_waiting",
    "signals_open",
)


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A refusal of publishing: its code, how many results or files it is about, and the member of
    the request that takes it (None: it has to be mended or waited for)."""

    code: str
    count: int
    accept: str | None = None


def found(context: Context, record: PeriodRecord, told: Told) -> list[Obstacle]:
    """Return what stands in the way of publishing a period. ``told``: what the register says."""
    running = len(unfinished_work(context, record, MOST_NAMED))
    files = [Obstacle("uploads_running", running, "running_uploads")] if running else []
    if record.settled_at is None:
        return [*files, Obstacle("no_results", 0)]
    mixed = mixed_versions.mixture(context, record)
    busy = outdated_results.previous_is_busy(context, record, mixed.in_effect)
    counts = (
        *_held(context, record),
        Obstacle("awaiting_rescore", sum(mixed.awaiting.values()), "accept_mixed_versions"),
        Obstacle("cases_due", record.cases_due or 0),
        Obstacle("team_means_unfinished", int(record.means_due is not None)),
        Obstacle("outdated_results", record.outdated or 0, "outdated"),
        Obstacle("previous_period_busy", int(busy)),
        Obstacle("several_results", sum(told.several.values()), "several_results"),
        Obstacle("register_changed", told.outdated, "register_changed"),
        Obstacle("imported_results", record.imported or 0, "imported"),
        Obstacle("incomplete_results", record.incomplete or 0, "incomplete"),
        Obstacle("missing_people", told.missing_people, "missing"),
        Obstacle("not_told", told.not_told or 0, "not_told"),
        Obstacle("flags_unanswered", unanswered_flags.unanswered(record), "flags"),
        Obstacle("cases_waiting", waiting(context, record.period, record.scheme), "waiting_cases"),
        Obstacle("signals_open", open_signals.waiting(record), "signals"),
    )
    of_lock = of_lock_alone(context, record) if record.state == PUBLISHED else []
    return [*files, *(one for one in counts if one.count), *of_lock]


def of_lock_alone(context: Context, record: PeriodRecord) -> list[Obstacle]:
    """Return what locking would refuse and publishing would not."""
    window = open_window(context, record)
    counts = (
        Obstacle("appeals_open", open_appeals(context, record), "open_appeals"),
        Obstacle("window_open", 0 if window is None else window.results, "open_windows"),
    )
    return [one for one in counts if one.count]


def _held(context: Context, record: PeriodRecord) -> Iterator[Obstacle]:
    if record.writer is not None:
        busy = lease.held_at(record, context.time)
        yield Obstacle("period_busy" if busy else "period_unfinished", 1)
