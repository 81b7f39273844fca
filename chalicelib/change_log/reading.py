"""Read what changed between two times, page by page.

A page reads entries until it has as many different things as asked for. The number of requests
grows with the changes since, and by one for each month, whatever the size of the list.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from chalicelib.change_log.keys import partition_of_changes
from chalicelib.change_log.months import following
from chalicelib.change_log.records import KEPT, Change, opened, time_of
from chalicelib.store.converters import Item
from chalicelib.tenancy.context import Context, timestamp

#: Entries that a page reads at most. Then it ends with a position, even if it is not full.
MOST_READ = 1000
#: Longer than functions of a version that keeps no log run beside those of one that does.
UPDATE = timedelta(minutes=30)


@dataclass(slots=True)
class Changed:
    """A thing that changed, once or several times: when last, and the teams that it left."""

    id: str
    at: str
    left: set[str] = field(default_factory=set)


def page(
    context: Context, listed: str, since: datetime, until: datetime, limit: int, after: str | None
) -> tuple[list[Changed], str | None]:
    """Return up to ``limit`` things that changed from ``since`` to ``until``, oldest change first.

    Each is there once; a thing that changes again may be on a later page too. ``after`` and the
    second result are positions ``{place}/{number of changes of the entry}``: where the page begins
    and where the next begins (None: the end).
    """
    start, _, taken = (after or "").partition("/")
    passed = int(taken or 0)
    found: dict[str, Changed] = {}
    for read, item in enumerate(_entries(context, listed, since, until, start, limit)):
        place = item["sk"]
        skipped = passed if place == start else 0
        changes = opened(item)
        if skipped == len(changes):
            continue
        for number, change in enumerate(changes[skipped:], skipped):
            if change.id not in found and len(found) == limit:
                return list(found.values()), f"{place}/{number}"
            _note(found, change, time_of(place))
        if read + 1 >= MOST_READ:
            return list(found.values()), f"{place}/{len(changes)}"
    return list(found.values()), None


def covers(context: Context, listed: str, since: datetime) -> bool:
    """Return whether the log has every change from a time on: its first entry is older by UPDATE.

    Looks into the month of the time and the one before.
    """
    if since < context.now - KEPT:
        return False
    begun = timestamp(since - UPDATE)
    for month in (f"{since:%Y-%m}", f"{since.replace(day=1) - timedelta(days=1):%Y-%m}"):
        partition = partition_of_changes(context.scope, listed, month)
        first = context.table.query(partition, limit=1, only=("pk", "sk")).items
        if first and time_of(first[0]["sk"]) <= begun:
            return True
    return False


def _note(found: dict[str, Changed], change: Change, at: str) -> None:
    one = found.setdefault(change.id, Changed(change.id, at))
    one.at = at
    if change.left is not None:
        one.left.add(change.left)


def _entries(
    context: Context, listed: str, since: datetime, until: datetime, start: str, limit: int
) -> Iterator[Item]:
    """Yield the entries of a time, from the place ``start`` on, that one included."""
    low, end = start or timestamp(since), timestamp(until)
    month = low[:7]
    # Of a time to come there is nothing, and no range to ask for.
    while low <= f"{end}~":
        partition = partition_of_changes(context.scope, listed, month)
        while True:
            # A place continues its time with letters and digits: "~" sorts after them.
            got = context.table.query_from(partition, low, f"{end}~", limit=max(limit, 10) + 1)
            yield from (item for item in got.items if item["sk"] > low or item["sk"] == start)
            if got.after is None:
                break
            low = got.after
            start = ""
        month = low = following(month)
