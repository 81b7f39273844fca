"""Rounds that are under way: not yet drawn, drawn, or open. An entry for each.

Of all rounds that a company ever had, the looks that are made by themselves (reminders, who joined,
which are to close) read these alone. The entry is written and removed in the transaction that moves
the round. Rounds of an older version are entered once, and then that they are.
"""

from typing import Final

from pynamodb.expressions.operand import Path

from chalicelib.rating_forms.keys import (
    key_of_all_entered,
    key_of_round,
    key_of_round_under_way,
    partition_of_rounds,
    partition_of_rounds_under_way,
)
from chalicelib.rating_forms.records import DRAFT, DRAWING, OPEN, Round
from chalicelib.store.converters import Item
from chalicelib.store.keys import Key
from chalicelib.store.records import from_item
from chalicelib.store.table import ConditionFailed
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import Context

UNDER_WAY: Final = (DRAWING, DRAFT, OPEN)


def enter(context: Context, unit: Unit, after: Round) -> None:
    """Add to a unit that moves a round whether it is under way from then on."""
    if after.status in UNDER_WAY:
        unit.put(*_entry(context, after))
    else:
        unit.delete(key_of_round_under_way(context.scope, after.id))


def rounds_under_way(context: Context) -> list[Round]:
    """Return the company's rounds that are under way, the oldest first.

    Two reads, and one for each hundred. A company's first look reads all rounds.
    """
    partition = partition_of_rounds_under_way(context.scope)
    everything = key_of_all_entered(context.scope)
    if context.table.get(everything) is None:
        _enter_all(context)
    entries = [item for item in context.table.query_all(partition) if item["sk"] != everything.sk]
    keys = {key_of_round(context.scope, item["sk"]): item for item in entries}
    found = context.table.get_many(list(keys)) if keys else {}
    rounds = {key: from_item(Round, item) for key, item in found.items()}
    going = {key: one for key, one in rounds.items() if one.status in UNDER_WAY}
    for key, entry in keys.items():
        if key not in going:
            _forget(context, entry)
    return [going[key] for key in keys if key in going]


def _entry(context: Context, found: Round) -> tuple[Key, Item]:
    return key_of_round_under_way(context.scope, found.id), {"revision": found.revision}


def _forget(context: Context, entry: Item) -> None:
    """Remove the entry of a round that has ended, unless it is under way again since."""
    key = key_of_round_under_way(context.scope, entry["sk"])
    try:
        context.table.delete(key, Path("revision") == int(entry["revision"]))
    except ConditionFailed:
        return


def _enter_all(context: Context) -> None:
    """Enter the rounds that are under way, then that all are entered.

    One that ends meanwhile has an entry for nothing, which the next look removes.
    """
    items = context.table.query_all(partition_of_rounds(context.scope))
    found = [one for item in items if (one := from_item(Round, item)).status in UNDER_WAY]
    context.table.write_batch(_entry(context, one) for one in found)
    context.table.put(key_of_all_entered(context.scope), {"revision": 0})
