"""Exports and their schedule in a copy of the company."""

from collections.abc import Iterator

from chalicelib.exports.failed_exports import as_shown
from chalicelib.exports.records import Export, Schedule
from chalicelib.exports.service import described_record, described_schedule
from chalicelib.store.converters import Item
from chalicelib.store.records import from_item
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.holdings import Row


def export_rows(context: Context, item: Item) -> Iterator[Row]:
    export = as_shown(from_item(Export, item), context.now)
    yield described_record(export, context.language)


def schedule_rows(item: Item) -> Iterator[Row]:
    """Give the schedule as the API shows it, as ``export_schedule``."""
    yield {"export_schedule": described_schedule(from_item(Schedule, item))}
