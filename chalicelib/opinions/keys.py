"""Keys of opinions."""

from chalicelib.person_keys import PersonKey
from chalicelib.store.keys import Key
from chalicelib.tenancy.scope import Collection, EmployeeIndex, TenantScope

OPINIONS = Collection("opinions")
#: Names the partitions of the employee index with all opinions of a person.
EMPLOYEE_OPINIONS = EmployeeIndex("employee-opinions")


def partition_of_opinions(scope: TenantScope) -> str:
    return scope.partition(OPINIONS)


def key_of_opinion(scope: TenantScope, opinion_id: str) -> Key:
    return scope.key(partition_of_opinions(scope), opinion_id)


def index_of_employee_opinions(scope: TenantScope, person: PersonKey) -> str:
    """Return the partition of the employee index with all opinions of a person."""
    return scope.partition(EMPLOYEE_OPINIONS, person)
