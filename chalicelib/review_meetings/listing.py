"""Lists of review meetings, the newest first."""

from collections.abc import Mapping
from typing import Any

from chalicelib.plans.overseeing import Overseeing
from chalicelib.review_meetings.keys import partition_of_meetings
from chalicelib.review_meetings.records import ReviewMeeting, meeting_of
from chalicelib.review_meetings.sight import visible
from chalicelib.store.converters import Item
from chalicelib.store.filtered_page import newest_first
from chalicelib.teams.sight import is_in
from chalicelib.tenancy.context import Context

#: Filters that are members of a meeting.
MEMBERS = ("period", "scheme", "department")


def page(
    context: Context,
    filters: Mapping[str, Any],
    team: frozenset[str] | None,
    limit: int,
    after: str | None,
) -> tuple[list[ReviewMeeting], str | None]:
    """Return up to ``limit`` meetings that the caller may see and the filters keep.

    ``filters`` may have MEMBERS; ``team`` are the folds of the team's names. ``after`` and the
    second result are positions: where the page begins and where the next begins (None: the end). A
    page that has read as much as it may (store/filtered_page.py) ends with one, even if it is not
    full.
    """
    overseeing = Overseeing(context)

    def keep(item: Item) -> ReviewMeeting | None:
        found = meeting_of(item)
        kept = all(filters.get(name) in (None, getattr(found, name)) for name in MEMBERS)
        mine = is_in(found.team, team)
        return found if kept and mine and visible(context, found, overseeing) else None

    partition = partition_of_meetings(context.scope)
    return newest_first(context.table, partition, None, limit=limit, after=after, keep=keep)
