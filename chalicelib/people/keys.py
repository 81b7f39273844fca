"""The storage keys of the register of employees and of what lies beside it."""

from chalicelib.store.keys import Key, escaped
from chalicelib.tenancy.scope import Collection, TenantScope

EMPLOYEES = Collection("employees")
EXTERNAL_IDS = Collection("external-ids")
HEADCOUNT = Collection("headcount")
#: The count of a company's locks, and ids in other systems that a pending lock still needs.
REGISTER_LOCKS = Collection("register-locks")
#: Prefix of the sort keys of the latter. The employee id follows it.
FORMER = "former#"
_FORMER = "former"


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


def partition_of_register_locks(scope: TenantScope) -> str:
    return scope.partition(REGISTER_LOCKS)


def key_of_locks(scope: TenantScope) -> Key:
    return scope.key(partition_of_register_locks(scope), "locks")


def key_of_former_ids(scope: TenantScope, employee_id: str, locks: int) -> Key:
    """Return the key of the ids that a person had from this count of locks on."""
    return scope.key(partition_of_register_locks(scope), _FORMER, employee_id, f"{locks:010d}")


def former_prefix(employee_id: str) -> str:
    """Return the prefix of the sort keys of a person's former ids."""
    return f"{FORMER}{escaped(employee_id)}#"
