"""The window in which a person may appeal: so many days from publication, in the company's zone.

A result that changes after its publication opens its person's window again, from that change on.
"""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from chalicelib.people.today import day_of
from chalicelib.periods.records import PeriodRecord
from chalicelib.scorecards.records import Scorecard
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.records import Tenant, read_tenant


class Days(NamedTuple):
    """The company's terms: days to appeal (0: nobody appeals), and days to decide."""

    appeal: int
    decision: int
    zone: str


def days_of(context: Context) -> Days:
    """Return the company's terms. One read."""
    tenant = read_tenant(context.table, context.scope)
    return Days(0, 0, "UTC") if tenant is None else days_of_tenant(tenant)


def days_of_tenant(tenant: Tenant) -> Days:
    return Days(tenant.appeal_days, tenant.appeal_decision_days, tenant.time_zone)


def last_day(since: str, days: int, zone: str) -> str:
    """Return the last day of a term that begins with a moment (RFC 3339)."""
    first = date.fromisoformat(day_of(datetime.fromisoformat(since), zone))
    return (first + timedelta(days=days)).isoformat()


def opened_at(record: PeriodRecord, card: Scorecard) -> str | None:
    """Return since when a result's window is open; None before its publication. One that was
    settled ahead of its month is published by itself."""
    ahead = card.closed
    published = record.published_at or (None if ahead is None else str(ahead["at"]))
    return None if published is None else max(published, card.computed_at)


def closes_on(days: Days, record: PeriodRecord, card: Scorecard) -> str | None:
    """Return the last day of a result's window; None where it has none."""
    since = opened_at(record, card)
    return None if since is None or not days.appeal else last_day(since, days.appeal, days.zone)
