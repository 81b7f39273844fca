"""Lists of the register: all of it, or who changed since a time."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.change_log import reading
from chalicelib.change_log.keys import EMPLOYEES
from chalicelib.people import of_teams
from chalicelib.people.filters import Filters
from chalicelib.people.following import People
from chalicelib.people.keys import partitions_of_employees
from chalicelib.people.named import named, names_one
from chalicelib.people.records import Employee, read_people
from chalicelib.people.today import on_day, today
from chalicelib.person_keys import PersonKey
from chalicelib.store.filtered_page import collect_of_all
from chalicelib.store.records import from_item
from chalicelib.tenancy.context import Context
from chalicelib.web.modified_since import asked_since

#: What the position of a page of changes begins with; that of the register with its shard.
_CHANGES = "changes:"


def page(
    context: Context,
    filters: Mapping[str, Any],
    team: frozenset[str] | None,
    limit: int,
    after: str | None,
) -> People:
    """Return a page of the employees that the caller may see and the filters match.

    ``team``: the folds of the names of the team that ``filters`` name. Tombstones are listed only
    with ``modified_since`` (so that copies in other systems can follow) or with ``status=deleted``.
    With ``modified_since`` the log of changes is read, if it goes back so far: then people come by
    their change, else shard by shard, in each by key. Team and status are today's.
    """
    since = asked_since(filters)
    wanted = Filters(filters, team, since, deleted=since is not None)
    from_log = after is not None and after.startswith(_CHANGES)
    if since is not None and (from_log or after is None):
        moment = datetime.fromisoformat(since)
        if from_log or reading.covers(context, EMPLOYEES, moment):
            start = after.removeprefix(_CHANGES) if after else None
            found = _since(context, wanted, moment, limit, start)
            return found._replace(after=found.after and f"{_CHANGES}{found.after}")
    return _of_register(context, wanted, limit, after)


def _since(
    context: Context, wanted: Filters, since: datetime, limit: int, after: str | None
) -> People:
    """Return a page of the people who changed. An erased one is a tombstone like others here."""
    changed, last = reading.page(context, EMPLOYEES, since, context.now, limit, after)
    people, day = read_people(context, (PersonKey(one.id) for one in changed)), today(context)
    there = [people[key] for one in changed if (key := PersonKey(one.id)) in people]
    return People([one for one in there if wanted.keeps(context, on_day(one, day))], (), last)


def _of_register(context: Context, wanted: Filters, limit: int, after: str | None) -> People:
    """Return a page of the register: positions are ``{shard}/{sort key}``.

    A filter that names one person reads that person alone. A list of some teams' people reads
    these, where the register has them by team, and has positions of its own.
    """
    day = today(context)

    def keep(employee: Employee) -> Employee | None:
        kept = employee.is_person and wanted.keeps(context, on_day(employee, day))
        return employee if kept else None

    if names_one(wanted.asked):
        return People([one for one in named(context, wanted.asked) if keep(one)])
    folds = _folds(context, wanted)
    if folds is not None and (after is None or after.startswith(of_teams.POSITION)):
        of_them = of_teams.page(context, folds, lambda one: keep(one) is not None, limit, after)
        return People(of_them.people, (), of_them.after)
    found, last = collect_of_all(
        context.table,
        partitions_of_employees(context.scope, context.register_shards),
        limit=limit,
        after=after,
        keep=lambda item: keep(from_item(Employee, item)),
    )
    return People(found, (), last)


def _folds(context: Context, wanted: Filters) -> frozenset[str] | None:
    """Return the folds of the teams whose people a list has.

    None: it has others, or the register does not have people by team.
    """
    principal = context.principal
    if not principal.people_by_team or wanted.since is not None:
        return None
    if principal.sees_all:
        return wanted.team
    return principal.led_folds if wanted.team is None else wanted.team & principal.led_folds
