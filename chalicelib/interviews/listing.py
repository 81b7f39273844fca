"""Lists of interviews, the newest first. One person's come from the employee index."""

from collections.abc import Callable, Mapping
from typing import Any

from chalicelib.interviews.keys import (
    index_of_employee_interviews,
    partition_of_interviews,
)
from chalicelib.interviews.records import Interview, interview_of
from chalicelib.interviews.sight import visible
from chalicelib.people.paths import NOBODY, person_in_path
from chalicelib.person_keys import PersonKey
from chalicelib.store.converters import Item
from chalicelib.store.filtered_page import collect
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
    person = _person(context, filters.get("employee_id"))

    def keep(item: Item) -> Interview | None:
        found = interview_of(item)
        kept = all(filters.get(name) in (None, getattr(found, name)) for name in MEMBERS)
        mine = is_in(found.team, team) and person in (None, found.person)
        return found if kept and mine and visible(context.principal, found) else None

    if person is not None:
        return _of_person(context, person, keep, limit, after)
    return collect(
        context.table,
        partition_of_interviews(context.scope),
        limit=limit,
        after=after,
        keep=keep,
        descending=True,
    )


def _of_person(
    context: Context,
    person: PersonKey,
    keep: Callable[[Item], Interview | None],
    limit: int,
    after: str | None,
) -> tuple[list[Interview], str | None]:
    keys = context.table.keys_of_employee(index_of_employee_interviews(context.scope, person))
    wanted = sorted(
        (key for key in keys if after is None or key.sk < after),
        key=lambda key: key.sk,
        reverse=True,
    )
    found = context.table.get_many(wanted) if wanted else {}
    kept = [one for key in wanted if key in found and (one := keep(found[key])) is not None]
    return kept[:limit], kept[limit - 1].id if len(kept) > limit else None


def _person(context: Context, employee_id: str | None) -> PersonKey | None:
    """Return the person whose interviews are asked for; None: everybody's. Who sees the own person
    alone has the own interviews."""
    principal = context.principal
    own = principal.person or NOBODY
    if employee_id is None:
        return None if principal.sees_others else own
    person = person_in_path(context, employee_id)
    return person if principal.sees_others or person == own else NOBODY
