"""Keys of interviews."""

from chalicelib.person_keys import PersonKey
from chalicelib.store.keys import Key
from chalicelib.tenancy.scope import Collection, EmployeeIndex, TenantScope

INTERVIEWS = Collection("interviews")
#: Names the partitions of the employee index with all interviews of a person.
EMPLOYEE_INTERVIEWS = EmployeeIndex("employee-interviews")


def partition_of_interviews(scope: TenantScope) -> str:
    return scope.partition(INTERVIEWS)


def key_of_interview(scope: TenantScope, interview_id: str) -> Key:
    return scope.key(partition_of_interviews(scope), interview_id)


def index_of_employee_interviews(scope: TenantScope, person: PersonKey) -> str:
    """Return the partition of the employee index with all interviews of a person."""
    return scope.partition(EMPLOYEE_INTERVIEWS, person)
