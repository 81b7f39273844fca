"""Where improvement plans lie: in as many partitions as the scorecards that they follow from."""

from chalicelib.store.keys import Key
from chalicelib.tenancy.scope import Collection, EmployeeIndex, TenantScope

PLANS = Collection("plans")
#: A partition of the employee index: all plans of a person.
EMPLOYEE_PLANS = EmployeeIndex("employee-plans")


def partition_of_plans(scope: TenantScope, period: str, shard: int) -> str:
    return scope.partition(PLANS, period, f"{shard:02d}")


def key_of_plan(scope: TenantScope, period: str, shard: int, plan_id: str) -> Key:
    return scope.key(partition_of_plans(scope, period, shard), plan_id)


def index_of_employee_plans(scope: TenantScope, employee_id: str) -> str:
    """The partition of the employee index under which all of a person's plans lie."""
    return scope.partition(EMPLOYEE_PLANS, employee_id)
