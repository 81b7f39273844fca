"""Lists of signals of a scheme's period, in the order of their ids."""

from collections.abc import Mapping
from typing import Any

from chalicelib.people.paths import person_in_path
from chalicelib.signals.ids import prefix_of
from chalicelib.signals.keys import partition_of_signals
from chalicelib.signals.records import Signal, signal_of
from chalicelib.signals.sight import visible
from chalicelib.store.converters import Item
from chalicelib.store.filtered_page import collect
from chalicelib.teams.sight import is_in
from chalicelib.tenancy.context import Context

#: Filters that are members of a signal.
MEMBERS = ("kind", "state")


def page(
    context: Context,
    filters: Mapping[str, Any],
    team: frozenset[str] | None,
    limit: int,
    after: str | None,
) -> tuple[list[Signal], str | None]:
    """Return up to ``limit`` signals that the caller may see and the filters keep.

    ``filters`` has ``scheme`` and ``period``, and may have MEMBERS and ``employee_id``; ``team``
    are the folds of the team's names. ``after`` and the second result are positions: where the page
    begins and where the next begins (None: the end). A page that has read as much as it may
    (store/filtered_page.py) ends with one, even if it is not full.
    """
    scheme, period, named = filters["scheme"], filters["period"], filters.get("employee_id")
    person = None if named is None else person_in_path(context, named)

    def keep(item: Item) -> Signal | None:
        signal = signal_of(item)
        kept = all(filters.get(name) in (None, getattr(signal, name)) for name in MEMBERS)
        mine = is_in(signal.team, team) and person in (None, signal.person)
        return signal if kept and mine and visible(context.principal, signal) else None

    return collect(
        context.table,
        partition_of_signals(context.scope, period, scheme),
        limit=limit,
        after=after,
        keep=keep,
        prefix="" if person is None else prefix_of(period, scheme, person),
    )
