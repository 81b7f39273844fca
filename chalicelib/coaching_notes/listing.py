"""Lists of coaching notes, the newest first. One person's come from the employee index."""

from collections.abc import Mapping
from typing import Any

from chalicelib.coaching_notes.keys import (
    index_of_employee_coaching_notes,
    partition_of_coaching_notes,
)
from chalicelib.coaching_notes.records import CoachingNote, coaching_note_of
from chalicelib.coaching_notes.sight import oversees_now, visible
from chalicelib.people.paths import person_asked_for
from chalicelib.store.converters import Item
from chalicelib.store.filtered_page import newest_first
from chalicelib.teams.sight import is_in
from chalicelib.tenancy.context import Context

#: Filters that are members of a note.
MEMBERS = ("status", "scheme", "indicator", "period")


def page(
    context: Context,
    filters: Mapping[str, Any],
    team: frozenset[str] | None,
    limit: int,
    after: str | None,
) -> tuple[list[CoachingNote], str | None]:
    """Return up to ``limit`` notes that the caller may see and the filters keep.

    ``filters`` may have MEMBERS and ``employee_id``; ``team`` are the folds of the team's names.
    ``after`` and the second result are positions: where the page begins and where the next begins
    (None: the end). A page that has read as much as it may (store/filtered_page.py) ends with one,
    even if it is not full.
    """
    person = person_asked_for(context, filters.get("employee_id"))
    all_theirs = person is not None and oversees_now(context, person)

    def keep(item: Item) -> CoachingNote | None:
        found = coaching_note_of(item)
        kept = all(filters.get(name) in (None, getattr(found, name)) for name in MEMBERS)
        mine = is_in(found.team, team) and person in (None, found.person)
        return found if kept and mine and (all_theirs or visible(context, found)) else None

    index = None if person is None else index_of_employee_coaching_notes(context.scope, person)
    partition = partition_of_coaching_notes(context.scope)
    return newest_first(context.table, partition, index, limit=limit, after=after, keep=keep)
