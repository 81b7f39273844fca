"""The rewrite of all that is kept of a company, and of the operator's registers.

It may be stopped anywhere and begun again, from a checkpoint or from the start: an item that is in
force is read and left alone. Nothing is written over what somebody else wrote meanwhile
(:mod:`chalicelib.store.upgrading`). The service goes on: it brings up by itself what it touches.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.sign_in.records import REGISTER as SIGN_IN
from chalicelib.store.table import Table
from chalicelib.tenancy import operator_scope
from chalicelib.tenancy.context import Context, OperatorContext
from chalicelib.tenancy.records import read_tenant

#: Items read at a time, all of which may have to be written before the next checkpoint.
PAGE_ITEMS = 100

REGISTERS = (
    operator_scope.TENANTS,
    operator_scope.API_KEYS,
    operator_scope.DUE_EXPORTS,
    operator_scope.AUDIT,
    operator_scope.IDEMPOTENCY,
    operator_scope.REQUESTS,
    SIGN_IN,
)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Where a rewrite goes on: behind the partition that it ``finished`` last, in that
    ``partition`` behind the sort key ``after``.

    ``read`` and ``upgraded`` count items, those that a run did again among them.
    """

    finished: str = ""
    partition: str = ""
    after: str = ""
    read: int = 0
    upgraded: int = 0
    done: bool = False


#: Where every rewrite begins.
START = Checkpoint()


def rewrite(
    context: Context, deadline: datetime, checkpoint: Checkpoint = START
) -> Iterator[Checkpoint]:
    """Bring up the company's items, page after page; give the checkpoint after each.

    Ends at the deadline, or with a checkpoint that is ``done``. Raises UnknownFormat at an item
    that no upgrade is for.
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
    """The same for the operator's registers."""
    yield from _pages(context.table, REGISTERS, context.platform.clock, deadline, checkpoint)


def _pages(
    table: Table,
    names: Iterable[str],
    clock: Callable[[], datetime],
    deadline: datetime,
    checkpoint: Checkpoint,
) -> Iterator[Checkpoint]:
    """In the order of the partitions' names: what is added behind a checkpoint, or before it, is
    written by this version and needs no rewrite."""
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
