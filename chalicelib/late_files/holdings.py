"""What the package adds to the service."""

from collections.abc import Iterator

from chalicelib.contents import Package
from chalicelib.late_files import erasure, presenting, records, routes
from chalicelib.late_files.jobs import LATE_FILE
from chalicelib.late_files.keys import (
    LATE_FILES,
    LATE_ROWS,
    partition_of_late_files,
    partition_of_late_rows,
)
from chalicelib.store.converters import Item
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.holdings import (
    Copied,
    ErasureStage,
    ErasureStep,
    Holding,
    Removal,
    Row,
    sort_keys,
)


def _file(context: Context, item: Item) -> Iterator[Row]:
    yield presenting.described(records.late_file_of(item), context.language, None)


def _row(context: Context, item: Item) -> Iterator[Row]:
    row = records.late_row_of(item)
    yield {"file": row.file, **presenting.described_row(row, context.language)}


def _rows(context: Context, _: str) -> Iterator[str]:
    for late_file_id in sort_keys(context, partition_of_late_files(context.scope)):
        yield partition_of_late_rows(context.scope, late_file_id)


package = Package(
    events={
        "late_files.look": "late_file.asked",
        "late_files.take": "late_file.ordered",
        "late_files.end": {
            "looked_at": "late_file.looked_at",
            "taken": "late_file.taken",
            "rejected": "late_file.rejected",
            "failed": "late_file.failed",
        },
    },
    routes=(routes,),
    jobs=(LATE_FILE,),
    holdings=(
        Holding(
            LATE_FILES,
            lambda context, _: [partition_of_late_files(context.scope)],
            Copied("late_files", _file),
            ErasureStep(
                ErasureStage.MENTIONS, lambda erasing, after: erasure.erase(erasing, after)
            ),
            Removal.ROOTS,
        ),
        Holding(
            LATE_ROWS,
            _rows,
            Copied("late_file_rows", _row),
            ErasureStep(
                ErasureStage.MENTIONS, lambda erasing, after: erasure.erase_rows(erasing, after)
            ),
        ),
    ),
)
