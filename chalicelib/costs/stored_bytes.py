"""Measure what a company stores, piece by piece: its partitions of the table, then its files.

Every partition that the holdings declare is read once, eventually consistent, and items are sized
as AWS bills them. A checkpoint is a place and a position in it. Two walks at a time disturb nobody.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.store import sizes
from chalicelib.store.keys import collection_of
from chalicelib.tenancy.context import Context

#: A place is a partition, or the prefix of files. Partitions alone have this character.
_OF_PARTITIONS = "#"


@dataclass(frozen=True, slots=True)
class Walk:
    """How far a measurement has come: the place (None: not begun), the last position in it, sums.

    ``done``: nothing is left.
    """

    place: str | None = None
    after: str | None = None
    table_bytes: int = 0
    table_items: int = 0
    file_bytes: int = 0
    files: int = 0
    done: bool = False


def go_on(context: Context, first_month: str, walk: Walk, until: datetime) -> Walk:
    """Measure on from a checkpoint until all is measured or the time is up; return the new one.

    ``first_month``: in which the company was onboarded.
    """
    for place in _from(context, first_month, walk.place):
        walk = walk if place == walk.place else replace(walk, place=place, after=None)
        more = True
        while more:
            if context.platform.clock() > until:
                return walk
            walk, more = _with_page(context, walk, place)
    return replace(walk, done=True)


def _with_page(context: Context, walk: Walk, place: str) -> tuple[Walk, bool]:
    """Return the walk with one page more, and whether the place has another."""
    if _OF_PARTITIONS not in place:
        files = sizes.of_objects(context.objects, place, walk.after)
        more = replace(
            walk,
            after=files.last or walk.after,
            files=walk.files + files.number,
            file_bytes=walk.file_bytes + files.bytes,
        )
        return more, files.truncated
    items = sizes.of_items(context.table.connection, place, walk.after)
    more = replace(
        walk,
        after=items.last or walk.after,
        table_items=walk.table_items + items.number,
        table_bytes=walk.table_bytes + items.bytes,
    )
    return more, items.truncated


def _from(context: Context, first_month: str, place: str | None) -> Iterator[str]:
    """Yield the places from one on (None: all), in the order of packages.

    Within the collection of the place, partitions that have come since may be measured or not.
    """
    prefixes = context.scope.prefixes()
    if place is not None and _OF_PARTITIONS not in place:
        yield from prefixes[prefixes.index(place) :]
        return
    holdings = list(context.platform.contents.holdings)
    if place is not None:
        words = [holding.collection.word for holding in holdings]
        holdings = holdings[words.index(collection_of(place)) :]
        first = list(holdings[0].partitions(context, first_month))
        yield from first[first.index(place) :] if place in first else ()
        holdings = holdings[1:]
    for holding in holdings:
        yield from holding.partitions(context, first_month)
    yield from prefixes
