"""Cases that are proposed and wait for a decision: how many a period has, and which they are.

The number is kept in the transactions that propose and decide cases, in one small item.
"""

from typing import Final

from pynamodb.expressions.operand import Path

from chalicelib.cases.keys import key_of_case_counts, partition_of_cases
from chalicelib.cases.records import PROPOSED, Case, case_of
from chalicelib.scorecards.case_ids import prefix_of_period
from chalicelib.store.converters import Item
from chalicelib.store.filtered_page import collect
from chalicelib.tenancy.context import Context

#: Cases that are named.
MOST_NAMED: Final = 20
_WAITING: Final = "proposed"


def count(context: Context, before: Case | None, after: Case) -> None:
    """Add to the request's unit that a case waits from now on, or does no more."""
    step = (after.status == PROPOSED) - (before is not None and before.status == PROPOSED)
    if step:
        waiting = Path(_WAITING)
        key = key_of_case_counts(context.scope, after.period, after.scheme)
        context.unit.update(key, [waiting.set((waiting | 0) + step)])


def waiting(context: Context, period: str, scheme: str) -> int:
    """Return how many cases of a scheme's period wait for a decision. One read."""
    item = context.table.get(key_of_case_counts(context.scope, period, scheme))
    return 0 if item is None else max(0, int(item[_WAITING]))


def named(context: Context, period: str, scheme: str) -> list[str]:
    """Return the ids of the first of them, as far as a bounded reading finds them."""

    def keep(item: Item) -> str | None:
        found = case_of(item)
        return found.id if found.status == PROPOSED and found.scheme == scheme else None

    found, _ = collect(
        context.table,
        partition_of_cases(context.scope),
        limit=MOST_NAMED,
        after=None,
        keep=keep,
        prefix=prefix_of_period(period),
    )
    return found
