"""Due times of a schedule: local times as instants in UTC, also when clocks change."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from chalicelib.periods.calendar import following, last_day, previous


def next_due(day: int, hour: int, time_zone: str, after: datetime) -> datetime:
    """Return the first due instant later than ``after``, in UTC.

    ``day`` (1 to 31) and ``hour`` (0 to 23) are local. A shorter month is due on its last day. An
    hour that the clocks skip is due when they change. An hour that comes twice is due the first
    time.
    """
    zone = ZoneInfo(time_zone)
    month = after.astimezone(zone).strftime("%Y-%m")
    while True:
        due = _instant(month, day, hour, zone)
        if due > after:
            return due
        month = following(month)


def due_time(period: str, day: int, hour: int, time_zone: str) -> datetime:
    """Return when the export of a month is due, in UTC: on the day of the month after it."""
    return _instant(following(period), day, hour, ZoneInfo(time_zone))


def due_period(due: datetime, time_zone: str) -> str:
    """Return the month to export at a due instant: the month before the local month."""
    return previous(due.astimezone(ZoneInfo(time_zone)).strftime("%Y-%m"))


def _instant(month: str, day: int, hour: int, zone: ZoneInfo) -> datetime:
    end = last_day(month)
    found = date(end.year, end.month, min(day, end.day))
    local = datetime(found.year, found.month, found.day, hour, tzinfo=zone, fold=0)
    return local.astimezone(UTC)
