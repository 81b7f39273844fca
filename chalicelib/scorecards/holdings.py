"""What the package adds to the service."""

from collections.abc import Iterator

from chalicelib.contents import Package
from chalicelib.periods import records as periods
from chalicelib.scorecards import copying, erasure, routes
from chalicelib.scorecards.keys import SCORECARDS, partition_of_scorecards
from chalicelib.store.keys import parts_of
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.holdings import Copied, ErasureStage, ErasureStep, Holding


def _partitions(context: Context, _: str) -> Iterator[str]:
    for place in periods.places(context):
        period, scheme = parts_of(place)
        for shard in range(context.principal.shards):
            yield partition_of_scorecards(context.scope, scheme, period, shard)


package = Package(
    routes=(routes,),
    holdings=(
        Holding(
            SCORECARDS,
            _partitions,
            Copied("scorecards", lambda context, item: copying.rows(context, item)),
            ErasureStep(ErasureStage.RESULTS, lambda erasing, after: erasure.erase(erasing, after)),
        ),
    ),
)
