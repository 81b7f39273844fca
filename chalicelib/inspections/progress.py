"""How far each inspector of an inspection is: an item for each, counted with each submission."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pynamodb.expressions.operand import Path

from chalicelib.inspections.keys import key_of_inspector
from chalicelib.inspections.records import Inspection
from chalicelib.person_keys import PersonKey
from chalicelib.store.converters import Item
from chalicelib.store.keys import Key
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import Context


@dataclass(frozen=True, slots=True)
class Progress:
    """The tasks that an inspector has, and how many of them were submitted."""

    assigned: int = 0
    submitted: int = 0


def progress_write(
    context: Context, inspection_id: str, inspector: PersonKey, found: Progress
) -> tuple[Key, Item]:
    """Return the write of an inspector's progress."""
    key = key_of_inspector(context.scope, inspection_id, inspector)
    return key, {"assigned": found.assigned, "submitted": found.submitted}


def read_progress(context: Context, inspection: Inspection) -> Mapping[PersonKey, Progress]:
    """Return the progress of each inspector, in their order. One batch read."""
    keys = {
        one: key_of_inspector(context.scope, inspection.id, one) for one in inspection.inspectors
    }
    found = context.table.get_many(list(keys.values()))
    return {
        one: Progress(int(found[key]["assigned"]), int(found[key]["submitted"]))
        if key in found
        else Progress()
        for one, key in keys.items()
    }


def open_tasks(found: Iterable[Progress]) -> int:
    """Return how many tasks are not submitted."""
    return sum(one.assigned - one.submitted for one in found)


def count(
    context: Context,
    unit: Unit,
    inspection_id: str,
    inspector: PersonKey,
    *,
    assigned: int = 0,
    submitted: int = 0,
) -> None:
    """Add to an inspector's counts with the unit."""
    key = key_of_inspector(context.scope, inspection_id, inspector)
    unit.update(key, [Path("assigned").add(assigned), Path("submitted").add(submitted)])
