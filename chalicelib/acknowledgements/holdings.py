"""What the package adds to the service."""

from collections.abc import Iterator

from chalicelib.acknowledgements import erasure, presenting, records, routes
from chalicelib.acknowledgements.keys import (
    ACKNOWLEDGEMENTS,
    PEOPLE,
    partition_of_acknowledgements,
)
from chalicelib.contents import Package
from chalicelib.periods import records as periods
from chalicelib.person_keys import shown
from chalicelib.store.converters import Item
from chalicelib.store.keys import parts_of
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.holdings import Copied, ErasureStage, ErasureStep, Holding, Row


def _partitions(context: Context, _: str) -> Iterator[str]:
    for place in periods.places(context):
        period, scheme = parts_of(place)
        yield partition_of_acknowledgements(context.scope, period, scheme)


def _said(_context: Context, item: Item) -> Iterator[Row]:
    if item["sk"].startswith(PEOPLE):
        found = records.acknowledgement_of(item)
        about = {"period": found.period, "scheme": found.scheme, "person": shown(found.person)}
        yield from ({**about, **one} for one in found.said)


package = Package(
    events={"scorecards.acknowledge": "scorecard.acknowledged"},
    routes=(routes,),
    acknowledged=lambda context, card: presenting.of_card(context, card),
    holdings=(
        Holding(
            ACKNOWLEDGEMENTS,
            _partitions,
            Copied("acknowledgements", _said),
            ErasureStep(
                ErasureStage.MENTIONS, lambda erasing, after: erasure.erase(erasing, after)
            ),
        ),
    ),
)
