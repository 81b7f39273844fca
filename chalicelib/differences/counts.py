"""How many differences of a scheme are on their way, by state: exact, in one small item."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action

from chalicelib.differences.keys import key_of_counts
from chalicelib.differences.records import (
    EXPORTED,
    PENDING,
    REJECTED,
    WAITING,
    difference_write,
)
from chalicelib.differences.unclaimed import Change, actions_of
from chalicelib.store.records import from_item
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import Context

#: The states that are counted: something is due.
COUNTED: Final = (PENDING, WAITING, EXPORTED, REJECTED)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many differences of a scheme are in each of COUNTED."""

    pending: int = 0
    waiting: int = 0
    exported: int = 0
    rejected: int = 0


def read_counts(context: Context, scheme: str) -> Counts:
    """Return how many differences of a scheme are on their way. One read."""
    item = context.table.get(key_of_counts(context.scope, scheme))
    return Counts() if item is None else from_item(Counts, item)


def write_changes(
    context: Context,
    unit: Unit,
    changes: Iterable[Change],
    busy: Callable[[], Exception],
) -> None:
    """Add changed differences to a unit, each before and after, and what is counted of them.

    A unit takes all its changes at once. The commit raises ``busy`` when one was changed meanwhile.
    """
    by_scheme: dict[str, list[Change]] = {}
    for before, after in changes:
        key, item = difference_write(context, after)
        first, same = Path("pk").does_not_exist(), Path("revision") == after.revision - 1
        unit.put(key, item, first if before is None else same, busy)
        by_scheme.setdefault(after.scheme, []).append((before, after))
    for scheme, some in by_scheme.items():
        # Where the numbers stay, other months may have something due than before.
        unit.update(key_of_counts(context.scope, scheme), [*_steps(some), *actions_of(some)])


def _steps(changes: Iterable[Change]) -> Iterator[Action]:
    """Give the changes of the numbers of COUNTED."""
    counted: Counter[str] = Counter()
    for before, after in changes:
        counted[after.status] += 1
        if before is not None:
            counted[before.status] -= 1
    for name in COUNTED:
        if counted[name]:
            yield Path(name).set((Path(name) | 0) + counted[name])
