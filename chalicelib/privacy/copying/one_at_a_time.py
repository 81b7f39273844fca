"""One copy of a company at a time: an item beside the copies names the copy that is being made.

The item is never cleared. The named copy's own record says whether it is still being made: a copy
that has ended, was given up or has not moved for hours no longer holds the place.
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
    """Give the place to a new copy, in the request's transaction.

    Raises Conflict ``copy_running`` (409), whose ``copy`` is the id of the copy at work: at once,
    or at the commit when another request was faster.
    """
    holder = _holder(context)
    if holder is not None and _at_work(context, holder):
        raise _conflict(holder)
    context.unit.put(
        key_of_copy_at_work(context.scope),
        {"copy": copy_id},
        _unchanged(holder),
        lambda: _conflict(_holder(context)),
    )


def hold(context: Context, copy_id: str) -> bool:
    """Return whether the copy has the place, or could take it now.

    A copy that was given up and runs again may find another copy in the place.
    """
    holder = _holder(context)
    if holder == copy_id:
        return True
    if holder is not None and _at_work(context, holder):
        return False
    try:
        context.table.put(key_of_copy_at_work(context.scope), {"copy": copy_id}, _unchanged(holder))
    except ConditionFailed:
        return False
    return True


def _holder(context: Context) -> str | None:
    """Return the id of the copy that the place names."""
    item = context.table.get(key_of_copy_at_work(context.scope))
    return None if item is None else str(item["copy"])


def _at_work(context: Context, copy_id: str) -> bool:
    copy = read_copy(context.table, context.scope, copy_id)
    return copy is not None and as_shown(copy, context.now).status in OPEN


def _unchanged(holder: str | None) -> Condition:
    """Return the condition that the place is as it was read."""
    if holder is None:
        nobody: Condition = Path("pk").does_not_exist()
        return nobody
    same: Condition = Path("copy") == holder
    return same


def _conflict(copy_id: str | None) -> Conflict:
    return Conflict(
        "copy_running",
        Text(
            "该公司已有一个副本正在生成，请等待其完成。",
            "A copy of this company is being made already; wait for its end.",
        ),
        copy=copy_id,
    )
