"""Lists of cases, the newest period first. One person's come from the employee index."""

from collections.abc import Mapping
from typing import Any

from chalicelib.cases.keys import index_of_employee_cases, partition_of_cases
from chalicelib.cases.records import Case, case_of
from chalicelib.cases.sight import visible
from chalicelib.people.paths import NOBODY, person_in_path
from chalicelib.person_keys import PersonKey
from chalicelib.scorecards.case_ids import PREFIX, prefix_of_period
from chalicelib.store.converters import Item
from chalicelib.store.filtered_page import collect
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
    person = _person(context, filters.get("employee_id"))

    def keep(item: Item) -> Case | None:
        case = case_of(item)
        kept = all(filters.get(name) in (None, getattr(case, name)) for name in MEMBERS)
        mine = is_in(case.team, team) and person in (None, case.person)
        return case if kept and mine and visible(context.principal, case) else None

    prefix = PREFIX if "period" not in filters else prefix_of_period(filters["period"])
    if person is not None:
        return _of_person(context, person, prefix, keep, limit, after)
    return collect(
        context.table,
        partition_of_cases(context.scope),
        limit=limit,
        after=after,
        keep=keep,
        prefix=prefix,
        descending=True,
    )


def _of_person(
    context: Context,
    person: PersonKey,
    prefix: str,
    keep: Any,
    limit: int,
    after: str | None,
) -> tuple[list[Case], str | None]:
    keys = context.table.keys_of_employee(
        index_of_employee_cases(context.scope, person), prefix=prefix
    )
    wanted = sorted(
        (key for key in keys if after is None or key.sk < after),
        key=lambda key: key.sk,
        reverse=True,
    )
    found = context.table.get_many(wanted) if wanted else {}
    kept = [case for key in wanted if key in found and (case := keep(found[key])) is not None]
    return kept[:limit], kept[limit - 1].id if len(kept) > limit else None


def _person(context: Context, employee_id: str | None) -> PersonKey | None:
    """Return the person whose cases are asked for; None: everybody's. Who sees the own person
    alone has the own cases."""
    principal = context.principal
    own = principal.person or NOBODY
    if employee_id is None:
        return None if principal.sees_others else own
    person = person_in_path(context, employee_id)
    return person if principal.sees_others or person == own else NOBODY
