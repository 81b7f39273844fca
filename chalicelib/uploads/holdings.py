"""What this package adds to the service."""

from collections.abc import Iterator

from chalicelib.contents import Package
from chalicelib.periods import records as periods
from chalicelib.store.keys import parts_of
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.holdings import (
    Copied,
    ErasureStage,
    ErasureStep,
    Holding,
    NotCopied,
    Removal,
    sort_keys,
)
from chalicelib.uploads import (
    copying,
    erasure,
    figures_erasure,
    file_erasure,
    routes,
    told,
    writing,
)
from chalicelib.uploads.jobs import SCORE_UPLOAD
from chalicelib.uploads.keys import (
    FIGURES,
    FINDINGS,
    ROW_ERRORS,
    UPLOADS,
    partition_of_figures,
    partition_of_findings,
    partition_of_row_errors,
    partition_of_uploads,
)


def _partitions_of_row_errors(context: Context, _: str) -> Iterator[str]:
    for upload_id in sort_keys(context, partition_of_uploads(context.scope)):
        yield partition_of_row_errors(context.scope, upload_id)


def _partitions_of_findings(context: Context, _: str) -> Iterator[str]:
    for upload_id in sort_keys(context, partition_of_uploads(context.scope)):
        yield partition_of_findings(context.scope, upload_id)


def _partitions_of_figures(context: Context, _: str) -> Iterator[str]:
    for place in periods.places(context):
        period, scheme = parts_of(place)
        for shard in range(context.principal.shards):
            yield partition_of_figures(context.scope, scheme, period, shard)


package = Package(
    events={
        "uploads.create": "upload.announced",
        "uploads.apply": "upload.applied",
        "uploads.ignore_file": "upload.file_ignored",
        "uploads.end": {
            "completed": "upload.completed",
            "completed_with_errors": "upload.completed_with_errors",
            "rejected": "upload.rejected",
            "failed": "upload.failed",
            "looked_at": "upload.looked_at",
            "needs_answer": "upload.needs_answer",
            "withdrawn": "upload.withdrawn",
            "withdrawn_in_part": "upload.withdrawn_in_part",
            "withdrawal_refused": "upload.withdrawal_refused",
        },
        "uploads.withdraw": "upload.withdrawal_requested",
    },
    routes=(routes,),
    told_withdrawals=lambda context, ids: told.told(context, ids),
    jobs=(SCORE_UPLOAD,),
    writers=(lambda: writing.writing_uploads,),
    holdings=(
        Holding(
            UPLOADS,
            lambda context, _: [partition_of_uploads(context.scope)],
            Copied("uploads", lambda context, item: copying.upload_rows(context, item)),
            ErasureStep(
                ErasureStage.FILES, lambda erasing, after: file_erasure.erase(erasing, after)
            ),
            Removal.ROOTS,
        ),
        Holding(
            ROW_ERRORS,
            _partitions_of_row_errors,
            Copied("row_errors", lambda context, item: copying.row_error_rows(context, item)),
            ErasureStep(
                ErasureStage.MENTIONS, lambda erasing, after: erasure.erase(erasing, after)
            ),
        ),
        Holding(
            FIGURES,
            _partitions_of_figures,
            NotCopied("what files said, by person; files and scorecards show it"),
            ErasureStep(
                ErasureStage.RESULTS,
                lambda _erasing, _after: iter(()),
                lambda erasing, scheme, period: figures_erasure.move(erasing, scheme, period),
            ),
        ),
        Holding(
            FINDINGS,
            _partitions_of_findings,
            Copied("findings", lambda context, item: copying.finding_rows(context, item)),
            ErasureStep(
                ErasureStage.MENTIONS,
                lambda erasing, after: erasure.erase_findings(erasing, after),
            ),
        ),
    ),
)
