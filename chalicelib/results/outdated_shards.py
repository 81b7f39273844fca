"""Which results in a shard of a period are outdated, by what stands of the period before.

Both periods lie in the same shards in the same order, so they are read side by side, with no more
in memory than a page of each.
"""

from collections.abc import Iterator

from pynamodb.expressions.operand import Path

from chalicelib.periods.calendar import previous
from chalicelib.person_keys import PersonKey
from chalicelib.scorecards.keys import CURRENT, partition_of_scorecards
from chalicelib.scorecards.previous_period import (
    NONE_STOOD,
    STANDS,
    codes_read,
    standing_revision,
)
from chalicelib.store.keys import parts_of
from chalicelib.tenancy.context import Context


def marks_of_shard(
    context: Context, scheme: str, period: str, shard: int
) -> Iterator[tuple[PersonKey, str]]:
    """Give the outdated results in a shard of a period, each with what stands now. What was settled
    ahead of the period is as it was paid."""
    standing = [_Standing(context, code, previous(period), shard) for code in codes_read(scheme)]
    partition = partition_of_scorecards(context.scope, scheme, period, shard)
    made_with = "previous_revision"
    looks_back = Path(made_with).exists() & Path("closed").does_not_exist()
    for item in context.table.query_all(
        partition, prefix=CURRENT, only=("sk", made_with), where=looks_back
    ):
        now = NONE_STOOD
        for one in standing:
            now = one.of(item["sk"]) or now
        if now != item[made_with]:
            yield PersonKey(parts_of(item["sk"])[-1]), now


class _Standing:
    """The revisions that stand in a shard of a period, asked for in the order of sort keys."""

    def __init__(self, context: Context, scheme: str, period: str, shard: int) -> None:
        partition = partition_of_scorecards(context.scope, scheme, period, shard)
        self._scheme = scheme
        self._items = context.table.query_all(partition, prefix=CURRENT, only=("sk", *STANDS))
        self._at: tuple[str, str | None] | None = ("", None)

    def of(self, sort_key: str) -> str | None:
        """Return the text of the revision at a sort key, after those asked for before; or None."""
        while self._at is not None and self._at[0] < sort_key:
            item = next(self._items, None)
            standing = standing_revision(self._scheme, item)
            self._at = None if item is None else (item["sk"], standing)
        if self._at is None or self._at[0] != sort_key:
            return None
        return self._at[1]
