"""How many people a tenant may have on its register."""

from pynamodb.expressions.operand import Path

from chalicelib.errors import OverLimit
from chalicelib.language import Text
from chalicelib.people.keys import partition_of_employees
from chalicelib.people.records import DELETED
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.records import Limits, read_tenant


def check(context: Context, more: int) -> None:
    """Raise OverLimit ``too_many_employees`` when so many new ones are beyond the tenant's limit.

    Counted anew each time, from the register itself, because uploads register people too; only
    making people costs this, not changing them. Tombstones count for nothing.
    """
    if not more:
        return
    tenant = read_tenant(context.table, context.scope)
    most = (tenant.allowance if tenant else Limits()).max_employees
    there = context.table.count(partition_of_employees(context.scope), Path("status") != DELETED)
    if there + more > most:
        raise OverLimit(
            "too_many_employees",
            Text(
                f"最多可登记 {most} 名员工，现有 {there} 名，本次新增 {more} 名。",
                f"At most {most} people can be registered; there are {there}, "
                f"and this adds {more}.",
            ),
        )
