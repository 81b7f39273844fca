"""Background work of deletions. It runs as the operator in the company."""

from datetime import datetime

from chalicelib.companies import deletion
from chalicelib.jobs import given_up
from chalicelib.jobs.kinds import JOBS, Kind, Message, Next, after
from chalicelib.privacy.leaving import removing
from chalicelib.store.records import from_item
from chalicelib.tenancy import leaving, operator_scope
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.records import DELETED, DELETING, Tenant
from chalicelib.tenancy.scope import TenantScope


def _registered(platform: Platform, scope: TenantScope) -> Tenant | None:
    """Read the company from the register: its own settings are removed before the deletion ends."""
    item = platform.table.get(operator_scope.tenant(scope.tenant))
    return from_item(Tenant, item) if item else None


def _marked(context: Context, _message: Message) -> Tenant | None:
    """Return the company when it is marked as deleting or deleted."""
    tenant = _registered(context.platform, context.scope)
    return tenant if tenant and leaving.is_leaving(tenant) else None


def _run(context: Context, marked: Tenant, _tenant: Tenant, deadline: datetime) -> Next | None:
    if marked.status == DELETED:
        return after(removing.remove_late(context, deadline))
    return after(removing.run(context, marked, deadline))


def _give_up(context: Context, _message: Message, at: str | None) -> None:
    entry = operator_scope.tenant(context.scope.tenant)
    given_up.note(context.table, entry, at, (DELETING,), "deletion_gave_up_at")


def _gave_up_at(marked: Tenant) -> str | None:
    return marked.deletion_gave_up_at


DELETE_TENANT = Kind(
    deletion.KIND,
    JOBS,
    "leaving",
    _marked,
    _run,
    _give_up,
    _gave_up_at,
    operator=True,
    tenant=_registered,
    deletes=True,
)
