"""Take from the log which teams an erased person left. Ids stay: copies elsewhere need them."""

from collections.abc import Iterator

from chalicelib.change_log.keys import EMPLOYEES, partition_of_changes
from chalicelib.change_log.months import kept_months
from chalicelib.change_log.records import Change, opened, packed
from chalicelib.store.converters import Item
from chalicelib.store.keys import key_of_item
from chalicelib.tenancy.holdings import Erasing

#: Entries of one piece of work.
SIZE = 500


def erase(erasing: Erasing, after: str | None) -> Iterator[str]:
    """Remove the teams of the person, month by month.

    The checkpoint is ``{month}/{place}``; ``{month}/~`` is the end of the month.
    """
    context = erasing.context
    for month in kept_months(context.time[:7], erasing.first_month):
        here = f"{month}/"
        if after is not None and after > f"{here}~":
            continue
        done = after.removeprefix(here) if after and after.startswith(here) else ""
        start = done or None
        while start != "~":
            partition = partition_of_changes(context.scope, EMPLOYEES, month)
            page = context.table.query(partition, after=start, limit=SIZE)
            for item in page.items:
                _erase_from(erasing, item)
            start = page.after or "~"
            yield here + start


def _erase_from(erasing: Erasing, item: Item) -> None:
    changes = opened(item)
    without = [Change(one.id) if one.id == erasing.person else one for one in changes]
    if without != changes:
        # An entry is written once, and then by erasures alone: of another person, perhaps, so the
        # repeated step of that one finds its person again.
        key = key_of_item(item)
        erasing.context.table.put(key, {**item, "changed": packed(without)})
