"""Keys of inspections: their parts, each inspector's tasks, and the figures of those closed."""

from typing import Final

from chalicelib.person_keys import PersonKey
from chalicelib.store.keys import Key
from chalicelib.tenancy.scope import Collection, TenantScope

INSPECTIONS = Collection("inspections")
#: The frame, the tickets, the inspectors' progress and the statistics of one inspection.
PARTS = Collection("inspection-parts")
#: Which tickets an inspector has: an item for each, without content.
TASKS = Collection("inspection-tasks")
#: What closed inspections have found of each person of a scheme's period.
FIGURES = Collection("inspection-figures")
#: Which inspection of a scheme's period is being closed: one at a time.
CLOSINGS = Collection("inspection-closings")

#: The first parts of the sort keys of an inspection's parts.
FRAME: Final = "frame"
INSPECTOR: Final = "inspector"
STATISTICS: Final = "statistics"
TICKET: Final = "ticket"

PREFIX: Final = "ins_"
TASK_PREFIX: Final = "itk_"


def partition_of_inspections(scope: TenantScope) -> str:
    return scope.partition(INSPECTIONS)


def key_of_inspection(scope: TenantScope, inspection_id: str) -> Key:
    return scope.key(partition_of_inspections(scope), inspection_id)


def partition_of_parts(scope: TenantScope, inspection_id: str) -> str:
    return scope.partition(PARTS, inspection_id)


def key_of_frame(scope: TenantScope, inspection_id: str, person: PersonKey, frame_part: int) -> Key:
    """Return the key of a part of a person's contacts in the frame."""
    return scope.key(partition_of_parts(scope, inspection_id), FRAME, person, f"{frame_part:04d}")


def key_of_ticket(scope: TenantScope, inspection_id: str, ticket_number: int) -> Key:
    return scope.key(partition_of_parts(scope, inspection_id), TICKET, f"{ticket_number:06d}")


def key_of_inspector(scope: TenantScope, inspection_id: str, person: PersonKey) -> Key:
    """Return the key of how far an inspector is."""
    return scope.key(partition_of_parts(scope, inspection_id), INSPECTOR, person)


def key_of_statistics(scope: TenantScope, inspection_id: str) -> Key:
    return scope.key(partition_of_parts(scope, inspection_id), STATISTICS)


def partition_of_tasks(scope: TenantScope, inspector: PersonKey) -> str:
    """Return the partition of all tasks of an inspector."""
    return scope.partition(TASKS, inspector)


def key_of_task(scope: TenantScope, inspector: PersonKey, task_id: str) -> Key:
    return scope.key(partition_of_tasks(scope, inspector), task_id)


def task_id_of(inspection_id: str, number: int) -> str:
    """Return the id of the tasks of a ticket. Each of its inspectors has a task of this id."""
    return f"{TASK_PREFIX}{inspection_id.removeprefix(PREFIX)}_{number:06d}"


def ticket_of_task(task_id: str) -> tuple[str, int] | None:
    """Return the inspection and the number of the ticket of a task; None for another text."""
    inspection, _, number = task_id.removeprefix(TASK_PREFIX).rpartition("_")
    if not (task_id.startswith(TASK_PREFIX) and inspection and number.isdecimal()):
        return None
    found = f"{PREFIX}{inspection}", int(number)
    return found if task_id_of(*found) == task_id else None


def partition_of_figures(scope: TenantScope, period: str, scheme: str) -> str:
    return scope.partition(FIGURES, period, scheme)


def key_of_figures(
    scope: TenantScope, period: str, scheme: str, person: PersonKey, inspection_id: str
) -> Key:
    """Return the key of what one inspection found of a person."""
    return scope.key(partition_of_figures(scope, period, scheme), person, inspection_id)


def partition_of_closings(scope: TenantScope) -> str:
    return scope.partition(CLOSINGS)


def key_of_closing(scope: TenantScope, period: str, scheme: str) -> Key:
    """Return the key of the inspection of a scheme's period that is being closed."""
    return scope.key(partition_of_closings(scope), period, scheme)
