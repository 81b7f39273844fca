"""The stored count of a period's outdated results, and the event when it is another one.

Each count has an id. Two runs may count at the same time: a count is stored only over the one that
its run has read, so it never hides one that has seen more (docs/decisions/outdated-results.md).
"""

from collections.abc import Sequence

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path

from chalicelib.audit.records import event_write
from chalicelib.periods.keys import key_of_period
from chalicelib.periods.records import PeriodRecord
from chalicelib.scorecards.records import PREVIOUS
from chalicelib.store.identifiers import new_id
from chalicelib.store.keys import Key
from chalicelib.store.table import ConditionFailed
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import Context, timestamp

#: Conditions of items.
Checks = Sequence[tuple[Key, Condition]]


def store_count(context: Context, record: PeriodRecord, number: int, also: Checks = ()) -> bool:
    """Store a count, with an event when it differs. False when another count came in between.

    ``also``: conditions of further items, or of the period's own. When one of them does not hold,
    nothing is stored either.
    """
    key = key_of_period(context.scope, record.period, record.scheme)
    counted = Path("outdated_counted")
    same: Condition = Path("settled_at").exists() & (
        counted.does_not_exist()
        if record.outdated_counted is None
        else counted == record.outdated_counted
    )
    actions = [
        Path("outdated").set(number),
        counted.set(new_id("cnt", context.platform.clock())),
    ]
    unit = Unit(context.table)
    for other, condition in also:
        if other == key:
            same &= condition
        else:
            unit.check(other, condition)
    if number != (record.outdated or 0):
        revision = Path("revision")
        same &= revision.does_not_exist() | (revision == record.revision)
        actions += [
            revision.set(record.revision + 1),
            Path("outdated_at").set(timestamp(context.platform.clock())),
        ]
        state = "outdated" if number else "current"
        unit.put(
            *event_write(
                context,
                "periods.outdated",
                f"periods/{record.period}/{record.scheme}",
                {"outdated": record.outdated or 0},
                {"status": state, "outdated": number, "because": PREVIOUS},
                revision=record.revision + 1,
            )
        )
    unit.update(key, actions, same)
    try:
        unit.commit()
    except ConditionFailed:
        return False
    return True
