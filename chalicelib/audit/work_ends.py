"""The end of background work: the record's end state and its one event, in one transaction."""

from collections.abc import Mapping, Sequence
from typing import Any

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action

from chalicelib.audit.records import event_write
from chalicelib.store.keys import Key
from chalicelib.store.table import ConditionFailed
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import Context


def end_work(
    context: Context,
    key: Key,
    changes: Sequence[Action],
    condition: Condition,
    action: str,
    target: str,
    state: Mapping[str, Any],
    revision: int,
) -> bool:
    """Change the record at the key and write the event of its end, both or neither.

    ``state`` is what the event tells after the change; its ``status`` gives the event's type
    (events/types.py). ``revision`` is the record's new one, which is stored with it. Return False
    when the condition does not hold: another run was first, and the event is that run's.
    """
    unit = Unit(context.table)
    unit.update(key, [*changes, Path("revision").set(revision)], condition)
    unit.put(*event_write(context, action, target, None, state, revision=revision))
    try:
        unit.commit()
    except ConditionFailed:
        return False
    return True
