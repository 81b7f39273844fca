"""One copy of a company at a time: an item beside its copies names the one that has the place.

Whether that one is still at work is for its own record to say: one that has ended, was given up or
has not moved for hours has left the place, without anybody having to clear it.
"""

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path

from chalicelib.errors import Conflict
from chalicelib.language import Text
from chalicelib.privacy.copying.failed_copies import as_shown
from chalicelib.privacy.copying.keys import key_of_copy_at_work
from chalicelib.privacy.copying.records import OPEN, read_copy
from chalicelib.store.table import ConditionFailed
from chalicelib.tenancy.context import Context


def take(context: Context, copy_id: str) -> None:
    """Give the place to a copy that is made with the request's other writes.

    Raises Conflict ``copy_running`` (409, ``copy``: the id of the one at work), at once or when the
    request's writes are committed.
    """
    holder = _holder(context)
    if holder is not None and _at_work(context, holder):
        raise _running(holder)
    context.unit.put(
        key_of_copy_at_work(context.scope),
        {"copy": copy_id},
        _still(holder),
        lambda: _running(_holder(context)),
    )


def hold(context: Context, copy_id: str) -> bool:
    """Whether the copy has the place, or has just taken it: one that was given up and goes on may
    find another there."""
    holder = _holder(context)
    if holder == copy_id:
        return True
    if holder is not None and _at_work(context, holder):
        return False
    try:
        context.table.put(key_of_copy_at_work(context.scope), {"copy": copy_id}, _still(holder))
    except ConditionFailed:
        return False
    return True


def _holder(context: Context) -> str | None:
    item = context.table.get(key_of_copy_at_work(context.scope))
    return None if item is None else str(item["copy"])


def _at_work(context: Context, copy_id: str) -> bool:
    copy = read_copy(context.table, context.scope, copy_id)
    return copy is not None and as_shown(copy, context.now).status in OPEN


def _still(holder: str | None) -> Condition:
    """That the place is as it was read."""
    if holder is None:
        nobody: Condition = Path("pk").does_not_exist()
        return nobody
    same: Condition = Path("copy") == holder
    return same


def _running(copy_id: str | None) -> Conflict:
    return Conflict(
        "copy_running",
        Text(
            "该公司已有一个副本正在生成，请等待其完成。",
            "A copy of this company is being made already; wait for its end.",
        ),
        copy=copy_id,
    )
