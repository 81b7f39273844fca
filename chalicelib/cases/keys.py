"""Keys of cases, and of what is in force for a person of a scheme's period."""

from chalicelib.person_keys import PersonKey
from chalicelib.store.keys import Key
from chalicelib.tenancy.scope import Collection, EmployeeIndex, TenantScope

CASES = Collection("cases")
#: What confirmed cases do: an item for each person of a scheme's period who has some.
CASES_IN_FORCE = Collection("cases-in-force")
#: How many cases of a scheme's period are proposed and not decided.
CASE_COUNTS = Collection("case-counts")
#: Names the partitions of the employee index with all cases of a person.
EMPLOYEE_CASES = EmployeeIndex("employee-cases")


def partition_of_cases(scope: TenantScope) -> str:
    return scope.partition(CASES)


def key_of_case(scope: TenantScope, case_id: str) -> Key:
    return scope.key(partition_of_cases(scope), case_id)


def index_of_employee_cases(scope: TenantScope, person: PersonKey) -> str:
    """Return the partition of the employee index with all cases of a person."""
    return scope.partition(EMPLOYEE_CASES, person)


def partition_of_cases_in_force(scope: TenantScope, period: str, scheme: str) -> str:
    return scope.partition(CASES_IN_FORCE, period, scheme)


def key_of_cases_in_force(scope: TenantScope, period: str, scheme: str, person: PersonKey) -> Key:
    return scope.key(partition_of_cases_in_force(scope, period, scheme), person)


def partition_of_case_counts(scope: TenantScope) -> str:
    return scope.partition(CASE_COUNTS)


def key_of_case_counts(scope: TenantScope, period: str, scheme: str) -> Key:
    return scope.key(partition_of_case_counts(scope), period, scheme)
