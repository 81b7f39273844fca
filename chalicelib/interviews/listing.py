"""Lists of interviews, the newest first. One person's come from the employee index."""

from collections.abc import Mapping
from typing import Any

from chalicelib.interviews.keys import (
    index_of_employee_interviews,
    partition_of_interviews,
)
from chalicelib.interviews.records import Interview, interview_of
from chalicelib.interviews.sight import visible
from chalicelib.people.paths import person_asked_for
from chalicelib.store.converters import Item
from chalicelib.store.filtered_page import newest_first
from chalicelib.teams.sight import is_in
from chalicelib.tenancy.context import Context

#: Filters that are members of an interview.
MEMBERS = ("period", "scheme", "status")


def page(
    context: Context,
    filters: Mapping[str, Any],
    team: frozenset[str] | None,
    limit: int,
    after: str | None,
) -> tuple[list[Interview], str | None]:
    """Return up to ``limit`` interviews that the caller may see and the filters keep.

    ``filters`` may have MEMBERS and ``employee_id``; ``team`` are the folds of the team's names.
    ``after`` and the second result are positions: where the page begins and where the next begins
    (None: the end). A page that has read as much as it may (store/filtered_page.py) ends with one,
    even if it is not full.
    """
    person = person_asked_for(context, filters.get("employee_id"))

    def keep(item: Item) -> Interview | None:
        found = interview_of(item)
        kept = all(filters.get(name) in (None, getattr(found, name)) for name in MEMBERS)
        mine = is_in(found.team, team) and person in (None, found.person)
        return found if kept and mine and visible(context.principal, found) else None

    index = None if person is None else index_of_employee_interviews(context.scope, person)
    partition = partition_of_interviews(context.scope)
    return newest_first(context.table, partition, index, limit=limit, after=after, keep=keep)
