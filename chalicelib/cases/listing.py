"""Lists of cases, the newest period first. One person's come from the employee index."""

from collections.abc import Mapping
from typing import Any

from chalicelib.cases.keys import index_of_employee_cases, partition_of_cases
from chalicelib.cases.records import Case, case_of
from chalicelib.cases.sight import visible
from chalicelib.people.paths import person_asked_for
from chalicelib.scorecards.case_ids import PREFIX, prefix_of_period
from chalicelib.store.converters import Item
from chalicelib.store.filtered_page import newest_first
from chalicelib.teams.sight import is_in
from chalicelib.tenancy.context import Context

#: Filters that are members of a case.
MEMBERS = ("period", "scheme", "kind", "status", "code", "indicator")


def page(
    context: Context,
    filters: Mapping[str, Any],
    team: frozenset[str] | None,
    limit: int,
    after: str | None,
) -> tuple[list[Case], str | None]:
    """Return up to ``limit`` cases that the caller may see and the filters keep.

    ``filters`` may have MEMBERS and ``employee_id``; ``team`` are the folds of the team's names.
    ``after`` and the second result are positions: where the page begins and where the next begins
    (None: the end). A page that has read as much as it may (store/filtered_page.py) ends with one,
    even if it is not full.
    """
    person = person_asked_for(context, filters.get("employee_id"))

    def keep(item: Item) -> Case | None:
        case = case_of(item)
        kept = all(filters.get(name) in (None, getattr(case, name)) for name in MEMBERS)
        mine = is_in(case.team, team) and person in (None, case.person)
        return case if kept and mine and visible(context.principal, case) else None

    prefix = PREFIX if "period" not in filters else prefix_of_period(filters["period"])
    index = None if person is None else index_of_employee_cases(context.scope, person)
    partition = partition_of_cases(context.scope)
    return newest_first(
        context.table, partition, index, limit=limit, after=after, keep=keep, prefix=prefix
    )
