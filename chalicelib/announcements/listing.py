"""Whom an announcement concerns: who was told and when, who acknowledged it, who was not told."""

from collections.abc import Mapping
from typing import Any

from chalicelib.announcements.concerned import Concerned, InTime
from chalicelib.announcements.records import Announcement, Telling, read_told
from chalicelib.people import listing
from chalicelib.people.records import Employee
from chalicelib.person_keys import shown
from chalicelib.teams.canonical import codes
from chalicelib.tenancy.context import Context

NOT_TOLD, TOLD, ACKNOWLEDGED = STATES = ("not_told", "told", "acknowledged")


def page(
    context: Context,
    found: Announcement,
    query: Mapping[str, Any],
    team: frozenset[str] | None,
    after: str | None,
) -> tuple[list[dict[str, Any]], str | None]:
    """Return a page of the people whom the announcement concerns, as the register has them today.

    It looks at as many people of the register as the page may have, so a page may be short and have
    a next one. ``after`` and the second result are positions of the register's list.
    """
    people = listing.page(context, {}, team, query["limit"], after)
    told = read_told(context, found.period, found.scheme, (one.key for one in people.items))
    concerned = Concerned(context, found.period, found.scheme, found.teams)
    in_time = InTime(context, found.period)
    rows = [
        _row(found, one, told[one.key], in_time)
        for one in people.items
        if told[one.key].told_at(found.number) is not None or concerned.has(one)
    ]
    state, timely = query.get("state"), query.get("in_time")
    kept = [
        row
        for row in rows
        if state in (None, row["state"]) and timely in (None, row["told_in_time"])
    ]
    team_codes = codes(context, [row["team"] for row in kept])
    return [{**row, "team_code": team_codes[row["team"]]} for row in kept], people.after


def _row(found: Announcement, person: Employee, told: Telling, in_time: InTime) -> dict[str, Any]:
    told_at, said_at = told.told_at(found.number), told.acknowledged_at(found.number)
    state = NOT_TOLD if told_at is None else TOLD if said_at is None else ACKNOWLEDGED
    return {
        "employee_id": person.id,
        "person": shown(person.key),
        "employee_name": person.name,
        "team": person.team,
        "state": state,
        "told_at": told_at,
        "first_told_at": told.first_at,
        "told_in_time": in_time.told(person, told.first_at),
        "acknowledged_at": said_at,
    }
