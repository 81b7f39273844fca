"""What locking asks of appeals: how many are open, which they are, and whose windows are open."""

from typing import Final, NamedTuple

from chalicelib.appeal_records.counts import read_open
from chalicelib.appeal_records.keys import partition_of_appeals
from chalicelib.appeal_records.records import Appeal, appeal_of
from chalicelib.appeal_records.window import days_of, last_day
from chalicelib.people.today import day_of
from chalicelib.periods.records import PeriodRecord
from chalicelib.scorecards.appeal_ids import prefix_of_period
from chalicelib.store.converters import Item
from chalicelib.store.filtered_page import collect
from chalicelib.tenancy.context import Context

#: Appeals that a refusal names.
MOST_NAMED: Final = 20


class OpenWindow(NamedTuple):
    """The window of a whole period: ``until`` its last day; None: it has not begun."""

    results: int
    until: str | None


def open_appeals(context: Context, record: PeriodRecord) -> int:
    """Return how many appeals of the period are not decided, or wait for raters asked again."""
    return 0 if record.published_at is None else read_open(context, record.period, record.scheme)


def named(context: Context, record: PeriodRecord) -> list[str]:
    """Return the ids of the first open appeals of the period."""

    def keep(item: Item) -> Appeal | None:
        found = appeal_of(item)
        waits = found.is_open or found.awaits_raters
        return found if waits and found.scheme == record.scheme else None

    found, _ = collect(
        context.table,
        partition_of_appeals(context.scope),
        limit=MOST_NAMED,
        after=None,
        keep=keep,
        prefix=prefix_of_period(record.period),
    )
    return [one.id for one in found]


def open_window(context: Context, record: PeriodRecord) -> OpenWindow | None:
    """Return the window of the whole period, from its publication, while it is open or to come.

    None: it is over, or the company has none. A window that began again for one person is not
    looked at: who appeals in it after the lock is answered by a correction.
    """
    days = days_of(context)
    results = record.scorecards - (record.incomplete or 0)
    if not days.appeal or not results:
        return None
    if record.published_at is None:
        return OpenWindow(results, None)
    until = last_day(record.published_at, days.appeal, days.zone)
    return OpenWindow(results, until) if day_of(context.now, days.zone) <= until else None
