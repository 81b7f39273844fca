"""Closings, as publishing and locking ask about unfinished work of a period
(:class:`chalicelib.results.writers.Writer`). The results themselves are written by an upload."""

from chalicelib.inspections.keys import PREFIX, key_of_closing
from chalicelib.periods.records import PeriodRecord
from chalicelib.results.writers import State, Writer
from chalicelib.tenancy.context import Context


class Closings:
    """Inspections that are being closed: their file is still to come. They take no lease."""

    prefix = PREFIX

    def state(self, _context: Context, _record: PeriodRecord) -> State:
        return State.ENDED

    def resume(self, _context: Context, _record: PeriodRecord) -> None:
        """Do nothing: a closing has its own message."""

    def unfinished(self, context: Context, record: PeriodRecord, most: int) -> list[str]:
        item = context.table.get(key_of_closing(context.scope, record.period, record.scheme))
        return [] if item is None else [str(item["closing"])][:most]

    def locked(self, _context: Context, _record: PeriodRecord) -> None:
        """Do nothing: a closing goes on by its own message, and its file meets the lock."""


closings: Writer = Closings()
