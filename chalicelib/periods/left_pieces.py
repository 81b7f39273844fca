"""Pieces of a period's summaries that nobody reads any more, and that a dead run has left."""

from chalicelib.periods import missing_counts, ordered_tables, summaries
from chalicelib.periods.records import PeriodRecord
from chalicelib.store.keys import Key
from chalicelib.tenancy.context import Context


def remove_left(context: Context, record: PeriodRecord) -> None:
    """Remove every stored piece that is not of the current summary.

    The caller holds the period's lease, and ``record`` is current. Costs a read of all pieces.
    Raises SummaryReplaced when one of the indexes is missing.
    """
    context.table.write_batch((), left(context, record))


def left(context: Context, record: PeriodRecord) -> list[Key]:
    """Return the keys of the stored pieces that are not of this summary. Raises SummaryReplaced.

    A run may be writing some of them. They may go when the period's directory has changed since
    they were listed: then that run's summary can become current no more.
    """
    stays = ordered_tables.current_keys(context, record)
    for table in (summaries.RANKS, summaries.TEAMS):
        stays.update(summaries.pieces_of(context, record, table))
    stays.update(missing_counts.pieces_of(context, record))
    stored = summaries.stored_pieces(context, record.period, record.scheme)
    return [key for key in stored if key not in stays]
