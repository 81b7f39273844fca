"""The storage keys of the register of employees and of what lies beside it."""

from chalicelib.store.keys import Key
from chalicelib.tenancy.scope import Collection, TenantScope

EMPLOYEES = Collection("employees")
EXTERNAL_IDS = Collection("external-ids")
HEADCOUNT = Collection("headcount")


def partition_of_employees(scope: TenantScope) -> str:
    return scope.partition(EMPLOYEES)


def key_of_employee(scope: TenantScope, employee_id: str) -> Key:
    return scope.key(partition_of_employees(scope), employee_id)


def partition_of_external_ids(scope: TenantScope) -> str:
    return scope.partition(EXTERNAL_IDS)


def key_of_external_id(scope: TenantScope, system: str, number: str) -> Key:
    """Return the key of the entry that names the holder of an id in another system."""
    return scope.key(partition_of_external_ids(scope), system, number)


def partition_of_headcount(scope: TenantScope) -> str:
    return scope.partition(HEADCOUNT)


def key_of_headcount(scope: TenantScope) -> Key:
    """Return the key of the item that has the number of people on the register."""
    return scope.key(partition_of_headcount(scope), "people")
