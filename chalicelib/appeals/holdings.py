"""What the package adds to the service."""

from collections.abc import Iterator

from chalicelib.appeal_records import records
from chalicelib.appeal_records.keys import (
    APPEAL_COUNTS,
    APPEALED_RESULTS,
    APPEALS,
    DUE_APPEALS,
    partition_of_appeal_counts,
    partition_of_appealed_results,
    partition_of_appeals,
    partition_of_due_appeals,
)
from chalicelib.appeals import deciding_routes, erasure, file_routes, presenting, routes
from chalicelib.appeals.jobs import COUNT_ANSWERS, OVERDUE_APPEALS
from chalicelib.contents import Package
from chalicelib.evidence import keeping
from chalicelib.evidence import presenting as file_presenting
from chalicelib.evidence import records as files
from chalicelib.periods import records as periods
from chalicelib.scorecards import appeal_ids
from chalicelib.store.converters import Item
from chalicelib.store.keys import parts_of
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.holdings import (
    Copied,
    ErasureStage,
    ErasureStep,
    Holding,
    NotCopied,
    NothingPersonal,
    Row,
)


def _appealed(context: Context, _: str) -> Iterator[str]:
    for place in periods.places(context):
        yield partition_of_appealed_results(context.scope, *parts_of(place))


def _counts(context: Context, _: str) -> Iterator[str]:
    for place in periods.places(context):
        yield partition_of_appeal_counts(context.scope, *parts_of(place))


def _appeal(context: Context, item: Item) -> Iterator[Row]:
    found = records.appeal_of(item)
    kept = {"evidence": found.evidence, "remedies": presenting.remedies_kept(found)}
    kept["files"] = file_presenting.described_files(found, context.language, context.time)
    yield {**presenting.described(found, None), **kept}


def _files() -> "keeping.Keeper":
    """Return how files of appeals are kept: they come until somebody reviews the appeal."""

    def closed(found: records.Appeal) -> str | None:
        return None if found.status == records.FILED else files.UNDER_REVIEW

    read, write = records.read_appeal, records.appeal_write
    return keeping.Keeper(appeal_ids.PREFIX, "appeals/", "appeals.end_file", read, write, closed)


package = Package(
    events={
        "appeals.file": "appeal.filed",
        "appeals.change": "appeal.changed",
        "appeals.withdraw": "appeal.withdrawn",
        "appeals.review": "appeal.in_review",
        "appeals.decide": {
            "upheld": "appeal.upheld",
            "partly_upheld": "appeal.partly_upheld",
            "rejected": "appeal.rejected",
        },
        "appeals.carry_out": "appeal.carried_out_again",
        "appeals.second_instance": "appeal.second_instance",
        "appeals.overdue": "appeal.overdue",
        "appeals.count_answers": "appeal.answers_counted",
        "appeals.add_file": "appeal.file_added",
        "appeals.remove_file": "appeal.file_removed",
        "appeals.end_file": {"stored": "appeal.file_stored", "rejected": "appeal.file_rejected"},
    },
    evidence=(_files,),
    routes=(routes, deciding_routes, file_routes),
    jobs=(OVERDUE_APPEALS, COUNT_ANSWERS),
    holdings=(
        Holding(
            APPEALS,
            lambda context, _: [partition_of_appeals(context.scope)],
            Copied("appeals", _appeal),
            ErasureStep(
                ErasureStage.MENTIONS, lambda erasing, after: erasure.erase(erasing, after)
            ),
        ),
        Holding(
            APPEALED_RESULTS,
            _appealed,
            NotCopied("the appeals give it"),
            ErasureStep(
                ErasureStage.MENTIONS,
                lambda erasing, after: erasure.erase_appealed(erasing, after),
            ),
        ),
        Holding(
            DUE_APPEALS,
            lambda context, _: [partition_of_due_appeals(context.scope)],
            NotCopied("the appeals give it"),
            NothingPersonal("it has days and ids of appeals, which name nobody"),
        ),
        Holding(
            APPEAL_COUNTS,
            _counts,
            NotCopied("the appeals give it"),
            NothingPersonal("counts by status, indicator and credential"),
        ),
    ),
)
