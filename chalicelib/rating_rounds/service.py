"""Rating rounds as lists find them."""

from collections.abc import Mapping
from typing import Any

from chalicelib.rating_forms.keys import partition_of_rounds
from chalicelib.rating_forms.records import Round
from chalicelib.store.converters import Item
from chalicelib.store.filtered_page import collect
from chalicelib.store.records import from_item
from chalicelib.tenancy.context import Context

FILTERS = ("scheme", "period", "status")


def page(
    context: Context, filters: Mapping[str, Any], limit: int, after: str | None
) -> tuple[list[Round], str | None]:
    """Return a page of rounds that match the filters, the newest first, and the position after it.

    The position is None after the last page.
    """
    wanted = {name: filters[name] for name in FILTERS if name in filters}

    def keep(item: Item) -> Round | None:
        found = from_item(Round, item)
        matches = all(getattr(found, name) == value for name, value in wanted.items())
        return found if matches else None

    return collect(
        context.table,
        partition_of_rounds(context.scope),
        limit=limit,
        after=after,
        keep=keep,
        descending=True,
    )
