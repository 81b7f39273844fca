"""Deletions of companies as the operator requests them."""

from dataclasses import replace

from pynamodb.expressions.operand import Path

from chalicelib.audit.records import record_for_company
from chalicelib.companies import deletion, service
from chalicelib.errors import Changed, Conflict, NotFound, invalid_value
from chalicelib.language import Text
from chalicelib.tenancy import operator_scope
from chalicelib.tenancy.context import OperatorContext
from chalicelib.tenancy.current_tenant import open_tenant
from chalicelib.tenancy.keys import key_of_company
from chalicelib.tenancy.records import DELETED, DELETING, SUSPENDED, Tenant


def delete(context: OperatorContext, tenant_id: str, confirm: str) -> Tenant:
    """Mark the company as deleting and request the removal of its data. Returns its entry.

    For a company that is already deleting the message is sent again. A deleted one stays as it is.
    Raises NotFound (404) for an unknown company, Invalid ``not_confirmed`` (422) when ``confirm``
    is not the company's id, Conflict ``not_suspended`` (409).
    """
    scope, before = service.registered_tenant(context, tenant_id)
    if confirm != scope.tenant:
        raise invalid_value(
            "/confirm",
            "not_confirmed",
            Text("应与要删除的租户编号相同。", "The id of the tenant to delete is expected."),
        )
    if before.status == DELETED:
        return before
    if before.status == DELETING:
        deletion.send(context.platform, scope)
        return _resumed(context, before)
    if before.status != SUSPENDED:
        raise Conflict(
            "not_suspended",
            Text("请先停用该租户。", "Suspend the tenant first."),
        )
    open_tenant(scope)
    deletion.send(context.platform, scope)
    marked = {"status": DELETING, "deleting_since": context.time}
    settings = [Path(name).set(value) for name, value in marked.items()]
    revision = Path("revision").set(before.revision + 1)
    context.unit.update(
        operator_scope.tenant(scope.tenant),
        [*settings, revision],
        Path("revision") == before.revision,
        Changed,
    )
    context.unit.update(key_of_company(scope), settings, Path("pk").exists(), NotFound)
    record_for_company(
        context,
        scope,
        "tenants.delete",
        "tenant",
        {"status": before.status},
        marked,
        revision=before.revision + 1,
    )
    return service.changed(before, marked)


def _resumed(context: OperatorContext, before: Tenant) -> Tenant:
    """Return the entry of a running deletion. It no longer counts as given up."""
    if before.deletion_gave_up_at is None:
        return before
    given_up = Path("deletion_gave_up_at")
    entry = operator_scope.tenant(before.id)
    context.unit.update(entry, [given_up.remove()], Path("status") == DELETING, Changed)
    return replace(before, deletion_gave_up_at=None)
