"""What the package adds to the service."""

from collections.abc import Iterator

from chalicelib.contents import Package
from chalicelib.due_days import records, routes, service
from chalicelib.due_days.keys import DUE_DAYS, partition_of_due_days
from chalicelib.store.converters import Item
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.holdings import Copied, Holding, NothingPersonal, Row


def _days(_context: Context, item: Item) -> Iterator[Row]:
    yield service.described(records.due_days_of(item))


package = Package(
    events={"calendar.change_rules": "calendar.rules_changed"},
    routes=(routes,),
    holdings=(
        Holding(
            DUE_DAYS,
            lambda context, _: [partition_of_due_days(context.scope)],
            Copied("due_days", _days),
            NothingPersonal("days of the month"),
        ),
    ),
)
