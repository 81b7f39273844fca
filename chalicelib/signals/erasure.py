"""Erase a person from signals: those about the person go. They can be found again of nobody.

A case that one proposed stays with the cases, which have an erasure of their own.
"""

from collections.abc import Iterator
from typing import Final

from chalicelib.periods.records import places
from chalicelib.signals import period_count
from chalicelib.signals.ids import prefix_of
from chalicelib.signals.keys import key_of_signal, partition_of_signals
from chalicelib.signals.records import signal_of
from chalicelib.store.keys import parts_of
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.holdings import Erasing, ErasureBusy

#: Signals that go in one transaction, with the number of those that the period waits for.
AT_ONCE: Final = 50


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
        found = (signal_of(item) for item in items)
        theirs = [one for one in found if one.person == erasing.person]
        for start in range(0, len(theirs), AT_ONCE):
            some = theirs[start : start + AT_ONCE]
            unit = Unit(context.table)
            for one in some:
                unit.delete(key_of_signal(context.scope, period, scheme, one.id))
            period_count.decided(context, unit, some, ErasureBusy)
            unit.commit()
            erasing.count("signals", len(some))
        if theirs:
            yield place
