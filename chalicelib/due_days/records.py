"""Stored due days, and the days of a period that follow from them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from chalicelib.due_days.keys import key_of_due_days
from chalicelib.periods.calendar import day_after
from chalicelib.store.converters import Item
from chalicelib.store.records import from_item
from chalicelib.tenancy.context import Context

DATA, RATINGS, PUBLICATION, LOCK = ("data_due", "ratings_due", "publication", "lock")
#: What every month asks for, in the order in which it is done.
NAMES: Final = (DATA, RATINGS, PUBLICATION, LOCK)


@dataclass(frozen=True, slots=True)
class DueDays:
    """Days of the month after the period, by NAMES; a shorter month has its last day.

    ``scheme`` None: the company's, for schemes that have none of their own. ``revision`` 0: nothing
    is stored.
    """

    scheme: str | None = None
    days: dict[str, int] = field(default_factory=dict)
    revision: int = 0
    updated_at: str | None = None


def due_days_of(item: Item) -> DueDays:
    """Return the due days that an item holds."""
    return from_item(DueDays, item)


def read_due_days(context: Context, scheme: str | None) -> DueDays:
    """Return the stored days of a scheme, or of the company."""
    item = context.table.get(key_of_due_days(context.scope, scheme))
    return DueDays(scheme) if item is None else due_days_of(item)


def habits(context: Context, schemes: Iterable[str]) -> dict[str, DueDays]:
    """Return the days that hold for each scheme: its own, and the company's where it has none.

    Of both the later ``updated_at``. Costs a read for a hundred schemes.
    """
    codes = list(dict.fromkeys(schemes))
    keys = {code: key_of_due_days(context.scope, code) for code in (None, *codes)}
    items = context.table.get_many(list(keys.values()))
    found = {code: due_days_of(items[key]) for code, key in keys.items() if key in items}
    company = found.get(None, DueDays())
    return {code: _over(company, found.get(code, DueDays(code))) for code in codes}


def _over(company: DueDays, own: DueDays) -> DueDays:
    times = [one.updated_at for one in (company, own) if one.updated_at is not None]
    days = {**company.days, **own.days}
    return DueDays(own.scheme, days, own.revision, max(times, default=None))


def days_of_period(days: Mapping[str, int], period: str) -> dict[str, str]:
    """Return the days of a period that follow, by name."""
    return {name: day_after(period, days[name]).isoformat() for name in NAMES if name in days}
