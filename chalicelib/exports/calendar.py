"""When a schedule is due: local times as instants, whatever the clocks do."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from chalicelib.periods.calendar import following, last_day, previous


def next_due(day: int, hour: int, time_zone: str, after: datetime) -> datetime:
    """The first due instant later than ``after``, in UTC.

    A month without the day is due on its last. An hour that the clocks skip is due when they
    jump; one that comes twice, the first time.
    """
    zone = ZoneInfo(time_zone)
    month = after.astimezone(zone).strftime("%Y-%m")
    while True:
        due = _instant(month, day, hour, zone)
        if due > after:
            return due
        month = following(month)


def due_period(due: datetime, time_zone: str) -> str:
    """The month that is exported at a due instant: the one before the tenant's current month."""
    return previous(due.astimezone(ZoneInfo(time_zone)).strftime("%Y-%m"))


def _instant(month: str, day: int, hour: int, zone: ZoneInfo) -> datetime:
    end = last_day(month)
    found = date(end.year, end.month, min(day, end.day))
    local = datetime(found.year, found.month, found.day, hour, tzinfo=zone, fold=0)
    return local.astimezone(UTC)
