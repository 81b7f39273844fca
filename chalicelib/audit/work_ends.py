"""The end of background work: the record's end state and its one event, in one transaction."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action

from chalicelib.audit.records import event_write
from chalicelib.jobs import given_up
from chalicelib.store.keys import Key
from chalicelib.store.table import ConditionFailed
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import Context

#: The state that the event of work that was given up tells, whatever the record shows.
FAILED = "failed"


class Ending(Protocol):
    """A record of work that can be given up."""

    @property
    def revision(self) -> int:
        """Grows with each event of the record."""

    @property
    def gave_up_at(self) -> str | None:
        """Since when the work counts as given up (jobs/given_up.py)."""


R = TypeVar("R", bound=Ending)


def end_work(
    context: Context,
    key: Key,
    changes: Sequence[Action],
    condition: Condition,
    action: str,
    target: str,
    state: Mapping[str, Any],
    revision: int,
    also: Callable[[Unit], None] | None = None,
) -> bool:
    """Change the record at the key and write the event of its end, both or neither.

    ``state`` is what the event tells after the change; its ``status`` gives the event's type
    (events/types.py). ``revision`` is the record's new one, which is stored with it. ``also`` adds
    writes to the transaction. Return False when a condition does not hold: another run was first,
    and the event is that run's.
    """
    unit = Unit(context.table)
    unit.update(key, [*changes, Path("revision").set(revision)], condition)
    unit.put(*event_write(context, action, target, None, state, revision=revision))
    if also is not None:
        also(unit)
    try:
        unit.commit()
    except ConditionFailed:
        return False
    return True


def note_given_up(
    context: Context,
    key: Key,
    at: str | None,
    states: Sequence[str],
    read: Callable[[], R | None],
    action: str,
    target: str,
) -> R | None:
    """Store since when the work counts as given up (``at``; None: no more).

    Nothing is stored unless the record's ``status`` is one of ``states``. When ``at`` has passed,
    this is the end of the work: its event is written too, once until the work goes on. ``read``
    reads the record. Return the record as it was read, when ``at`` has passed.
    """
    if at is None or not given_up.is_over(context, at):
        given_up.note(context.table, key, at, states)
        return None
    record = read()
    if record is None:
        return None
    # A last try that was killed has noted its end, and nobody was left to write the event.
    since = given_up.since(record.gave_up_at, at) or at
    end_work(
        context,
        key,
        [Path("gave_up_at").set(since), Path(given_up.TOLD).set(True)],
        Path("status").is_in(*states) & Path(given_up.TOLD).does_not_exist(),
        action,
        target,
        {"status": FAILED, "code": given_up.CODE},
        record.revision + 1,
    )
    return record
