"""What the package adds to the service."""

from collections.abc import Iterator

from chalicelib.contents import Package
from chalicelib.periods import records as periods
from chalicelib.scorecards import copying, erasure, routes
from chalicelib.scorecards.keys import (
    CORRECTED,
    SCORECARDS,
    partition_of_corrected,
    partition_of_scorecards,
)
from chalicelib.store.keys import parts_of
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.holdings import (
    Copied,
    ErasedWithResults,
    ErasureStage,
    ErasureStep,
    Holding,
)


def _partitions(context: Context, _: str) -> Iterator[str]:
    for place in periods.places(context):
        period, scheme = parts_of(place)
        for shard in range(context.principal.shards):
            yield partition_of_scorecards(context.scope, scheme, period, shard)


def _corrected(context: Context, _: str) -> Iterator[str]:
    for place in periods.places(context):
        period, scheme = parts_of(place)
        yield partition_of_corrected(context.scope, scheme, period)


package = Package(
    routes=(routes,),
    holdings=(
        Holding(
            SCORECARDS,
            _partitions,
            Copied("scorecards", lambda context, item: copying.rows(context, item)),
            ErasureStep(ErasureStage.RESULTS, lambda erasing, after: erasure.erase(erasing, after)),
        ),
        Holding(
            CORRECTED,
            _corrected,
            Copied("corrected_scorecards", lambda context, item: copying.corrected(context, item)),
            ErasedWithResults("what stands moves to the pseudonym before the locked result does"),
        ),
    ),
)
