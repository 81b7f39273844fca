"""One page of the items of a partition, or of several one after the other, that pass a filter.

What a page reads has two bounds, whatever the company's size: items and queries. A page that ends
at one of them has a cursor and may hold fewer results than asked for, or none.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from chalicelib.store.converters import Item
from chalicelib.store.table import Page, Table

#: Items that one page reads at most. Without this limit, a filter that few items pass could make a
#: request read a whole partition.
MOST_READ = 2000
#: Queries of one page at most: a query reads 1 MB at most, however many items that are, and a
#: partition may be empty.
MOST_QUERIES = 12
#: A query asks for four times as many items as the one before, up to so many: a filter that few
#: items pass costs a few queries, and a page of one item reads two.
GROWTH, LARGEST = 4, 1000
#: Separates the number of a partition from the sort key in a position.
_BETWEEN = "/"


class Reading:
    """What one page has read so far, and may read.

    ``most_queries``: in place of MOST_QUERIES, where most partitions are empty.
    """

    def __init__(self, table: Table, limit: int, most_queries: int | None = None) -> None:
        self.table = table
        self.left, self.queries = MOST_READ, most_queries or MOST_QUERIES
        self.size = limit + 1

    @property
    def over(self) -> bool:
        return self.left <= 0 or self.queries <= 0

    def count_query(self) -> None:
        """Count a query that a page makes to learn which partitions it reads."""
        self.queries -= 1

    def query(self, partition: str, after: str | None, prefix: str, *, descending: bool) -> Page:
        wanted = min(self.size, self.left, LARGEST)
        page = self.table.query(
            partition, prefix=prefix, after=after, limit=wanted, descending=descending
        )
        self.left -= len(page.items)
        self.queries -= 1
        if len(page.items) >= wanted:
            self.size *= GROWTH
        return page


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
    it does not tell of items that are left out. The exception is a page that has read as much as it
    may: it ends there, and its next page may be empty.
    """
    reading, kept = Reading(table, limit), list[Any]()
    more = _of_partition(
        reading, partition, kept, limit, after, keep, prefix, descending=descending
    )
    return kept, more


def collect_of_all(
    table: Table,
    partitions: Sequence[str],
    *,
    limit: int,
    after: str | None,
    keep: Callable[[Item], Any | None],
    most_queries: int | None = None,
) -> tuple[list[Any], str | None]:
    """Return up to ``limit`` results of partitions, one after the other, as :func:`collect` does.

    All partitions together have its bounds. A cursor is ``{number of the partition}/{sort key}``;
    an empty sort key begins with the partition. A full page that ends with a partition has one,
    whatever follows. ``most_queries``: as :class:`Reading` has it.
    """
    first, _, start = (after or f"0{_BETWEEN}").partition(_BETWEEN)
    wanted = ((str(number), partitions[number]) for number in range(int(first), len(partitions)))
    reading = Reading(table, limit, most_queries)
    kept, place = collect_of_each(reading, wanted, limit=limit, after=start or None, keep=keep)
    return kept, None if place is None else _BETWEEN.join(place)


def collect_of_each(
    reading: Reading,
    partitions: Iterable[tuple[str, str]],
    *,
    limit: int,
    after: str | None,
    keep: Callable[[Item], Any | None],
) -> tuple[list[Any], tuple[str, str] | None]:
    """Return up to ``limit`` results of partitions as :func:`collect_of_all` does.

    ``partitions`` gives each with a name, as it is needed, so it may look for the next one when it
    is asked. ``after`` is the sort key after which the first begins. The second result is where the
    next page begins: the name of a partition, and the sort key, empty at its beginning.
    """
    kept = list[Any]()
    for name, partition in partitions:
        if len(kept) == limit or reading.over:
            return kept, (name, "")
        more = _of_partition(reading, partition, kept, limit, after, keep)
        if more is not None:
            return kept, (name, more)
        after = None
    return kept, None


def _of_index(
    table: Table,
    index: str,
    *,
    limit: int,
    after: str | None,
    keep: Callable[[Item], Any | None],
    prefix: str = "",
) -> tuple[list[Any], str | None]:
    """Return up to ``limit`` results of a partition of the employee index, as :func:`collect` does.

    The last sort key comes first. All that the index names is read, so it must be one person's.
    """
    keys = table.keys_of_employee(index, prefix=prefix)
    wanted = sorted(
        (key for key in keys if after is None or key.sk < after),
        key=lambda key: key.sk,
        reverse=True,
    )
    found = table.get_many(wanted) if wanted else {}
    kept = [
        (key.sk, one) for key in wanted if key in found and (one := keep(found[key])) is not None
    ]
    return [one for _, one in kept[:limit]], kept[limit - 1][0] if len(kept) > limit else None


def newest_first(
    table: Table,
    partition: str,
    index: str | None,
    *,
    limit: int,
    after: str | None,
    keep: Callable[[Item], Any | None],
    prefix: str = "",
) -> tuple[list[Any], str | None]:
    """Return up to ``limit`` results of a partition, the last sort key first, as :func:`collect`
    does; with an ``index`` those that this partition of the employee index names."""
    if index is not None:
        return _of_index(table, index, limit=limit, after=after, keep=keep, prefix=prefix)
    return collect(
        table, partition, limit=limit, after=after, keep=keep, prefix=prefix, descending=True
    )


def _of_partition(
    reading: Reading,
    partition: str,
    kept: list[Any],
    limit: int,
    after: str | None,
    keep: Callable[[Item], Any | None],
    prefix: str = "",
    *,
    descending: bool = False,
) -> str | None:
    """Add results to ``kept`` until there are ``limit``. Return the cursor; None at the end."""
    last, start = after, after or None
    while True:
        page = reading.query(partition, start, prefix, descending=descending)
        for item in page.items:
            found = keep(item)
            if found is None:
                continue
            if len(kept) == limit:
                return last
            kept.append(found)
            last = item["sk"]
        if page.after is None:
            return None
        if reading.over:
            return page.after
        start = page.after
