"""Uploads and their bad rows as shown in a copy of the company."""

from collections.abc import Iterator

from chalicelib.store.converters import Item
from chalicelib.store.keys import parts_of
from chalicelib.store.records import from_item
from chalicelib.tenancy.context import Context, timestamp
from chalicelib.tenancy.holdings import Row
from chalicelib.uploads import findings
from chalicelib.uploads.arrival_order import WINDOW
from chalicelib.uploads.presenting import described, described_error
from chalicelib.uploads.records import Upload, errors_of


def upload_rows(context: Context, item: Item) -> Iterator[Row]:
    """Yield the row of an upload."""
    upload = from_item(Upload, item)
    # A copy does not ask the bucket: while a file may still be waiting, it does not deny it.
    waiting = not upload.form_expired(timestamp(context.now - WINDOW))
    yield described(upload, context.language, context.time, waiting=waiting)


def row_error_rows(context: Context, item: Item) -> Iterator[Row]:
    """Yield a row for each error of an item. An item holds the errors of many rows."""
    upload_id = parts_of(item["pk"])[-1]
    for error in errors_of(item):
        yield {"upload": upload_id, **described_error(error, context.language)}


def finding_rows(context: Context, item: Item) -> Iterator[Row]:
    """Yield a row for each finding of an item."""
    upload_id = parts_of(item["pk"])[-1]
    for one in findings.described(context, list(findings.found_in(item)), context.language):
        yield {"upload": upload_id, **one}
