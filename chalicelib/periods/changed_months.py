"""Months whose results have changed since somebody looked through them: an entry for each.

Whoever changes results, or opens a locked month again, writes the entry **before** the change is
current, or together with it. So an entry may name a month that did not change, and no changed month
is without one. Who looks through months (signals/due.py) reads these, and not all periods that the
company ever had.
"""

from datetime import timedelta
from typing import Final

from pynamodb.expressions.operand import Path

from chalicelib.periods.calendar import kind_of
from chalicelib.periods.keys import key_of_changed, partition_of_changed
from chalicelib.periods.pilot_codes import pilot_of
from chalicelib.store.converters import Item
from chalicelib.store.keys import Key, parts_of
from chalicelib.store.table import ConditionFailed
from chalicelib.tenancy.context import Context, timestamp

#: An entry is younger than its change by less: no function lives longer than 5 minutes.
COMMITTED_AFTER: Final = timedelta(minutes=15)
#: Entries of a page.
PAGE: Final = 100


def entries(context: Context, period: str, scheme: str) -> list[tuple[Key, Item]]:
    """Return the writes of the entry that a month's results change: one, or none of a pilot's
    period and of one that is no month."""
    if pilot_of(scheme) is not None or kind_of(period) != "month":
        return []
    at = timestamp(context.platform.clock())
    return [(key_of_changed(context.scope, period, scheme), {"at": at})]


def page(context: Context, after: str | None) -> tuple[dict[tuple[str, str], str], str | None]:
    """Return since when months have an entry, by month and scheme, PAGE at most, and where the next
    page begins."""
    found = context.table.query(partition_of_changed(context.scope), after=after, limit=PAGE)
    places = {}
    for item in found.items:
        period, scheme = parts_of(item["sk"])
        places[period, scheme] = str(item["at"])
    return places, found.after


def forget(context: Context, period: str, scheme: str, at: str) -> None:
    """Remove an entry after a look at its month, unless it may be of a change that is not committed
    yet, or was written again since."""
    if at > timestamp(context.platform.clock() - COMMITTED_AFTER):
        return
    try:
        context.table.delete(key_of_changed(context.scope, period, scheme), Path("at") == at)
    except ConditionFailed:
        return
