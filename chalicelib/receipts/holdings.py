"""What the package adds to the service."""

from collections.abc import Iterator

from chalicelib.contents import Package
from chalicelib.periods import records as periods
from chalicelib.receipts import erasure, listing, routes
from chalicelib.receipts.keys import PAYROLL_ANSWERS, PEOPLE, partition_of_answers
from chalicelib.store.converters import Item
from chalicelib.store.keys import parts_of
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.holdings import Copied, ErasureStage, ErasureStep, Holding, Row


def _partitions(context: Context, _: str) -> Iterator[str]:
    for place in periods.places(context):
        period, scheme = parts_of(place)
        yield partition_of_answers(context.scope, period, scheme)


def _answers(_context: Context, item: Item) -> Iterator[Row]:
    if item["sk"].startswith(PEOPLE):
        yield from listing.row_answers(item)


package = Package(
    events={
        "exports.receipt": {
            "answered": "export.answered",
            "acknowledged": "export.acknowledged",
        },
    },
    routes=(routes,),
    holdings=(
        Holding(
            PAYROLL_ANSWERS,
            _partitions,
            Copied("payroll_answers", _answers),
            ErasureStep(ErasureStage.FILES, lambda erasing, after: erasure.erase(erasing, after)),
        ),
    ),
)
