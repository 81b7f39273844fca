"""What changed on the register since a time, for copies in other systems.

It is read from the log of changes, so it costs in proportion to what changed. A person is shown as
of now. Whom the list has no more is told as removed, to callers who may have seen the person there.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from chalicelib.change_log import reading
from chalicelib.change_log.keys import EMPLOYEES
from chalicelib.change_log.reading import Changed
from chalicelib.people.filters import Filters
from chalicelib.people.records import Employee, read_people
from chalicelib.people.today import on_day, today
from chalicelib.person_keys import PersonKey, shown
from chalicelib.teams.sight import is_in
from chalicelib.tenancy.context import Context


class People(NamedTuple):
    """A page of people, and of those whom the list has no more.

    ``after`` is the position of the next page (None: last).
    """

    items: Sequence[Employee]
    removed: Sequence[Mapping[str, Any]] = ()
    after: str | None = None


def changed_people(
    context: Context, filters: Filters, since: datetime, limit: int, after: str | None
) -> People:
    """Return a page of the people who changed since a time, the oldest change first.

    Deleted people are among them; erased ones are removed.
    """
    changed, last = reading.page(context, EMPLOYEES, since, context.now, limit, after)
    people = read_people(context, (PersonKey(one.id) for one in changed))
    day = today(context)
    items: list[Employee] = []
    removed: list[Mapping[str, Any]] = []
    for one in changed:
        person = people.get(PersonKey(one.id))
        if person is None:
            continue
        seen = on_day(person, day)
        if person.erased_at is None and filters.keeps(context, seen):
            items.append(person)
        elif _was_there(context, seen, one, filters):
            removed.append({"person": shown(person.key), "removed_at": one.at})
    return People(items, removed, last)


def _was_there(context: Context, now: Employee, changed: Changed, filters: Filters) -> bool:
    """Return whether the list may have had the person, as far as teams tell."""
    teams = {*changed.left, *([now.team] if now.team else [])}
    if filters.team is not None:
        teams = {one for one in teams if is_in(one, filters.team)}
        if not teams:
            return False
    return context.principal.sees_all or any(map(context.principal.oversees, teams))
