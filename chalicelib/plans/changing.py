"""Changes of stored plans by the system, never over a person's change at the same moment."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pynamodb.expressions.operand import Path

from chalicelib.plans.records import Plan, plan_write, read_plan
from chalicelib.store.table import ConditionFailed
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import Context

#: Plans changed in one transaction.
TOGETHER = 50
ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Change:
    """A plan as it was read, and what becomes of it: asked again when it has changed meanwhile."""

    before: Plan
    decide: Callable[[Plan], Plan]


def change_all(context: Context, changes: Sequence[Change]) -> None:
    """Write those plans that the changes alter, each only from the revision that was read."""
    altered = [
        (change, after)
        for change in changes
        if (after := change.decide(change.before)) is not change.before
    ]
    for start in range(0, len(altered), TOGETHER):
        group = altered[start : start + TOGETHER]
        unit = Unit(context.table)
        for change, after in group:
            _put(context, unit, change.before, after)
        try:
            unit.commit()
        except ConditionFailed:
            for change, _ in group:
                _change_one(context, change)


def _change_one(context: Context, change: Change) -> None:
    for _ in range(ATTEMPTS):
        before = read_plan(context, change.before.id)
        if before is None:
            return
        after = change.decide(before)
        if after is before:
            return
        unit = Unit(context.table)
        _put(context, unit, before, after)
        try:
            unit.commit()
        except ConditionFailed:
            continue
        return
    raise ConditionFailed


def _put(context: Context, unit: Unit, before: Plan, after: Plan) -> None:
    key, item = plan_write(context, after)
    unit.put(key, item, Path("revision") == before.revision)
