"""Keys of improvement plans: as many shards for a period as scorecards have."""

from chalicelib.person_keys import PersonKey
from chalicelib.store.keys import Key
from chalicelib.tenancy.scope import Collection, EmployeeIndex, TenantScope

PLANS = Collection("plans")
#: Names the partitions of the employee index with all plans of a person.
EMPLOYEE_PLANS = EmployeeIndex("employee-plans")


def partition_of_plans(scope: TenantScope, period: str, shard: int) -> str:
    return scope.partition(PLANS, period, f"{shard:02d}")


def key_of_plan(scope: TenantScope, period: str, shard: int, plan_id: str) -> Key:
    return scope.key(partition_of_plans(scope, period, shard), plan_id)


def index_of_employee_plans(scope: TenantScope, person: PersonKey) -> str:
    """Return the partition of the employee index with all plans of a person."""
    return scope.partition(EMPLOYEE_PLANS, person)
