"""Months that are to be looked through by themselves: of schemes whose rules say so.

A month is due when none of its results awaits a source, the raters of its closed rounds are
examined, and its results are others than those of the last look. Of all months that the company
ever had those are read that have an entry as changed (periods/changed_months.py), and of a scheme
whose months are looked through from now on, or that an older version looked through, all once.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from pynamodb.expressions.operand import Path

from chalicelib.errors import Changed, Conflict, Invalid
from chalicelib.periods import changed_months
from chalicelib.periods.calendar import kind_of
from chalicelib.periods.keys import key_of_period, partition_of_periods
from chalicelib.periods.records import LOCKED, NOT_EXAMINED, PeriodRecord
from chalicelib.signals import requested
from chalicelib.signals.keys import key_of_settings
from chalicelib.signals.settings_records import SignalSettings, automatic_ones
from chalicelib.store.records import from_item
from chalicelib.store.table import ConditionFailed
from chalicelib.tenancy.context import Context

#: What is read of each period.
_READ: Final = (
    *("pk", "sk", "period", "scheme", "state", "scorecards", "settled_at", "incomplete", "flags"),
    *("signals", "signals_at"),
)


@dataclass(frozen=True, slots=True)
class Look:
    """A page of changed months: those that are due, and since when those have an entry that are
    not, and will not be by a source or an examination alone. ``after``: where the next begins."""

    due: tuple[PeriodRecord, ...] = ()
    done: Mapping[tuple[str, str], str] | None = None
    after: str | None = None


def may_be_due(record: PeriodRecord) -> bool:
    """Return whether no look has seen a month's results, whatever is still awaited of them."""
    if record.state == LOCKED or not record.scorecards or record.settled_at is None:
        return False
    return (record.signals_at or "") <= record.settled_at and kind_of(record.period) == "month"


def is_due(record: PeriodRecord) -> bool:
    """Return whether a period's results are all there, and no look has seen them."""
    if record.incomplete or NOT_EXAMINED in (record.flags or {}).values():
        return False
    return may_be_due(record)


def look(context: Context, after: str | None = None) -> Look:
    """Return which of the company's changed months are due, a page of them.

    A company without such a scheme costs one query, another one two, and a batch of the months
    that have changed.
    """
    settings = automatic_ones(context)
    if not settings:
        return Look()
    new = [one for one in settings.values() if not one.entered]
    if new:
        _enter(context, new)
    entered, after = changed_months.page(context, after)
    places = [place for place in entered if place[1] in settings]
    keys = {place: key_of_period(context.scope, *place) for place in places}
    items = context.table.get_many(list(keys.values()), only=_READ) if keys else {}
    found = {
        place: from_item(PeriodRecord, items[key]) for place, key in keys.items() if key in items
    }
    waiting = {place for place, record in found.items() if may_be_due(record)}
    done = {place: at for place, at in entered.items() if place not in waiting}
    return Look(tuple(one for one in found.values() if is_due(one)), done, after)


def follow(context: Context, found: Look) -> None:
    """Ask for a run through each month that is due, and forget those that need none.

    A run that is under way goes on. A month keeps its entry until a look has seen its results.
    """
    for record in found.due:
        try:
            requested.request(context, record.scheme, record.period, by_itself=True)
            context.unit.commit()
        except (Conflict, Invalid, Changed):
            # Under way, retired or changed meanwhile: the next look finds what is due then.
            continue
    for (period, scheme), at in (found.done or {}).items():
        changed_months.forget(context, period, scheme, at)


def _enter(context: Context, settings: Collection[SignalSettings]) -> None:
    """Enter all months of schemes that no look has seen, then that they are entered.

    Rules that were changed meanwhile are entered by the next look.
    """
    schemes = {one.scheme for one in settings}
    items = context.table.query_all(partition_of_periods(context.scope), only=_READ)
    records = (from_item(PeriodRecord, item) for item in items)
    context.table.write_batch(
        entry
        for one in records
        if one.scheme in schemes and may_be_due(one)
        for entry in changed_months.entries(context, one.period, one.scheme)
    )
    for one in settings:
        try:
            key = key_of_settings(context.scope, one.scheme)
            same = Path("revision") == one.revision
            context.table.update(key, [Path("entered").set(True)], same)
        except ConditionFailed:
            continue
