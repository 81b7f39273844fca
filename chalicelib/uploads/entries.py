"""Entries of which an item holds many, such as bad rows: read page by page, with their positions.

A position is ``{sort key}:{place in the item}``.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

from chalicelib.store.converters import Item
from chalicelib.tenancy.context import Context

E = TypeVar("E")
#: Sorts after every number.
LAST = "~"


def entries_after(
    context: Context,
    partition: str,
    after: str | None,
    entries_of: Callable[[Item], Iterable[E]],
    at_once: int | None = None,
) -> Iterator[tuple[str, E]]:
    """Yield the entries of a partition with their positions, beginning after a position.

    The sort keys are numbers of one length. ``entries_of`` returns the entries of an item.
    ``at_once``: the items of one query, of which each has an entry at least; None: as many as fit.
    """
    first, _, seen = (after or "0:-1").partition(":")
    low = first
    while True:
        page = context.table.query_from(partition, low, LAST, limit=at_once)
        for item in page.items:
            skip = int(seen) + 1 if item["sk"] == first else 0
            for place, one in enumerate(entries_of(item)):
                if place >= skip:
                    yield f"{item['sk']}:{place}", one
        if page.after is None:
            return
        low = f"{page.after}!"


def page_of(entries: Iterable[tuple[str, E]], limit: int) -> tuple[list[E], str | None]:
    """Return up to ``limit`` entries, and the position of the last one when more follow."""
    found = list(islice(entries, limit + 1))
    more = found[limit - 1][0] if len(found) > limit else None
    return [one for _, one in found[:limit]], more
