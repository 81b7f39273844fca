"""Stored links of calendar feeds, without their secrets."""

from dataclasses import dataclass
from typing import Final

from chalicelib.store.converters import Item
from chalicelib.store.records import from_item

PREFIX: Final = "cal"
#: Links of a company at most, revoked ones included.
MOST: Final = 200


@dataclass(frozen=True, slots=True)
class CalendarLink:
    """A link of a feed: ``digest`` is of its secret, which a replacement exchanges.

    ``scheme`` None: the feed has every scheme. ``language`` None: its texts are in both.
    ``digest`` is gone once it is revoked.
    """

    id: str
    created_at: str
    created_by: str
    name: str | None = None
    scheme: str | None = None
    language: str | None = None
    digest: str | None = None
    replaced_at: str | None = None
    revoked_at: str | None = None
    revision: int = 1


def link_of(item: Item) -> CalendarLink:
    """Return the link that an item holds."""
    return from_item(CalendarLink, item)
