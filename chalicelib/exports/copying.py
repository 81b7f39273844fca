"""Exports and their schedule in a copy of the company."""

from collections.abc import Iterator
from dataclasses import asdict

from chalicelib.exports.failed_exports import as_shown
from chalicelib.exports.keys import MONTHS
from chalicelib.exports.records import DueMonth, Export, Schedule
from chalicelib.exports.service import described_record, described_schedule, time_zone
from chalicelib.store.converters import Item
from chalicelib.store.records import from_item
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.holdings import Row


def export_rows(context: Context, item: Item) -> Iterator[Row]:
    export = as_shown(from_item(Export, item), context.now)
    yield described_record(export, context.language)


def schedule_rows(context: Context, item: Item) -> Iterator[Row]:
    """Give the schedule as the API shows it, as ``export_schedule``, and each month made due."""
    if item["sk"].startswith(MONTHS):
        yield {"export_month": asdict(from_item(DueMonth, item))}
    else:
        schedule = from_item(Schedule, item)
        yield {"export_schedule": described_schedule(schedule, time_zone(context))}
