"""The stored record of an employee."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from chalicelib.people.keys import key_of_employee, partition_of_employees
from chalicelib.store.records import from_item
from chalicelib.store.table import Table
from chalicelib.tenancy.scope import TenantScope

ACTIVE, LEFT, DELETED = "active", "left", "deleted"


@dataclass(frozen=True, slots=True)
class Employee:
    """A person. ``status`` is active, left or deleted. A deleted one is a tombstone without a name.

    ``locks`` is how many locks of periods there had been when ``external_ids`` changed
    (people/before_locks.py). ``bonus_base`` is money in the tenant's currency: a month's full
    performance bonus. On an erased person's tombstone, ``erased_at`` is the time and ``erasure``
    the id of the erasure (docs/personal-data.md).
    """

    id: str
    status: str
    updated_at: str
    name: str | None = None
    team: str | None = None
    external_ids: dict[str, str] = field(default_factory=dict)
    bonus_base: Decimal | None = None
    revision: int = 1
    erased_at: str | None = None
    erasure: str | None = None
    locks: int = 0


def read_employee(table: Table, scope: TenantScope, employee_id: str) -> Employee | None:
    """Return an employee, or the tombstone of a deleted one; None when the id is unknown."""
    item = table.get(key_of_employee(scope, employee_id))
    return None if item is None else from_item(Employee, item)


def read_employees(
    table: Table, scope: TenantScope, employee_ids: Iterable[str]
) -> dict[str, Employee]:
    """Return the employees that exist, by id, tombstones too."""
    wanted = [key_of_employee(scope, employee_id) for employee_id in dict.fromkeys(employee_ids)]
    found = (from_item(Employee, item) for item in table.get_many(wanted).values())
    return {employee.id: employee for employee in found}


def all_employees(table: Table, scope: TenantScope) -> Iterator[Employee]:
    """Yield all employees of the tenant in the order of ids, tombstones too."""
    for item in table.query_all(partition_of_employees(scope)):
        yield from_item(Employee, item)
