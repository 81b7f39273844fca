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
    key after which the next page begins. It is given only when a further result follows, so that
    it does not tell of items that are left out. The exception is a page that has read MOST_READ
    items: it ends there, may hold fewer than ``limit`` results, and its next page may be empty.
    """
    kept: list[Any] = []
    read = 0
    last: str | None = None
    start = after or None
    while True:
        page = table.query(
            partition, prefix=prefix, after=start, limit=max(limit, 50) + 1, descending=descending
        )
        for item in page.items:
            found = keep(item)
            if found is None:
                continue
            if len(kept) == limit:
                return kept, last
            kept.append(found)
            last = item["sk"]
        read += len(page.items)
        if page.after is None:
            return kept, None
        if read >= MOST_READ:
            return kept, page.after
        start = page.after
