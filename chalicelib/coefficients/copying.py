"""Rows of locked periods in a copy of the company."""

from collections.abc import Iterator

from chalicelib.coefficients.keys import generation_of
from chalicelib.coefficients.locked_rows import opened
from chalicelib.coefficients.presenting import described, updated_at
from chalicelib.coefficients.records import COMPLETED, read_snapshot
from chalicelib.periods.records import PeriodRecord, read_period
from chalicelib.store.converters import Item
from chalicelib.store.keys import parts_of
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.holdings import Row


def rows(context: Context, item: Item) -> Iterator[Row]:
    """Give the rows of a part as the API shows them. None of a snapshot that is not completed."""
    _, _, scheme, period = parts_of(item["pk"])
    snapshot = read_snapshot(context, period, scheme)
    if snapshot is None or snapshot.status != COMPLETED:
        return
    if snapshot.generation == generation_of(item["sk"]):
        found = read_period(context.table, context.scope, period, scheme)
        record = found or PeriodRecord(period, scheme)
        for row in opened(item):
            yield {**described(row), "updated_at": updated_at(row, record)}
