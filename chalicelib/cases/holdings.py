"""What the package adds to the service."""

from collections.abc import Iterator

from chalicelib.cases import (
    erasure,
    file_routes,
    hearings,
    presenting,
    records,
    routes,
    told,
)
from chalicelib.cases.keys import (
    CASE_COUNTS,
    CASES,
    CASES_IN_FORCE,
    partition_of_case_counts,
    partition_of_cases,
    partition_of_cases_in_force,
)
from chalicelib.contents import Package
from chalicelib.evidence import keeping
from chalicelib.evidence import presenting as file_presenting
from chalicelib.evidence import records as files
from chalicelib.periods import records as periods
from chalicelib.scorecards import case_ids
from chalicelib.store.converters import Item
from chalicelib.store.keys import parts_of
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.holdings import (
    Copied,
    ErasedWithResults,
    ErasureStage,
    ErasureStep,
    Holding,
    NotCopied,
    NothingPersonal,
    Row,
    Targets,
)


def _in_force(context: Context, _: str) -> Iterator[str]:
    for place in periods.places(context):
        period, scheme = parts_of(place)
        yield partition_of_cases_in_force(context.scope, period, scheme)


def _case(context: Context, item: Item) -> Iterator[Row]:
    case = records.case_of(item)
    listed = file_presenting.described_files(case, context.language, context.time)
    told = presenting.described(case, None, None, with_evidence=True)
    yield {**told, "files": listed}


def _files() -> "keeping.Keeper":
    """Return how files of cases are kept: they come until the case is decided, and take back a
    hearing that was held before."""

    def closed(case: records.Case) -> str | None:
        if case.status != records.PROPOSED:
            return files.CASE_DECIDED
        return files.TOO_MANY_HEARINGS if hearings.is_full(case) else None

    read, write, came = records.read_case, records.case_write, hearings.retold
    return keeping.Keeper(case_ids.PREFIX, "cases/", "cases.end_file", read, write, closed, came)


package = Package(
    evidence=(_files,),
    events={
        "cases.propose": "case.proposed",
        "cases.change": "case.changed",
        "cases.confirm": "case.confirmed",
        "cases.decline": "case.declined",
        "cases.revoke": "case.revoked",
        "cases.add_file": "case.file_added",
        "cases.remove_file": "case.file_removed",
        "cases.end_file": {"stored": "case.file_stored", "rejected": "case.file_rejected"},
    },
    routes=(routes, file_routes),
    told_cases=lambda context, ids: told.told(context, ids),
    holdings=(
        Holding(
            CASES,
            lambda context, _: [partition_of_cases(context.scope)],
            Copied("cases", _case),
            ErasureStep(
                ErasureStage.MENTIONS,
                lambda erasing, after: erasure.erase(erasing, after),
                with_results=lambda erasing, scheme, period: erasure.move_cases(
                    erasing, scheme, period
                ),
            ),
            targets=Targets(
                "cases/",
                lambda case_id, person: case_ids.is_of(case_id, person),
                harmless=("kind", "status", "code", "indicator", "treatment", "target"),
            ),
        ),
        Holding(
            CASES_IN_FORCE,
            _in_force,
            NotCopied("the confirmed cases give it"),
            ErasedWithResults("it moves to the pseudonym with the cases"),
        ),
        Holding(
            CASE_COUNTS,
            lambda context, _: [partition_of_case_counts(context.scope)],
            NotCopied("how many cases wait, which these tell"),
            NothingPersonal("numbers by period and scheme"),
        ),
    ),
)
