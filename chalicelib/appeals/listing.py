"""Lists of appeals, the newest period first. One person's come from the employee index."""

from collections.abc import Mapping
from typing import Any

from chalicelib.appeal_records.keys import index_of_employee_appeals, partition_of_appeals
from chalicelib.appeal_records.records import Appeal, appeal_of
from chalicelib.appeals.sight import visible
from chalicelib.people.paths import person_asked_for
from chalicelib.scorecards.appeal_ids import PREFIX, prefix_of_period
from chalicelib.store.converters import Item
from chalicelib.store.filtered_page import newest_first
from chalicelib.teams.sight import is_in
from chalicelib.tenancy.context import Context

#: Filters that are members of an appeal.
MEMBERS = ("period", "scheme", "status")


def page(
    context: Context,
    filters: Mapping[str, Any],
    team: frozenset[str] | None,
    limit: int,
    after: str | None,
) -> tuple[list[Appeal], str | None]:
    """Return up to ``limit`` appeals that the caller may see and the filters keep.

    ``filters`` may have MEMBERS, ``employee_id``, ``indicator`` and ``overdue``; ``team`` are the
    folds of the team's names. ``after`` and the second result are positions: where the page begins
    and where the next begins (None: the end). A page that has read as much as it may
    (store/filtered_page.py) ends with one, even if it is not full.
    """
    person = person_asked_for(context, filters.get("employee_id"))

    def keep(item: Item) -> Appeal | None:
        found = appeal_of(item)
        kept = all(filters.get(name) in (None, getattr(found, name)) for name in MEMBERS)
        kept = kept and filters.get("indicator") in (None, found.against.get("indicator"))
        late = found.is_open and found.overdue_since is not None
        kept = kept and filters.get("overdue") in (None, late)
        mine = is_in(found.team, team) and person in (None, found.person)
        return found if kept and mine and visible(context.principal, found) else None

    prefix = PREFIX if "period" not in filters else prefix_of_period(filters["period"])
    index = None if person is None else index_of_employee_appeals(context.scope, person)
    partition = partition_of_appeals(context.scope)
    return newest_first(
        context.table, partition, index, limit=limit, after=after, keep=keep, prefix=prefix
    )
