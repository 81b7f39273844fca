"""The log of changed people (:mod:`chalicelib.change_log`), which copies of the register follow.

A person who changes is entered now, with the team that the person leaves, and under each day to
come that changes what is shown: a team, a level, the end of an employment.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from chalicelib.change_log.keys import EMPLOYEES
from chalicelib.change_log.records import Change
from chalicelib.change_log.writing import enter
from chalicelib.people.id_changes import Change as Changed
from chalicelib.people.records import DELETED, Employee
from chalicelib.people.today import on_day, today
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import Context

#: Days to come are entered so far ahead, and so many of a person: a change of the person enters
#: the next ones.
AHEAD = timedelta(days=400)
MOST_DAYS = 20


def enter_people(context: Context, unit: Unit, changed: Iterable[Changed]) -> None:
    """Enter the people of these items in the transaction that writes them.

    It takes one write, and one for each day of :func:`days_ahead` of any of 250 people.
    """
    people = [one for one in changed if one.after.is_person]
    if not people:
        return
    day = today(context)
    enter(context, unit, EMPLOYEES, [Change(one.after.key, _left(one, day)) for one in people])
    by_day: dict[str, list[Change]] = {}
    for one in people:
        for changes_on in days_ahead(one.after, day):
            eve = (date.fromisoformat(changes_on) - timedelta(days=1)).isoformat()
            left = _team_left(on_day(one.after, eve), on_day(one.after, changes_on))
            by_day.setdefault(changes_on, []).append(Change(one.after.key, left))
    zone = ZoneInfo(context.principal.time_zone)
    for changes_on, changes in sorted(by_day.items()):
        begins = datetime.combine(date.fromisoformat(changes_on), time(), zone)
        enter(context, unit, EMPLOYEES, changes, begins)


def days_ahead(person: Employee, day: str) -> list[str]:
    """Return the first days after a day on which something else is shown of the person."""
    if person.status == DELETED:
        return []
    last = (date.fromisoformat(day) + AHEAD).isoformat()
    found = {one["from"] for dated in person.facts.values() for one in dated if one.get("from")}
    for employment in person.employments:
        if left_on := employment.get("left_on"):
            if left_on >= last:
                continue
            found.add((date.fromisoformat(left_on) + timedelta(days=1)).isoformat())
    return sorted(one for one in found if one is not None and day < one <= last)[:MOST_DAYS]


def _left(one: Changed, day: str) -> str | None:
    return (
        None if one.before is None else _team_left(on_day(one.before, day), on_day(one.after, day))
    )


def _team_left(before: Employee, after: Employee) -> str | None:
    return before.team if before.team != after.team else None
