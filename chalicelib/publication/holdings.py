"""What the package adds to the service."""

from collections.abc import Iterator

from chalicelib.contents import Package
from chalicelib.periods import records
from chalicelib.periods.keys import (
    CHANGED,
    LEASES,
    PERIODS,
    PILOT_PERIODS,
    SUMMARIES,
    partition_of_changed,
    partition_of_leases,
    partition_of_periods,
    partition_of_pilot_periods,
    partition_of_summaries,
)
from chalicelib.publication import presenting, routes, void_routes
from chalicelib.publication.kept_check import KeepCheck
from chalicelib.store.converters import Item
from chalicelib.store.keys import parts_of
from chalicelib.store.records import from_item
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.holdings import (
    Copied,
    ErasedWithResults,
    Holding,
    NotCopied,
    NothingPersonal,
    Removal,
    Row,
)


def _period(context: Context, item: Item) -> Iterator[Row]:
    yield presenting.described(context, from_item(records.PeriodRecord, item))


def _summaries(context: Context, _: str) -> Iterator[str]:
    for place in records.places(context):
        period, scheme = parts_of(place)
        yield partition_of_summaries(context.scope, period, scheme)


#: Counts, means and ranks by team stay. The directory of who has a result changes.
DIRECTORY = ErasedWithResults("the person's entry in the directory moves to the pseudonym")

package = Package(
    events={
        "periods.publish": "period.published",
        "periods.lock": "period.locked",
        "periods.rescore": "period.rescoring_requested",
        "periods.final": "period.declared_final",
        "scorecards.final": "scorecard.declared_final",
        "periods.void": "period.void_declared",
        "periods.lift_void": "period.void_lifted",
        "scorecards.void": "scorecard.void",
        "scorecards.lift_void": "scorecard.void_lifted",
    },
    routes=(routes, void_routes),
    followers=(KeepCheck(),),
    holdings=(
        Holding(
            PERIODS,
            lambda context, _: [partition_of_periods(context.scope)],
            Copied("periods", _period),
            DIRECTORY,
            Removal.ROOTS,
        ),
        Holding(
            PILOT_PERIODS,
            lambda context, _: [partition_of_pilot_periods(context.scope)],
            Copied("pilot_periods", _period),
            DIRECTORY,
            Removal.ROOTS,
        ),
        Holding(
            SUMMARIES,
            _summaries,
            NotCopied("counts, ranks and entries, which periods and scorecards show"),
            DIRECTORY,
        ),
        Holding(
            LEASES,
            lambda context, _: [partition_of_leases(context.scope)],
            NotCopied("which runs write at this moment"),
            NothingPersonal("ids of runs and uploads"),
        ),
        Holding(
            CHANGED,
            lambda context, _: [partition_of_changed(context.scope)],
            NotCopied("which months are to be looked through, as their periods tell"),
            NothingPersonal("months and schemes"),
        ),
    ),
)
