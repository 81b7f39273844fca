"""Whom an announcement concerns, and who of them was told before the month began."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from chalicelib.people.dated import SCHEME, entries_of
from chalicelib.people.facts import first_day, month_of, shares
from chalicelib.people.records import DELETED, Employee
from chalicelib.periods.calendar import days_later, days_of
from chalicelib.team_folds import fold
from chalicelib.teams.records import read_teams
from chalicelib.tenancy.context import Context, timestamp


class Concerned:
    """Says of people whether the plan of a scheme's period concerns them.

    It concerns who works on a day of the period, in one of the teams if any are named, and by the
    register's word for this scheme on some day of it. Of whom the register knows no scheme, every
    scheme may score them. ``teams`` are codes; a team that was merged is the one that it became.
    """

    def __init__(
        self, context: Context, period: str, scheme: str, teams: Iterable[str] = ()
    ) -> None:
        self._days, self._scheme = days_of(period), scheme
        self._folds = folds_of(context, teams)

    def has(self, person: Employee) -> bool:
        """Return whether the plan concerns a person of the register."""
        if person.status == DELETED:
            return False
        month = month_of(person, self._days)
        if not month.expected:
            return False
        if self._folds is not None and fold(month.team or "") not in self._folds:
            return False
        if not entries_of(person, SCHEME):
            return True
        by_scheme = shares(person, SCHEME, self._days)
        return not by_scheme or self._scheme in by_scheme


def folds_of(context: Context, teams: Iterable[str]) -> frozenset[str] | None:
    """Return the folds of all names of teams, by their codes; None when none are named."""
    codes = list(teams)
    if not codes:
        return None
    found = read_teams(context, codes)
    merged = [one.merged_into for one in found.values() if one.merged_into is not None]
    now = read_teams(context, merged) if merged else {}
    return frozenset().union(*(one.folds for one in (*found.values(), *now.values())))


class InTime:
    """Says of people by when they had to be told: before the period begins, in the company's zone.

    Who joins in it is told by the end of the first day: nobody can be told before coming.
    """

    def __init__(self, context: Context, period: str) -> None:
        self._days = days_of(period)
        self._zone = ZoneInfo(context.principal.time_zone)
        self.begins_at = self._start(self._days[0])

    def told(self, person: Employee, first_at: str | None) -> bool:
        """Return whether a person who was first told then (None: never) was told in time."""
        if first_at is None:
            return False
        if first_at < self.begins_at:
            return True
        first = first_day(person, self._days)
        joined = first is not None and first > self._days[0]
        return joined and first is not None and first_at < self._start(days_later(first, 1))

    def _start(self, day: date) -> str:
        """Return when a day begins. The first day of year 1 has no beginning east of Greenwich."""
        day = max(day, date(1, 1, 2))
        local = datetime(day.year, day.month, day.day, tzinfo=self._zone)
        return timestamp(local.astimezone(UTC))


def has_begun(context: Context, period: str) -> bool:
    """Return whether the first day of a period has come, in the company's time zone."""
    zone = ZoneInfo(context.principal.time_zone)
    return days_of(period)[0] <= context.now.astimezone(zone).date()
