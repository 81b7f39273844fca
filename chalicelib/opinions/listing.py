"""Lists of opinions, the newest first. One person's come from the employee index."""

from collections.abc import Mapping
from typing import Any

from chalicelib.opinions.keys import index_of_employee_opinions, partition_of_opinions
from chalicelib.opinions.records import Opinion, opinion_of
from chalicelib.opinions.sight import visible
from chalicelib.people.paths import NOBODY, person_in_path
from chalicelib.person_keys import PersonKey
from chalicelib.store.converters import Item
from chalicelib.store.filtered_page import newest_first
from chalicelib.tenancy.context import Context

#: Filters that are members of an opinion.
MEMBERS = ("status", "about", "scheme", "version")


def page(
    context: Context, filters: Mapping[str, Any], limit: int, after: str | None
) -> tuple[list[Opinion], str | None]:
    """Return up to ``limit`` opinions that the caller may see and the filters keep.

    ``filters`` may have MEMBERS and ``employee_id``. ``after`` and the second result are positions:
    where the page begins and where the next begins (None: the end). A page that has read as much as
    it may (store/filtered_page.py) ends with one, even if it is not full.
    """
    person = _whose(context, filters.get("employee_id"))

    def keep(item: Item) -> Opinion | None:
        found = opinion_of(item)
        kept = all(filters.get(name) in (None, getattr(found, name)) for name in MEMBERS)
        mine = person in (None, found.person)
        return found if kept and mine and visible(context.principal, found) else None

    index = None if person is None else index_of_employee_opinions(context.scope, person)
    partition = partition_of_opinions(context.scope)
    return newest_first(context.table, partition, index, limit=limit, after=after, keep=keep)


def _whose(context: Context, employee_id: str | None) -> PersonKey | None:
    """Return the person whose opinions are asked for; None: everybody's. Superiors have their own
    alone."""
    principal = context.principal
    own = principal.person or NOBODY
    if employee_id is None:
        return None if principal.sees_all else own
    person = person_in_path(context, employee_id)
    return person if principal.sees_all or person == own else NOBODY
