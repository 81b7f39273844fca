"""What the package adds to the service."""

from collections.abc import Iterator

from chalicelib.contents import Package
from chalicelib.review_meetings import erasure, presenting, records, routes
from chalicelib.review_meetings.keys import REVIEW_MEETINGS, partition_of_meetings
from chalicelib.store.converters import Item
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.holdings import Copied, ErasureStage, ErasureStep, Holding, Row


def _meeting(_context: Context, item: Item) -> Iterator[Row]:
    yield presenting.described(records.meeting_of(item), None)


package = Package(
    events={
        "review_meetings.record": "review_meeting.recorded",
        "review_meetings.change": "review_meeting.changed",
    },
    routes=(routes,),
    holdings=(
        Holding(
            REVIEW_MEETINGS,
            lambda context, _: [partition_of_meetings(context.scope)],
            Copied("review_meetings", _meeting),
            ErasureStep(
                ErasureStage.MENTIONS, lambda erasing, after: erasure.erase(erasing, after)
            ),
        ),
    ),
)
