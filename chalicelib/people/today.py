"""What a person is on a day: the dated facts, and the status that follows from the employments.

A day that passes changes the status and the team that are shown, without a write. The stored ones
are those of the last write; nothing may show or compare them without :func:`on_day`.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from chalicelib.people.dated import TEAM, entries_of, value_on
from chalicelib.people.records import ACTIVE, DELETED, ID_ONLY, LEFT, Employee
from chalicelib.tenancy.context import Context

#: How far from today a day lies at most that somebody states for what is done: a slip of the
#: keyboard is farther.
FARTHEST: Final = timedelta(days=731)


def today(context: Context) -> str:
    """Return today's day in the company's time zone, ``2026-11-05``."""
    return day_of(context.now, context.principal.time_zone)


def is_too_far(context: Context, day: str) -> bool:
    """Return whether a day is farther from today than anybody plans, or remembers."""
    earliest, latest = (
        day_of(context.now + way * FARTHEST, context.principal.time_zone) for way in (-1, 1)
    )
    return not earliest <= day <= latest


def team_today(context: Context, person: Employee) -> str | None:
    """Return the team of today, which decides who sees the person."""
    return on_day(person, today(context)).team


def day_of(moment: datetime, time_zone: str) -> str:
    return moment.astimezone(ZoneInfo(time_zone)).date().isoformat()


def on_day(person: Employee, day: str) -> Employee:
    """Return the person with the team and the status of a day."""
    if person.status in (DELETED, ID_ONLY) or not (person.employments or person.facts):
        return person
    team = value_on(entries_of(person, TEAM), day)
    return replace(person, team=team, status=status_on(person, day))


def status_on(person: Employee, day: str) -> str:
    """Return active or left on a day: as it was set, else as the employments say."""
    by_dates = status_by_dates(person.employments, day)
    return person.status if person.status_set or by_dates is None else by_dates


def status_by_dates(employments: Sequence[dict[str, Any]], day: str) -> str | None:
    """Return LEFT when every employment has ended before the day; None without employments.

    Who will come, or come back, is active: the register has a place for the person.
    """
    if not employments:
        return None
    ended = all((one.get("left_on") or day) < day for one in employments)
    return LEFT if ended else ACTIVE
