"""What is stored of a scheme's period: its state, summary and ranks, and who is writing to it."""

from dataclasses import dataclass, field
from typing import Any

from chalicelib.periods.keys import key_of_period, partition_of_periods, partition_of_pilot_periods
from chalicelib.store.converters import Item
from chalicelib.store.keys import parts_of
from chalicelib.store.records import from_item
from chalicelib.store.table import Table
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.scope import TenantScope

PROVISIONAL, PUBLISHED, LOCKED = "provisional", "published", "locked"


@dataclass(frozen=True, slots=True)
class PeriodRecord:
    """A scheme's results of one period.

    ``grades`` counts the results in each grade, ``teams`` the same by team
    (:mod:`chalicelib.periods.team_counts`). ``ranks`` is the table of
    :mod:`chalicelib.periods.ranks`. ``writer`` is the run that may write the period's scorecards
    until ``writer_until``. ``rescoring`` is the progress of the last rescoring.
    """

    period: str
    scheme: str
    state: str = PROVISIONAL
    revision: int = 0
    scorecards: int = 0
    insufficient: int = 0
    grades: dict[str, int] = field(default_factory=dict)
    ranks: bytes | None = None
    teams: bytes | None = None
    rescoring: dict[str, Any] | None = None
    settled_at: str | None = None
    published_at: str | None = None
    locked_at: str | None = None
    writer: str | None = None
    writer_until: str | None = None


def read_period(table: Table, scope: TenantScope, period: str, scheme: str) -> PeriodRecord | None:
    item = table.get(key_of_period(scope, period, scheme))
    return None if item is None else from_item(PeriodRecord, item)


def period_of(item: Item | None, period: str, scheme: str) -> PeriodRecord:
    """The record that an item holds; a fresh one when there is none yet."""
    return PeriodRecord(period, scheme) if item is None else from_item(PeriodRecord, item)


def with_results(context: Context, period: str, scheme: str | None) -> list[PeriodRecord]:
    """The period's records that have results, one scheme's or all; none is an answer too."""
    if scheme is not None:
        record = read_period(context.table, context.scope, period, scheme)
        found = [] if record is None else [record]
    else:
        items = context.table.query_all(partition_of_periods(context.scope), prefix=f"{period}#")
        found = [from_item(PeriodRecord, item) for item in items]
    return [record for record in found if record.settled_at is not None]


def places(context: Context) -> list[str]:
    """The sort keys of the company's periods, pilots' too, in order: ``{period}#{scheme}``."""
    scope = context.scope
    both = (partition_of_periods(scope), partition_of_pilot_periods(scope))
    return sorted(
        item["sk"]
        for partition in both
        for item in context.table.query_all(partition, only=("pk", "sk"))
    )


def schemes_of(context: Context, period: str) -> list[str]:
    """The codes of the schemes that have results of the period."""
    page = context.table.query_all(
        partition_of_periods(context.scope), prefix=f"{period}#", only=("pk", "sk")
    )
    return sorted(parts_of(item["sk"])[1] for item in page)
