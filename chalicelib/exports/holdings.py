"""What the package adds to the service."""

from collections.abc import Iterator

from chalicelib.contents import Package
from chalicelib.exports import (
    closing_routes,
    copying,
    erasure,
    reopening_routes,
    routes,
    scheduling,
)
from chalicelib.exports.jobs import DUE_EXPORT, RUN_EXPORT, SCHEDULE_CHANGED
from chalicelib.exports.keys import (
    EXPORT_ROWS,
    EXPORT_SCHEDULE,
    EXPORTS,
    partition_of_export_rows,
    partition_of_export_schedule,
    partition_of_exports,
)
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


def _rows(context: Context, _: str) -> Iterator[str]:
    for export_id in sort_keys(context, partition_of_exports(context.scope)):
        yield partition_of_export_rows(context.scope, export_id)


package = Package(
    events={
        "exports.create": "export.requested",
        "exports.fetch": "export.fetched",
        "exports.end": {
            "completed": "export.completed",
            "failed": "export.failed",
        },
        "periods.reopen": "period.reopened",
        "scorecards.close": "scorecard.closed",
        "export_schedule.change": "export_schedule.changed",
        "export_schedule.overdue": "export_schedule.overdue",
    },
    routes=(routes, reopening_routes, closing_routes),
    jobs=(RUN_EXPORT, DUE_EXPORT, SCHEDULE_CHANGED),
    holdings=(
        Holding(
            EXPORTS,
            lambda context, _: [partition_of_exports(context.scope)],
            Copied("exports", lambda context, item: copying.export_rows(context, item)),
            ErasureStep(ErasureStage.FILES, lambda erasing, after: erasure.erase(erasing, after)),
            Removal.ROOTS,
        ),
        Holding(
            EXPORT_ROWS,
            _rows,
            NotCopied("whose rows the files have, which the locked coefficients tell"),
            ErasureStep(
                ErasureStage.FILES, lambda erasing, after: erasure.erase_rows(erasing, after)
            ),
        ),
        Holding(
            EXPORT_SCHEDULE,
            lambda context, _: [partition_of_export_schedule(context.scope)],
            # The schedule is a setting of the company, and is copied with the settings.
            Copied("tenant", lambda context, item: copying.schedule_rows(context, item)),
            NothingPersonal("days and months"),
            Removal.ROOTS,
        ),
    ),
    leave=lambda context: scheduling.leave(context),
)
