"""Who has no result yet: active employees beside the period's scorecards, both in one order."""

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import merge

from chalicelib.people.records import ACTIVE, Employee, all_employees
from chalicelib.scorecards.keys import CURRENT, partition_of_scorecards
from chalicelib.store.keys import escaped
from chalicelib.tenancy.context import Context

#: As many are named; the count tells how many there are.
MOST_NAMED = 200


@dataclass(frozen=True, slots=True)
class Missing:
    """How many are missing, and the first of them by id."""

    count: int
    employees: tuple[Employee, ...]


def missing(context: Context, scheme: str, period: str) -> Missing:
    """Active employees without a scorecard, among those whom the caller may see."""
    scored = _scored(context, scheme, period)
    place = next(scored, None)
    count = 0
    named: list[Employee] = []
    for employee in all_employees(context.table, context.scope):
        own = escaped(employee.id)
        while place is not None and place < own:
            place = next(scored, None)
        if place == own or employee.status != ACTIVE:
            continue
        if not context.principal.may_see(employee.id, employee.team):
            continue
        count += 1
        if len(named) < MOST_NAMED:
            named.append(employee)
    return Missing(count, tuple(named))


def _scored(context: Context, scheme: str, period: str) -> Iterator[str]:
    """The ids of those with a scorecard, as they stand in keys."""

    def of_shard(shard: int) -> Iterator[str]:
        partition = partition_of_scorecards(context.scope, scheme, period, shard)
        for item in context.table.query_all(partition, prefix=CURRENT, only=("pk", "sk")):
            yield item["sk"].removeprefix(CURRENT)

    return merge(*(of_shard(shard) for shard in range(context.principal.shards)))
