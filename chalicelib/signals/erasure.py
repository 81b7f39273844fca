"""Erase a person from signals: those about the person go. They can be found again of nobody.

A case that one proposed stays with the cases, which have an erasure of their own.
"""

from collections.abc import Iterator

from chalicelib.periods.records import places
from chalicelib.signals.ids import prefix_of
from chalicelib.signals.keys import partition_of_signals
from chalicelib.signals.records import signal_of
from chalicelib.store.keys import key_of_item, parts_of
from chalicelib.tenancy.holdings import Erasing


def erase(erasing: Erasing, after: str | None) -> Iterator[str]:
    """Remove the signals about the person. Gives the places of periods that had some as
    checkpoints: a look at a place is one query.

    None is stored after the erasure was asked for (signals/writing.py).
    """
    context = erasing.context
    for place in places(context):
        if after is not None and place <= after:
            continue
        period, scheme = parts_of(place)
        partition = partition_of_signals(context.scope, period, scheme)
        prefix = prefix_of(period, scheme, erasing.person)
        items = context.table.query_all(partition, prefix=prefix)
        theirs = [item for item in items if signal_of(item).person == erasing.person]
        for item in theirs:
            context.table.delete(key_of_item(item))
            erasing.count("signals")
        if theirs:
            yield place
