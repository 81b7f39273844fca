"""One page of the items of a partition that pass a filter."""

from collections.abc import Callable
from typing import Any

from chalicelib.store.converters import Item
from chalicelib.store.table import Table

#: Items that one page of an answer may read before it stops and returns a cursor. Without this
#: limit, a filter that few items pass could make a request read a whole partition.
MOST_READ = 2000


def collect(
    table: Table,
    partition: str,
    *,
    limit: int,
    after: str | None,
    keep: Callable[[Item], Any | None],
    prefix: str = "",
    descending: bool = False,
) -> tuple[list[Any], str | None]:
    """Return up to ``limit`` results of ``keep``, in sort-key order, and the cursor.

    ``keep`` takes an item and returns its result; None leaves the item out. The cursor is the sort
    key after which the next page begins, or None when all items were read. A page may hold fewer
    than ``limit`` results and still have a next page.
    """
    kept: list[Any] = []
    read = 0
    start = after or None
    while True:
        page = table.query(
            partition, prefix=prefix, after=start, limit=max(limit, 50), descending=descending
        )
        for place, item in enumerate(page.items):
            found = keep(item)
            if found is not None:
                kept.append(found)
            if len(kept) == limit:
                last = place == len(page.items) - 1 and page.after is None
                return kept, None if last else item["sk"]
        read += len(page.items)
        if page.after is None:
            return kept, None
        if read >= MOST_READ:
            return kept, page.after
        start = page.after
