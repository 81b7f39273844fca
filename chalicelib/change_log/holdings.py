"""What the package keeps: the log of changes."""

from collections.abc import Iterator

from chalicelib.change_log import erasure, months
from chalicelib.change_log.keys import CHANGES, LISTS, partition_of_changes
from chalicelib.contents import Package
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.holdings import ErasureStage, ErasureStep, Holding, NotCopied


def _partitions(context: Context, first_month: str) -> Iterator[str]:
    for month in months.kept_months(context.time[:7], first_month):
        for listed in LISTS:
            yield partition_of_changes(context.scope, listed, month)


package = Package(
    holdings=(
        Holding(
            CHANGES,
            _partitions,
            NotCopied("the ids of what changed, which the lists themselves tell"),
            ErasureStep(
                ErasureStage.MENTIONS, lambda erasing, after: erasure.erase(erasing, after)
            ),
        ),
    ),
)
