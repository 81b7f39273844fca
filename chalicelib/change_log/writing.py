"""Enter what changes into the log.

A transaction enters its changes itself. Work that writes in batches enters them *before* it writes:
if it dies in between, the log names things that did not change, which does no harm.

An entry is readable when its transaction is committed, up to a function's life after its time.
Readers go back by that (web/syncing.py: MARGIN), so none is missed.
"""

import secrets
from collections.abc import Iterable
from datetime import datetime

from chalicelib.change_log.records import Change, entries
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import Context


def enter(
    context: Context,
    unit: Unit,
    listed: str,
    changes: Iterable[Change],
    at: datetime | None = None,
) -> None:
    """Enter the changes in the transaction that makes them: one write for 250 of them.

    ``listed`` is one of the lists of :mod:`chalicelib.change_log.keys`. ``at``: a time to come at
    which the things change without a write; None: now.
    """
    for key, item in entries(context, listed, changes, _time(context, at), secrets.randbits(60)):
        unit.put(key, item)


def announce(
    context: Context, listed: str, changes: Iterable[Change], at: datetime | None = None
) -> None:
    """Enter the changes of a batch, before it is written. ``at``: as for :func:`enter`."""
    found = dict(entries(context, listed, changes, _time(context, at), secrets.randbits(60)))
    if len(found) == 1:
        # A plain write: the worker of exports has no right to write batches.
        ((key, item),) = found.items()
        context.table.put(key, item)
    elif found:
        context.table.write_batch(found.items())


def _time(context: Context, at: datetime | None) -> datetime:
    # Not the context's: a worker's context is as old as its run.
    now = context.platform.clock()
    return now if at is None else max(at, now)
