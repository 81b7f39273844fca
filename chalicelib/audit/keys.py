"""Where audit events lie: a partition for each month."""

from chalicelib.store.keys import Key
from chalicelib.tenancy.scope import Collection, TenantScope

AUDIT_EVENTS = Collection("audit")


def partition_of_audit_events(scope: TenantScope, month: str) -> str:
    """``month`` is ``2026-11``, in UTC."""
    return scope.partition(AUDIT_EVENTS, month)


def key_of_audit_event(scope: TenantScope, month: str, event_id: str) -> Key:
    return scope.key(partition_of_audit_events(scope, month), event_id)
