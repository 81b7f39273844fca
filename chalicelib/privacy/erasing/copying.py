"""Erasures in a copy of the company."""

from collections.abc import Iterator

from chalicelib.privacy.erasing.failed_erasures import as_shown
from chalicelib.privacy.erasing.records import Erasure
from chalicelib.privacy.erasing.service import described
from chalicelib.store.converters import Item
from chalicelib.store.records import from_item
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.holdings import Row


def erasure_rows(context: Context, item: Item) -> Iterator[Row]:
    """Give the erasure as the API shows it, without the employee id, in the company's language."""
    shown = described(as_shown(from_item(Erasure, item), context.now), context.language)
    yield {name: value for name, value in shown.items() if name != "employee_id"}
