"""What the package adds to the service."""

from collections.abc import Iterator

from chalicelib.calendars import links, records, routes
from chalicelib.calendars.keys import CALENDAR_LINKS, partition_of_calendar_links
from chalicelib.contents import Package
from chalicelib.store.converters import Item
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.holdings import Copied, Holding, NothingPersonal, Row


def _link(_context: Context, item: Item) -> Iterator[Row]:
    yield links.described(records.link_of(item))


package = Package(
    events={
        "calendar_links.make": "calendar_link.made",
        "calendar_links.replace": "calendar_link.replaced",
        "calendar_links.revoke": "calendar_link.revoked",
    },
    routes=(routes,),
    holdings=(
        Holding(
            CALENDAR_LINKS,
            lambda context, _: [partition_of_calendar_links(context.scope)],
            Copied("calendar_links", _link),
            NothingPersonal("links of feeds that name no person, by the credential that made them"),
        ),
    ),
)
