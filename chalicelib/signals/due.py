"""Months that are to be looked through by themselves: of schemes whose rules say so.

A month is due when none of its results awaits a source, the raters of its closed rounds are
examined, and its results are others than those of the last look.
"""

from collections.abc import Iterator

from chalicelib.errors import Changed, Conflict, Invalid
from chalicelib.periods.calendar import kind_of
from chalicelib.periods.keys import partition_of_periods
from chalicelib.periods.records import LOCKED, NOT_EXAMINED, PeriodRecord
from chalicelib.signals import requested
from chalicelib.signals.settings_records import automatic_ones
from chalicelib.store.records import from_item
from chalicelib.tenancy.context import Context

#: What is read of each period.
_READ = (
    *("sk", "period", "scheme", "state", "scorecards", "settled_at", "incomplete", "flags"),
    *("signals", "signals_at"),
)


def is_due(record: PeriodRecord) -> bool:
    """Return whether a period's results are all there, and no look has seen them."""
    if record.state == LOCKED or not record.scorecards or record.settled_at is None:
        return False
    if record.incomplete or NOT_EXAMINED in (record.flags or {}).values():
        return False
    return (record.signals_at or "") <= record.settled_at and kind_of(record.period) == "month"


def due(context: Context) -> list[PeriodRecord]:
    """Return the periods of the company that are due. A company without such a scheme costs one
    query; another one a look at all its periods."""
    schemes = automatic_ones(context)
    if not schemes:
        return []
    return [one for one in _periods(context) if one.scheme in schemes and is_due(one)]


def ask(context: Context, records: list[PeriodRecord]) -> None:
    """Ask for a run through each period. One that is under way goes on."""
    for record in records:
        try:
            requested.request(context, record.scheme, record.period, by_itself=True)
            context.unit.commit()
        except (Conflict, Invalid, Changed):
            # Under way, retired or changed meanwhile: the next look finds what is due then.
            continue


def _periods(context: Context) -> Iterator[PeriodRecord]:
    partition = partition_of_periods(context.scope)
    for item in context.table.query_all(partition, only=_READ):
        yield from_item(PeriodRecord, item)
