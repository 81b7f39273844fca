"""The limit of people on a tenant's register."""

from pynamodb.expressions.operand import Path

from chalicelib.errors import OverLimit
from chalicelib.language import Text
from chalicelib.people.keys import partition_of_employees
from chalicelib.people.records import DELETED
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.records import Limits, read_tenant


def check(context: Context, more: int) -> None:
    """Raise OverLimit (``too_many_employees``) when ``more`` new people exceed the tenant's limit.

    The register is counted each time, because uploads register people too. Only new people cost
    this count, changes do not. Tombstones are not counted.
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
