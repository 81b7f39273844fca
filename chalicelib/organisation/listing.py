"""Lists of teams: all of them, or those that changed since a time."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from chalicelib.change_log import reading
from chalicelib.change_log.keys import TEAMS as CHANGED_TEAMS
from chalicelib.organisation.service import sees
from chalicelib.store.converters import Item
from chalicelib.store.filtered_page import collect
from chalicelib.store.records import from_item
from chalicelib.teams.keys import partition_of_teams
from chalicelib.teams.records import DELETED, MERGED, Team, read_teams
from chalicelib.tenancy.context import Context
from chalicelib.web.modified_since import asked_since

_GONE = (MERGED, DELETED)


class Teams(NamedTuple):
    """A page of teams, and of those that the list has no more.

    ``after`` is the position of the next page (None: last).
    """

    items: Sequence[Team]
    removed: Sequence[Mapping[str, Any]] = ()
    after: str | None = None


def page(
    context: Context,
    filters: Mapping[str, Any],
    code: str | None,
    limit: int,
    after: str | None,
) -> Teams:
    """Return a page of the teams that the caller may see and the filters keep, by code.

    ``code``: only this team. Merged and deleted ones are listed only with ``modified_since`` or
    when ``status`` asks for them.
    """
    since = asked_since(filters)

    def keep(item: Item) -> Team | None:
        team = from_item(Team, item)
        if since is not None and team.updated_at < since:
            return None
        kept = _kept(team, filters, code, gone=since is not None) and sees(context, team)
        return team if kept else None

    items, last = collect(
        context.table, partition_of_teams(context.scope), limit=limit, after=after, keep=keep
    )
    return Teams(items, (), last)


def changed(
    context: Context,
    filters: Mapping[str, Any],
    code: str | None,
    since: datetime,
    limit: int,
    after: str | None,
) -> Teams:
    """Return a page of the teams that changed since a time, merged and deleted ones too.

    A caller who sees other teams than before has no token any more (web/syncing.py).
    """
    found, last = reading.page(context, CHANGED_TEAMS, since, context.now, limit, after)
    there = read_teams(context, (one.id for one in found))
    items: list[Team] = []
    removed: list[Mapping[str, Any]] = []
    for one in found:
        team = there.get(one.id)
        if team is None or not sees(context, team):
            continue
        if _kept(team, filters, code, gone=True):
            items.append(team)
        else:
            removed.append({"code": team.code, "removed_at": one.at})
    return Teams(items, removed, last)


def _kept(team: Team, filters: Mapping[str, Any], code: str | None, *, gone: bool) -> bool:
    """Return whether the filters keep a team. ``gone``: merged and deleted ones, too."""
    status, department = filters.get("status"), filters.get("department")
    if status is None and not gone and team.status in _GONE:
        return False
    asked = ((status, team.status), (department, team.department_code), (code, team.code))
    return all(one in (None, own) for one, own in asked)
