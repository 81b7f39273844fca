"""Take from the log which teams an erased person left. Ids of the register stay: copies need them.

Results that left a team are taken out whole: whoever follows results lists them anew after an
erasure.
"""

from collections.abc import Iterator, Sequence

from pynamodb.expressions.operand import Path

from chalicelib.change_log.keys import EMPLOYEES, SCORECARDS, partition_of_changes
from chalicelib.change_log.months import kept_months
from chalicelib.change_log.records import Change, opened, packed
from chalicelib.store.converters import Item
from chalicelib.store.keys import Key, key_of_item
from chalicelib.store.table import ConditionFailed
from chalicelib.tenancy.holdings import Erasing, ErasureBusy

#: Entries of one piece of work.
SIZE = 500
#: Times that an entry is read again because another erasure changes it.
TRIES = 5
#: The member of an entry that counts its erasures.
ERASURES = "erasures"


def erase(erasing: Erasing, after: str | None) -> Iterator[str]:
    """Remove the teams of the person, month by month.

    The checkpoint is ``{month}/{list}/{place}``; ``~`` in place of the place is the end of a list.
    """
    context = erasing.context
    for month in kept_months(context.time[:7], erasing.first_month):
        for listed in (EMPLOYEES, SCORECARDS):
            here = f"{month}/{listed}/"
            if after is not None and after >= f"{here}~":
                continue
            done = after.removeprefix(here) if after and after.startswith(here) else ""
            start = done or None
            while start != "~":
                partition = partition_of_changes(context.scope, listed, month)
                page = context.table.query(partition, after=start, limit=SIZE)
                for item in page.items:
                    _erase_from(erasing, key_of_item(item), item)
                start = page.after or "~"
                if page.items:  # An empty month needs no checkpoint.
                    yield here + start


def _erase_from(erasing: Erasing, key: Key, item: Item | None) -> None:
    """Take the person from an entry. Another erasure may do so at the same time."""
    for _ in range(TRIES):
        if item is None:
            return
        before = opened(item)
        left = list(_without(erasing.person, before))
        if left == before:
            return
        number = int(item.get(ERASURES, 0))
        same = Path(ERASURES).does_not_exist() if not number else Path(ERASURES) == number
        try:
            erasing.context.table.put(
                key, {**item, "changed": packed(left), ERASURES: number + 1}, same
            )
        except ConditionFailed:
            item = erasing.context.table.get(key)
        else:
            return
    raise ErasureBusy


def _without(person: str, changes: Sequence[Change]) -> Iterator[Change]:
    result = f"/{person}"
    for one in changes:
        if not one.id.endswith(result):
            yield Change(one.id) if one.id == person else one
