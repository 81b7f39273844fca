"""What this package adds to the service."""

from collections.abc import Iterator

from chalicelib.contents import Package
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.holdings import (
    Copied,
    ErasureStage,
    ErasureStep,
    Holding,
    Removal,
    sort_keys,
)
from chalicelib.uploads import copying, erasure, file_erasure, routes, writing
from chalicelib.uploads.jobs import SCORE_UPLOAD
from chalicelib.uploads.keys import (
    FINDINGS,
    ROW_ERRORS,
    UPLOADS,
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
        },
    },
    routes=(routes,),
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
