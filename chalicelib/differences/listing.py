"""Lists of differences, by scheme and month. One person's come from the employee index."""

from collections.abc import Mapping
from typing import Any

from chalicelib.differences.keys import (
    index_of_employee_differences,
    partition_of_differences,
    prefix_of_scheme,
)
from chalicelib.differences.records import Difference, difference_of
from chalicelib.differences.sight import asked_for, visible
from chalicelib.store.converters import Item
from chalicelib.store.filtered_page import newest_first
from chalicelib.tenancy.context import Context

#: Filters that are members of a difference.
MEMBERS = ("scheme", "period", "status")


def page(
    context: Context, filters: Mapping[str, Any], limit: int, after: str | None
) -> tuple[list[Difference], str | None]:
    """Return up to ``limit`` differences that the caller may see and the filters keep.

    ``filters`` may have MEMBERS, ``employee_id``, and ``export``: the file that has the line and is
    not answered. ``after`` and the second result are positions: where the page begins and where the
    next begins (None: the end). A page that has read as much as it may (store/filtered_page.py)
    ends with one, even if it is not full.
    """
    person = asked_for(context, filters.get("employee_id"))
    export = filters.get("export")

    def keep(item: Item) -> Difference | None:
        found = difference_of(item)
        kept = all(filters.get(name) in (None, getattr(found, name)) for name in MEMBERS)
        mine = person in (None, found.person)
        there = export in (None, (found.sent or {}).get("export"))
        return found if kept and mine and there and visible(context.principal, found) else None

    index = None if person is None else index_of_employee_differences(context.scope, person)
    prefix = (
        prefix_of_scheme(context.scope, filters["scheme"])
        if "scheme" in filters and not index
        else ""
    )
    partition = partition_of_differences(context.scope)
    return newest_first(
        context.table, partition, index, limit=limit, after=after, keep=keep, prefix=prefix
    )
