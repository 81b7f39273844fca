"""What the package adds to the service."""

from collections.abc import Iterator

from chalicelib.contents import Package
from chalicelib.interviews import erasure, presenting, records, routes
from chalicelib.interviews.keys import INTERVIEWS, partition_of_interviews
from chalicelib.store.converters import Item
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.holdings import Copied, ErasureStage, ErasureStep, Holding, Row


def _interview(_context: Context, item: Item) -> Iterator[Row]:
    yield presenting.described(records.interview_of(item), None)


package = Package(
    events={
        "interviews.record": "interview.recorded",
        "interviews.change": "interview.changed",
        "interviews.answer": {
            "confirmed": "interview.confirmed",
            "denied": "interview.denied",
        },
    },
    routes=(routes,),
    holdings=(
        Holding(
            INTERVIEWS,
            lambda context, _: [partition_of_interviews(context.scope)],
            Copied("interviews", _interview),
            ErasureStep(
                ErasureStage.MENTIONS, lambda erasing, after: erasure.erase(erasing, after)
            ),
        ),
    ),
)
