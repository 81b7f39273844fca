"""Rewrite all items of a company, or of the operator's registers, in the current format.

A rewrite may stop anywhere and run again, from a checkpoint or from the start: an item of the
current format is read and not written. A write never overwrites a newer change of another process
(:mod:`chalicelib.store.upgrading`). The service keeps running during a rewrite, because it upgrades
each older item that it reads or changes.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.sign_in.records import REGISTER as SIGN_IN
from chalicelib.store.table import Table
from chalicelib.tenancy import operator_scope
from chalicelib.tenancy.context import Context, OperatorContext
from chalicelib.tenancy.records import read_tenant

#: Items read per page. All of them may need a write before the next checkpoint.
PAGE_ITEMS = 100

REGISTERS = (
    operator_scope.TENANTS,
    operator_scope.API_KEYS,
    operator_scope.DUE_EXPORTS,
    operator_scope.AUDIT,
    operator_scope.IDEMPOTENCY,
    operator_scope.REQUESTS,
    operator_scope.DEAD_LETTERS,
    operator_scope.COSTS,
    SIGN_IN,
)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Where a rewrite continues.

    ``finished``: the last partition that is done. ``partition``: the partition in progress, which
    continues after the sort key ``after``. ``read`` and ``upgraded`` count items; an item that a
    later run reads again counts again.
    """

    finished: str = ""
    partition: str = ""
    after: str = ""
    read: int = 0
    upgraded: int = 0
    done: bool = False


#: The checkpoint that every rewrite begins with.
START = Checkpoint()


def rewrite(
    context: Context, deadline: datetime, checkpoint: Checkpoint = START
) -> Iterator[Checkpoint]:
    """Upgrade the company's items page by page; yield the checkpoint after each page.

    The iterator ends at the deadline, or after a checkpoint that is ``done``. Raises UnknownFormat
    at an item for which there is no upgrade.
    """
    tenant = read_tenant(context.table, context.scope)
    first_month = tenant.created_at[:7] if tenant else context.time[:7]
    names = (
        partition
        for holding in context.platform.contents.holdings
        for partition in holding.partitions(context, first_month)
    )
    yield from _pages(context.table, names, context.platform.clock, deadline, checkpoint)


def rewrite_registers(
    context: OperatorContext, deadline: datetime, checkpoint: Checkpoint = START
) -> Iterator[Checkpoint]:
    """Upgrade the operator's registers, as :func:`rewrite` does a company's items."""
    yield from _pages(context.table, REGISTERS, context.platform.clock, deadline, checkpoint)


def _pages(
    table: Table,
    names: Iterable[str],
    clock: Callable[[], datetime],
    deadline: datetime,
    checkpoint: Checkpoint,
) -> Iterator[Checkpoint]:
    """Go through the partitions in the order of their names.

    An item that is added during the rewrite, before or after the checkpoint, is written by this
    version and needs no rewrite.
    """
    if checkpoint.done:
        return
    for name in sorted(set(names)):
        if name <= checkpoint.finished:
            continue
        after: str | None = checkpoint.after if name == checkpoint.partition else None
        while True:
            if clock() >= deadline:
                return
            page = table.upgrade_page(name, after=after, limit=PAGE_ITEMS)
            after = page.after
            checkpoint = replace(
                checkpoint,
                finished=name if after is None else checkpoint.finished,
                partition=name,
                after=after or "",
                read=checkpoint.read + page.read,
                upgraded=checkpoint.upgraded + page.upgraded,
            )
            yield checkpoint
            if after is None:
                break
    yield replace(checkpoint, done=True)
