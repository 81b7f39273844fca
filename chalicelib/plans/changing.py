"""Changes of stored plans by the system.

A change is written only over the revision that it was made from, so a person's change at the same
moment is never lost.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pynamodb.expressions.operand import Path

from chalicelib.plans.changes import enter
from chalicelib.plans.records import Plan, plan_write, read_plan
from chalicelib.store.table import ConditionFailed
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import Context

#: Plans changed in one transaction.
TOGETHER = 50
#: Tries for one plan that others keep changing.
ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Change:
    """A plan as it was read, and the function that decides its new state.

    ``decide`` gives the same object when nothing changes. It is called again with the stored plan
    when the plan has changed meanwhile.
    """

    before: Plan
    decide: Callable[[Plan], Plan]


def change_all(context: Context, changes: Sequence[Change]) -> None:
    """Write the plans that the changes alter, each only over the revision that was read.

    A plan that has changed meanwhile is read and decided again. A plan that is gone is skipped.
    Raises ConditionFailed when a plan changes during each of ATTEMPTS tries.
    """
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
        enter(context, unit, [(change.before, after) for change, after in group])
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
        enter(context, unit, [(before, after)])
        try:
            unit.commit()
        except ConditionFailed:
            continue
        return
    raise ConditionFailed


def _put(context: Context, unit: Unit, before: Plan, after: Plan) -> None:
    key, item = plan_write(context, after)
    unit.put(key, item, Path("revision") == before.revision)
