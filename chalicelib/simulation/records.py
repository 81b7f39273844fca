"""Stored simulations and their progress. The bucket and the table forget them after a week."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.audit import work_ends
from chalicelib.jobs import given_up
from chalicelib.jobs.given_up import may_be_at_work
from chalicelib.language import Text
from chalicelib.simulation.keys import (
    key_of_simulation,
    name_of_simulation_object,
    partition_of_simulations,
)
from chalicelib.store.records import from_item
from chalicelib.store.table import Table
from chalicelib.store.temporary_objects import remove_all
from chalicelib.tenancy.context import Context, timestamp
from chalicelib.tenancy.scope import TenantScope

QUEUED, RUNNING, COMPLETED, FAILED = "queued", "running", "completed", "failed"
#: Its files were removed with a person's erasure.
REMOVED = "removed"
OPEN = (QUEUED, RUNNING)
PREFIX = "sim"
#: After this time without a new part a simulation has failed: its message is lost.
LONGEST_WITHOUT_A_PART = timedelta(hours=6)
GAVE_UP = Text(
    "多次尝试后仍无法完成模拟，请重新申请。",
    "The simulation could not be made, though it was tried several times; ask for another.",
)


@dataclass(frozen=True, slots=True)
class Simulation:
    """A simulation of a scheme's period by the draft (``version`` None) or a version.

    ``sha256`` are the rules as they were when it was asked for. ``show``: whom the files list.
    ``grades`` (``{"code", "zh", "en"}``) and ``places`` (decimals of totals) are theirs too.
    ``people`` is how many results the period had then. ``done``, ``shard`` and ``after`` are the
    checkpoint: how many cards were compared, and the last one's shard and sort key. ``steps``
    counts the checkpoints. ``sums`` is the text of the sums so far (summary.py), ``made_by`` the
    versions of the cards so far. ``parts`` are the files: ``{"filename", "people", "bytes",
    "sha256"}``. Times are RFC 3339 in UTC; ``busy_until`` is the end of the latest run's process.
    """

    id: str
    scheme: str
    period: str
    status: str
    requested_at: str
    requested_by: str
    sha256: str
    people: int
    places: int
    grades: tuple[dict[str, str], ...]
    version: int | None = None
    show: str = "grade_changes"
    team: str | None = None
    revision: int = 1
    done: int = 0
    shard: int = 0
    after: str | None = None
    steps: int = 0
    sums: str | None = None
    made_by: tuple[int, ...] = ()
    parts: tuple[dict[str, Any], ...] = ()
    finished_at: str | None = None
    moved_at: str | None = None
    gave_up_at: str | None = None
    busy_until: str | None = None
    reason: dict[str, Any] | None = None


def read_simulation(table: Table, scope: TenantScope, simulation_id: str) -> Simulation | None:
    """Return a simulation as stored; None when there is none of this id."""
    item = table.get(key_of_simulation(scope, simulation_id))
    return None if item is None else from_item(Simulation, item)


def as_shown(found: Simulation, now: datetime) -> Simulation:
    """Return it as it is shown: failed when given up, or without a new part for hours."""
    if found.status not in OPEN:
        return found
    moved_at = found.moved_at or found.requested_at
    return given_up.failed_if_over(found, moved_at, LONGEST_WITHOUT_A_PART, now, GAVE_UP)


def plain_part(part: Mapping[str, Any]) -> dict[str, Any]:
    """Return a file's entry with counts as int. Read counts are Decimals, which pynamodb and JSON
    refuse."""
    return {**part, "people": int(part["people"]), "bytes": int(part["bytes"])}


def note_given_up(context: Context, simulation_id: str, at: str | None) -> None:
    """Store since when it counts as given up, unless it has ended or does not exist."""
    work_ends.note_given_up(
        context,
        key_of_simulation(context.scope, simulation_id),
        at,
        OPEN,
        lambda: read_simulation(context.table, context.scope, simulation_id),
        "simulations.end",
        f"simulations/{simulation_id}",
    )


def remove_simulations(context: Context) -> bool:
    """Remove files and sums of every simulation. One at work ends without a result.

    Return False while the run of one that was at work may still store a file. Then they must be
    removed again.
    """
    scope, ended = context.scope, True
    for item in list(context.table.query_all(partition_of_simulations(scope))):
        found = from_item(Simulation, item)
        if found.status == REMOVED and found.busy_until is None:
            continue
        key = key_of_simulation(scope, found.id)
        actions = [Path("status").set(REMOVED), Path("parts").set([]), Path("sums").remove()]
        if found.status != REMOVED:
            context.table.update(key, actions, Path("pk").exists())
        remove_all(context.objects, name_of_simulation_object(scope, found.id, ""))
        now = timestamp(context.platform.clock())
        if may_be_at_work(found.busy_until, found.gave_up_at, now):
            ended = False
        else:
            # Last, so that a worker that dies before it is followed by one that removes them again.
            context.table.update(key, [Path("busy_until").remove()], Path("pk").exists())
    return ended
