"""Keys of corrections."""

from chalicelib.person_keys import PersonKey
from chalicelib.store.keys import Key
from chalicelib.tenancy.scope import Collection, EmployeeIndex, TenantScope

CORRECTIONS = Collection("corrections")
#: Names the partitions of the employee index with all corrections of a person's results.
EMPLOYEE_CORRECTIONS = EmployeeIndex("employee-corrections")


def partition_of_corrections(scope: TenantScope) -> str:
    return scope.partition(CORRECTIONS)


def key_of_correction(scope: TenantScope, correction_id: str) -> Key:
    return scope.key(partition_of_corrections(scope), correction_id)


def index_of_employee_corrections(scope: TenantScope, person: PersonKey) -> str:
    """Return the partition of the employee index with all corrections of a person's results."""
    return scope.partition(EMPLOYEE_CORRECTIONS, person)
