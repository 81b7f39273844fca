"""What the package adds to the service."""

from collections.abc import Iterator

from chalicelib.coefficients import copying, erasure, routes
from chalicelib.coefficients.jobs import TAKE_SNAPSHOT
from chalicelib.coefficients.keys import (
    LOCKED_ROWS,
    SNAPSHOTS,
    partition_of_locked_rows,
    partition_of_snapshots,
)
from chalicelib.contents import Package
from chalicelib.store.keys import parts_of
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.holdings import (
    Copied,
    ErasureStage,
    ErasureStep,
    Holding,
    NotCopied,
    NothingPersonal,
    Removal,
    sort_keys,
)


def _partitions(context: Context, _: str) -> Iterator[str]:
    for place in sort_keys(context, partition_of_snapshots(context.scope)):
        period, scheme = parts_of(place)
        yield partition_of_locked_rows(context.scope, scheme, period)


package = Package(
    routes=(routes,),
    jobs=(TAKE_SNAPSHOT,),
    events={
        "snapshots.end": {
            "completed": "period.snapshot_taken",
            "failed": "period.snapshot_failed",
        },
    },
    holdings=(
        Holding(
            LOCKED_ROWS,
            _partitions,
            Copied("locked_coefficients", lambda context, item: copying.rows(context, item)),
            ErasureStep(
                ErasureStage.MENTIONS, lambda erasing, after: erasure.erase(erasing, after)
            ),
        ),
        Holding(
            SNAPSHOTS,
            lambda context, _: [partition_of_snapshots(context.scope)],
            NotCopied("each period tells its own"),
            NothingPersonal("columns and counts; its checkpoint is removed when it is taken"),
            Removal.ROOTS,
        ),
    ),
)
