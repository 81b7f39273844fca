"""The stored count of a period's outdated results with their marks, and the event when it is
another one.

Each count has an id. Two runs may count at the same time: a count is stored only over the one that
its run has read, so it never hides one that has seen more (docs/decisions/outdated-results.md).
"""

from collections.abc import Sequence

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path

from chalicelib.audit.records import event_write
from chalicelib.periods import directory
from chalicelib.periods.keys import key_of_period
from chalicelib.periods.ordered_tables import Part
from chalicelib.periods.records import PeriodRecord, same_revision
from chalicelib.results.outdated_marks import NO_MARKS, Marks, forget, part_of
from chalicelib.scorecards.records import PREVIOUS
from chalicelib.store.identifiers import new_id
from chalicelib.store.keys import Key
from chalicelib.store.table import ConditionFailed
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import Context, timestamp

#: Conditions of items.
Checks = Sequence[tuple[Key, Condition]]


def store_count(
    context: Context,
    record: PeriodRecord,
    number: int | None,
    also: Checks = (),
    marks: Marks = NO_MARKS,
) -> bool:
    """Store a count, with an event when it differs, and the marks that are other ones.

    False when another count came in between, or the directory has changed. ``number`` None: of a
    count that is not finished the marks alone. ``also``: conditions of further items, or of the
    period's own. When one of them does not hold, nothing is stored either. Raises SummaryReplaced.
    """
    part = part_of(context, record, marks)
    if number is None and not part.members:
        return True
    context.table.write_batch(part.writes)
    if not _committed(context, record, number, also, part):
        forget(context, record, part)
        return False
    context.table.write_batch((), part.drops)
    return True


def _committed(
    context: Context, record: PeriodRecord, number: int | None, also: Checks, part: Part
) -> bool:
    key = key_of_period(context.scope, record.period, record.scheme)
    counted = Path("outdated_counted")
    same: Condition = Path("settled_at").exists() & (
        counted.does_not_exist()
        if record.outdated_counted is None
        else counted == record.outdated_counted
    )
    same &= directory.unchanged(record)
    now = timestamp(context.platform.clock())
    actions = part.actions(record)
    if number is not None:
        actions.append(Path("outdated").set(number))
        actions.append(counted.set(new_id("cnt", context.platform.clock())))
        if record.unmarked_until is None and record.listing is not None:
            # Results that were counted before and are not any more have changed without a mark.
            until = now if record.outdated else record.outdated_at or ""
            actions.append(Path("unmarked_until").set(until))
    differs = number is not None and number != (record.outdated or 0)
    if differs or part.members:
        actions.append(Path("outdated_at").set(now))
    unit = Unit(context.table)
    for other, condition in also:
        if other == key:
            same &= condition
        else:
            unit.check(other, condition)
    if differs:
        same &= same_revision(record)
        actions.append(Path("revision").set(record.revision + 1))
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
