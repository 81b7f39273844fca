"""Stored runs, which look a scheme's period through for signals: the latest one of each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from chalicelib.audit import work_ends
from chalicelib.jobs import given_up
from chalicelib.language import Text
from chalicelib.signals.ids import place_of_run
from chalicelib.signals.keys import key_of_run
from chalicelib.store.records import from_item
from chalicelib.tenancy.context import Context

QUEUED: Final = "queued"
RUNNING: Final = "running"
COMPLETED: Final = "completed"
FAILED: Final = "failed"
STATUSES: Final = (QUEUED, RUNNING, COMPLETED, FAILED)
UNDER_WAY: Final = (QUEUED, RUNNING)
#: The parts of a run, in their order: results, raters, contacts, and what is found no more.
RESULTS: Final = "results"
RATERS: Final = "raters"
CONTACTS: Final = "contacts"
GONE: Final = "gone"
PARTS: Final = (RESULTS, RATERS, CONTACTS, GONE)
#: After this time without a new checkpoint a run has failed: its message is lost.
LONGEST: Final = timedelta(hours=6)
GAVE_UP: Final = Text(
    "多次尝试后仍无法完成，请重新申请。",
    "It could not be completed, though it was tried several times; ask for it again.",
)


@dataclass(frozen=True, slots=True)
class Run:
    """A run through a scheme's period. ``number`` counts the runs of it.

    ``rules`` are those of the request (signals/rules.py), of the settings' revision ``settings``.
    ``part`` (PARTS), ``shard`` and ``after`` are the checkpoint, ``steps`` counts the checkpoints.
    ``done`` counts results, of ``people``. ``counts`` are ``{kind}.looked``, ``{kind}.found`` and
    ``{kind}.few`` (few data: not computed). ``not_computed`` says of a kind why it was not, or not
    for all: ``{"code", "zh", "en"}``.
    """

    id: str
    scheme: str
    period: str
    number: int
    status: str
    requested_at: str
    requested_by: str
    rules: dict[str, Any]
    settings: int
    people: int = 0
    part: str = RESULTS
    shard: int = 0
    after: str | None = None
    steps: int = 0
    done: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    not_computed: dict[str, Any] = field(default_factory=dict)
    finished_at: str | None = None
    moved_at: str | None = None
    gave_up_at: str | None = None
    reason: dict[str, Any] | None = None
    revision: int = 1


def run_of(item: Mapping[str, Any]) -> Run:
    """Return the run that an item holds."""
    return from_item(Run, item)


def read_run(context: Context, run_id: str) -> Run | None:
    """Read a run. None when there is none of this id."""
    if place_of_run(run_id) is None:
        return None
    item = context.table.get(key_of_run(context.scope, run_id))
    return None if item is None else run_of(item)


def as_shown(found: Run, now: datetime) -> Run:
    """Return it as it is shown: failed when given up, or without a checkpoint for hours."""
    if found.status not in UNDER_WAY:
        return found
    moved_at = found.moved_at or found.requested_at
    return given_up.failed_if_over(found, moved_at, LONGEST, now, GAVE_UP)


def note_given_up(context: Context, run_id: str, at: str | None) -> None:
    """Store since when it counts as given up, unless it has ended or does not exist."""
    work_ends.note_given_up(
        context,
        key_of_run(context.scope, run_id),
        at,
        UNDER_WAY,
        lambda: read_run(context, run_id),
        "signal_runs.end",
        f"signal-runs/{run_id}",
    )
