"""Active employees without a result in a period.

Employees and scorecards are read in the same order, so memory does not grow with their number.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import merge

from chalicelib.people.records import ACTIVE, Employee, all_employees
from chalicelib.scorecards.keys import CURRENT, partition_of_scorecards
from chalicelib.store.keys import escaped
from chalicelib.tenancy.context import Context

#: People that an answer names at most. The count includes all.
MOST_NAMED = 200


@dataclass(frozen=True, slots=True)
class Missing:
    """How many employees have no result, and the first MOST_NAMED of them by id."""

    count: int
    employees: tuple[Employee, ...]


def missing(context: Context, scheme: str, period: str) -> Missing:
    """Find active employees without a scorecard, among those that the caller may see."""
    scored = _scored(context, scheme, period)
    place = next(scored, None)
    count = 0
    named: list[Employee] = []
    for employee in all_employees(context):
        own = escaped(employee.key)
        while place is not None and place < own:
            place = next(scored, None)
        if place == own or employee.status != ACTIVE:
            continue
        if not context.principal.oversees(employee.team):
            continue
        count += 1
        if len(named) < MOST_NAMED:
            named.append(employee)
    return Missing(count, tuple(named))


def _scored(context: Context, scheme: str, period: str) -> Iterator[str]:
    """Give the people with a scorecard, in order, escaped as in keys."""

    def of_shard(shard: int) -> Iterator[str]:
        partition = partition_of_scorecards(context.scope, scheme, period, shard)
        for item in context.table.query_all(partition, prefix=CURRENT, only=("pk", "sk")):
            yield item["sk"].removeprefix(CURRENT)

    return merge(*(of_shard(shard) for shard in range(context.principal.shards)))
