"""Calendar of periods. A period is a text: ``2026-10``, ``2026-Q4`` or ``2026``."""

from calendar import monthrange
from datetime import date, timedelta


def previous(period: str) -> str:
    """Return the period before, of the same kind: for a month the month before."""
    year = int(period[:4])
    if len(period) == 4:
        return f"{year - 1:04d}"
    if period[5] == "Q":
        quarter = int(period[6])
        return f"{year:04d}-Q{quarter - 1}" if quarter > 1 else f"{year - 1:04d}-Q4"
    month = int(period[5:])
    return f"{year:04d}-{month - 1:02d}" if month > 1 else f"{year - 1:04d}-12"


def following(period: str) -> str:
    """Return the period after, of the same kind. The last periods of year 9999 give themselves."""
    year = int(period[:4])
    if len(period) == 4:
        after = f"{year + 1:04d}"
    elif period[5] == "Q":
        quarter = int(period[6])
        after = f"{year:04d}-Q{quarter + 1}" if quarter < 4 else f"{year + 1:04d}-Q1"
    else:
        month = int(period[5:])
        after = f"{year:04d}-{month + 1:02d}" if month < 12 else f"{year + 1:04d}-01"
    return after if len(after) == len(period) else period


def last_day(period: str) -> date:
    """Return the last calendar day of a period. Of year 0, which has no dates, year 1's."""
    last = months(period)[-1]
    year, month = max(int(last[:4]), 1), int(last[5:])
    return date(year, month, monthrange(year, month)[1])


def day_after(period: str, day: int) -> date:
    """Return that day of the month after a period, or that month's last day.

    Of the last period of year 9999 it is a day of its own last month.
    """
    last = last_day(following(months(period)[-1]))
    return last.replace(day=min(day, last.day))


def days_later(day: date, days: int) -> date:
    """Return the day so many days later; of the end of year 9999 its last day."""
    return min(day, date.max - timedelta(days=days)) + timedelta(days=days)


def days_of(period: str) -> tuple[date, date]:
    """Return the first and the last calendar day of a period. Of year 0, year 1's."""
    first = months(period)[0]
    return date(max(int(first[:4]), 1), int(first[5:]), 1), last_day(period)


def months(period: str) -> tuple[str, ...]:
    """Return the months of a period, in order. A month gives itself."""
    year = period[:4]
    if len(period) == 4:
        return tuple(f"{year}-{month:02d}" for month in range(1, 13))
    if period[5] == "Q":
        first = int(period[6]) * 3 - 2
        return tuple(f"{year}-{month:02d}" for month in range(first, first + 3))
    return (period,)


def kind_of(period: str) -> str:
    """Return the kind of a period: ``month``, ``quarter`` or ``year``."""
    if len(period) == 4:
        return "year"
    return "quarter" if period[5] == "Q" else "month"
