"""A company that is being deleted: nothing may be written for it any more.

A message is not worked on once the deletion has begun (jobs/running.py). A run that had begun
before looks again from time to time, and ends. What it wrote in between is removed with the rest
(privacy/leaving/removing.py).
"""

from collections.abc import Iterator
from datetime import timedelta

from chalicelib.store.table import Table
from chalicelib.tenancy import operator_scope
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.records import DELETED, DELETING, Tenant, read_tenant

#: A run looks at most this often: one read, beside thousands of writes.
LOOK_EVERY = timedelta(seconds=5)


class CompanyLeaves(Exception):
    """The company's deletion has begun. The run ends, and its message is done."""


def is_leaving(tenant: Tenant) -> bool:
    """Say whether the company is being deleted, or is deleted."""
    return tenant.status in (DELETING, DELETED)


def companies_that_stay(table: Table) -> Iterator[tuple[str, str]]:
    """Yield (id, created_at) of every company, by id, but of those that leave or have left.

    The caller acts as the operator (:func:`chalicelib.tenancy.current_tenant.acting_as_operator`).
    """
    register = table.query_all(operator_scope.TENANTS, only=("id", "status", "created_at"))
    for entry in register:
        if entry["status"] not in (DELETING, DELETED):
            yield entry["id"], entry["created_at"]


class Presence:
    """Looks whether the company of a run is still there."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._next = context.now + LOOK_EVERY

    def check(self) -> None:
        """Raise CompanyLeaves when the company's deletion has begun.

        Reads nothing within LOOK_EVERY of the run's begin or of the last look.
        """
        now = self._context.platform.clock()
        if now < self._next:
            return
        self._next = now + LOOK_EVERY
        tenant = read_tenant(self._context.table, self._context.scope)
        if tenant is None or is_leaving(tenant):
            raise CompanyLeaves
