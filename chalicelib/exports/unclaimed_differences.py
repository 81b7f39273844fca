"""The differences of a scheme that its next file may have: those of the months with something due,
and those whose line is in a file that came to nothing (differences/unclaimed.py).

Those of an older version are read all once, and are named then.
"""

from collections.abc import Callable, Iterator

from pynamodb.expressions.operand import Path

from chalicelib.differences import unclaimed
from chalicelib.differences.keys import (
    key_of_difference,
    partition_of_differences,
    prefix_of_month,
    prefix_of_scheme,
)
from chalicelib.differences.lines import lines_of
from chalicelib.differences.records import Difference, difference_of
from chalicelib.differences.unclaimed import read_unclaimed
from chalicelib.exports.keys import key_of_export
from chalicelib.exports.records import COMPLETED, FINAL, read_export
from chalicelib.store.table import ConditionFailed
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import Context

#: Says whether a file came to nothing, by its id.
Lost = Callable[[str], bool]


def unclaimed_differences(context: Context, scheme: str, lost: Lost) -> Iterator[Difference]:
    """Give the differences that the scheme's next file may have, each as it is when it is given.

    Reads the months and files that are named. Others may be among them, of which nothing is due.
    """
    found = read_unclaimed(context, scheme)
    if not found.entered:
        every = list(_with_prefix(context, prefix_of_scheme(context.scope, scheme)))
        if not unclaimed.enter(context, scheme, found, every):
            # Somebody has changed one: the next file enters them.
            yield from every
            return
        found = read_unclaimed(context, scheme)
    for month in found.months:
        yield from _with_prefix(context, prefix_of_month(context.scope, scheme, month))
    for file in found.files:
        if lost(file):
            yield from (one for one in _of_file(context, file) if one is not None)


def forget_claimed(context: Context, scheme: str, lost: Lost) -> None:
    """Forget months of which nothing is due, and files that payroll gets or whose lines are free.

    A file that may still be made, or come to nothing, stays named.
    """
    found = read_unclaimed(context, scheme)
    if not found.entered:
        return
    unclaimed.forget_months(context, scheme, found.done)
    for file in found.files:
        unit = Unit(context.table)
        stored = read_export(context.table, context.scope, file)
        if lost(file):
            if stored is not None and stored.status not in FINAL:
                continue
            if any(one is None or _has(one, file) for one in _of_file(context, file)):
                # It changed meanwhile, or an erasure moves it.
                continue
        elif stored is None or stored.status != COMPLETED:
            continue
        else:
            gets_it = (Path("status") == COMPLETED) & Path("superseded_at").does_not_exist()
            unit.check(key_of_export(context.scope, file), gets_it)
        unclaimed.forget_file(context, unit, scheme, file)
        try:
            unit.commit()
        except ConditionFailed:
            # Its lock was taken back just now: its lines are for the next file.
            continue


def _with_prefix(context: Context, prefix: str) -> Iterator[Difference]:
    partition = partition_of_differences(context.scope)
    yield from map(difference_of, context.table.query_all(partition, prefix=prefix))


def _of_file(context: Context, file: str) -> Iterator[Difference | None]:
    """Give the difference of each line of a file, as it is now; None: it is in another place."""
    for line in lines_of(context, file):
        # One by one: the worker of exports has no right to read batches.
        item = context.table.get(key_of_difference(context.scope, *line.place))
        yield None if item is None else difference_of(item)


def _has(one: Difference, file: str) -> bool:
    return one.sent is not None and one.sent["export"] == file
