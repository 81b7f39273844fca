"""What the package adds to the service."""

from collections.abc import Iterator

from chalicelib.contents import Package
from chalicelib.opinions import erasure, presenting, records, routes
from chalicelib.opinions.keys import OPINIONS, partition_of_opinions
from chalicelib.store.converters import Item
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.holdings import Copied, ErasureStage, ErasureStep, Holding, Row


def _opinion(context: Context, item: Item) -> Iterator[Row]:
    yield presenting.described(context, records.opinion_of(item), None)


package = Package(
    events={
        "opinions.send": "opinion.sent",
        "opinions.answer": {
            "adopted": "opinion.adopted",
            "declined": "opinion.declined",
            "noted": "opinion.noted",
        },
    },
    routes=(routes,),
    holdings=(
        Holding(
            OPINIONS,
            lambda context, _: [partition_of_opinions(context.scope)],
            Copied("opinions", _opinion),
            ErasureStep(
                ErasureStage.MENTIONS, lambda erasing, after: erasure.erase(erasing, after)
            ),
        ),
    ),
)
