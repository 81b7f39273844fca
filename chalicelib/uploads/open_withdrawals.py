"""Withdrawals that were asked for and are not done, by the period that they change.

A file may be old when it is taken back, so it is not among the uploads of the last day. The
period's record names it from the request on: whoever publishes or locks sees that. A name stays
when the withdrawal is done, until the next one of the period is asked for.
"""

from typing import Final

from pynamodb.expressions.operand import Path

from chalicelib.errors import Changed, Conflict
from chalicelib.language import Text
from chalicelib.periods.keys import key_of_period
from chalicelib.periods.records import PeriodRecord, not_locked, same_withdrawals
from chalicelib.tenancy.context import Context
from chalicelib.uploads.keys import key_of_upload
from chalicelib.uploads.records import WITHDRAWING

#: Withdrawals of a period at a time, so that its record stays small.
MOST: Final = 50
TOO_MANY: Final = Text(
    f"该期间已有 {MOST} 次上传正在撤回；请等其中一些完成后再试。",
    f"{MOST} uploads of the period are being withdrawn. Try again when some are done.",
)


def under_way(context: Context, record: PeriodRecord) -> list[str]:
    """Return the uploads of the period whose withdrawal is not done, also one that was given up."""
    if not record.withdrawing:
        return []
    keys = {key_of_upload(context.scope, one): one for one in record.withdrawing}
    found = context.table.get_many(list(keys))
    return [one for key, one in keys.items() if found.get(key, {}).get("status") == WITHDRAWING]


def enter(context: Context, record: PeriodRecord, upload_id: str) -> None:
    """Name an upload in the period's record at the request's commit.

    Raises Conflict ``too_many_withdrawals`` (409). The commit raises Changed when another
    withdrawal was asked for meanwhile, or the period was locked.
    """
    others = [one for one in under_way(context, record) if one != upload_id]
    if len(others) >= MOST:
        raise Conflict("too_many_withdrawals", TOO_MANY)
    context.unit.update(
        key_of_period(context.scope, record.period, record.scheme),
        [Path("withdrawing").set([*others, upload_id])],
        same_withdrawals(record) & not_locked(),
        Changed,
    )
