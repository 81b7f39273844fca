"""What the package adds to the service."""

from collections.abc import Iterator

from chalicelib.contents import Package
from chalicelib.periods import records
from chalicelib.periods.keys import (
    PERIODS,
    PILOT_PERIODS,
    partition_of_periods,
    partition_of_pilot_periods,
)
from chalicelib.publication import presenting
from chalicelib.publication.routes import routes
from chalicelib.store.converters import Item
from chalicelib.store.records import from_item
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.holdings import Copied, Holding, NothingPersonal, Removal, Row


def _period(context: Context, item: Item) -> Iterator[Row]:
    yield presenting.described(context, from_item(records.PeriodRecord, item))


#: Why an erasure leaves the records of periods.
COUNTS = NothingPersonal("counts, means and ranks, by team")

package = Package(
    events={
        "periods.publish": "period.published",
        "periods.lock": "period.locked",
        "periods.rescore": "period.rescoring_requested",
    },
    routes=(routes,),
    holdings=(
        Holding(
            PERIODS,
            lambda context, _: [partition_of_periods(context.scope)],
            Copied("periods", _period),
            COUNTS,
            Removal.ROOTS,
        ),
        Holding(
            PILOT_PERIODS,
            lambda context, _: [partition_of_pilot_periods(context.scope)],
            Copied("pilot_periods", _period),
            COUNTS,
            Removal.ROOTS,
        ),
    ),
)
