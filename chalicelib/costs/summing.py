"""The daily work for each company: measure what it stores when that is due, tell the operator."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.costs import stored_bytes
from chalicelib.costs.records import (
    MEASURED,
    Counter,
    Entry,
    as_fields,
    month_before,
    read_counter,
)
from chalicelib.costs.stored_bytes import Walk
from chalicelib.store.keys import EXPIRES_AT
from chalicelib.store.records import to_item
from chalicelib.store.table import ConditionFailed
from chalicelib.tenancy import operator_scope
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.keys import key_of_usage
from chalicelib.tenancy.records import Tenant
from chalicelib.tenancy.usage import expires_at

#: A measurement reads everything, so its cost grows with what is stored: 3 to 6% of a month's
#: storage. Little is measured more often.
LITTLE = 100 * 10**6
OFTEN, SELDOM = timedelta(days=7), timedelta(days=28)
#: Time kept free at the end of a run, for one page and the end.
RESERVE = timedelta(seconds=20)
#: In the first days of a month the month before is summed again: usage comes up to minutes late.
LATE_DAYS = 3


def run(context: Context, walk: Walk, tenant: Tenant, deadline: datetime) -> Walk | None:
    """Do a run. Return the checkpoint for the next one; None when the work is done."""
    month = f"{context.now:%Y-%m}"
    if walk.place is not None or _is_due(context, month):
        walk = stored_bytes.go_on(context, tenant.created_at[:7], walk, deadline - RESERVE)
        if not walk.done:
            return walk
        _note_measured(context, month, walk)
    sum_up(context, month)
    if context.now.day <= LATE_DAYS:
        sum_up(context, month_before(month))
    return None


def sum_up(context: Context, month: str) -> None:
    """Copy the counter of a month into the operator's register, unless a later copy is there."""
    counter = read_counter(context.table, context.scope, month)
    if counter is None:
        return
    tenant = context.scope.tenant
    entry = Entry(**as_fields(counter), tenant=tenant, month=month, as_of=context.time)
    older = Path("as_of").does_not_exist() | (Path("as_of") <= context.time)
    try:
        context.table.put(
            operator_scope.costs(month, tenant),
            {**to_item(entry), EXPIRES_AT: expires_at(month)},
            older,
        )
    except ConditionFailed:
        return


def _is_due(context: Context, month: str) -> bool:
    found = (
        read_counter(context.table, context.scope, one) for one in (month, month_before(month))
    )
    last = next((one for one in found if one is not None and one.measured_at), None)
    return last is None or _aged(context, last)


def _aged(context: Context, last: Counter) -> bool:
    every = OFTEN if last.stored_bytes < LITTLE else SELDOM
    return context.now - datetime.fromisoformat(str(last.measured_at)) >= every


def _note_measured(context: Context, month: str, walk: Walk) -> None:
    found: Mapping[str, Any] = {**asdict(walk), "measured_at": context.time}
    context.table.update(
        key_of_usage(context.scope, month),
        [
            *(Path(name).set(found[name]) for name in MEASURED),
            Path(EXPIRES_AT).set(expires_at(month)),
        ],
    )


def last_sum(context: Context) -> None:
    """Copy the last counters for the operator, before they are removed with a company."""
    month = f"{context.now:%Y-%m}"
    for one in (month, month_before(month)):
        sum_up(context, one)
