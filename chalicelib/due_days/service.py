"""Reads and replaces the due days of a company or of a scheme."""

from collections.abc import Mapping
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.audit.records import record_change
from chalicelib.due_days.keys import key_of_due_days
from chalicelib.due_days.records import (
    DATA,
    LOCK,
    NAMES,
    PUBLICATION,
    RATINGS,
    DueDays,
    read_due_days,
)
from chalicelib.errors import Changed, NotFound, invalid_value
from chalicelib.language import Text
from chalicelib.schemes.records import read_head
from chalicelib.store.records import to_item
from chalicelib.tenancy.context import Context
from chalicelib.web.etags import Expected, check


def existing(context: Context, scheme: str | None) -> DueDays:
    """Return the days of a scheme, or of the company. Raises NotFound for an unknown scheme."""
    if scheme is not None and read_head(context.table, context.scope, scheme) is None:
        raise NotFound("scheme")
    return read_due_days(context, scheme)


def replace_days(context: Context, wanted: Mapping[str, Any], expected: Expected) -> DueDays:
    """Replace the days of a scheme, or of the company. ``wanted`` is a ``DueDaysBody``.

    Raises NotFound (404) for an unknown scheme, Changed (412), and Invalid (422) ``out_of_order``.
    """
    before = existing(context, wanted["scheme"])
    check(expected, before.revision)
    days = {name: wanted[name]["day"] for name in NAMES if wanted[name] is not None}
    _refuse_order(days)
    after = DueDays(before.scheme, days, before.revision + 1, context.time)
    same = Path("revision") == before.revision
    context.unit.put(
        key_of_due_days(context.scope, after.scheme),
        to_item(after),
        same if before.revision else Path("pk").does_not_exist(),
        Changed,
    )
    target = "due-days" if after.scheme is None else f"due-days/{after.scheme}"
    record_change(
        context,
        "calendar.change_rules",
        target,
        described(before),
        described(after),
        revision=after.revision,
    )
    return after


def _refuse_order(days: Mapping[str, int]) -> None:
    """Raise Invalid (422) unless results are published after figures and ratings are due, and
    locked after that."""
    last = max((days[one] for one in (DATA, RATINGS) if one in days), default=0)
    for name in (PUBLICATION, LOCK):
        if days.get(name, last) < last:
            raise invalid_value(f"/{name}/day", "out_of_order", ORDER)
        last = days.get(name, last)


def described(found: DueDays) -> dict[str, Any]:
    """Return due days as the API shows them."""
    return {
        "scheme": found.scheme,
        **{name: {"day": found.days[name]} if name in found.days else None for name in NAMES},
        "updated_at": found.updated_at,
    }


ORDER = Text(
    "日期顺序不对：公布不能早于数据和评分的截止日，锁定不能早于公布。",
    "The days do not follow each other: results are published after figures and ratings are due, "
    "and locked after that.",
)
