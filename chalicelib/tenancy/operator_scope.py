"""The keys of what belongs to no tenant: the operator's registers."""

from chalicelib.store.keys import PLATFORM, Key, joined

TENANTS = joined(PLATFORM, "tenants")
API_KEYS = joined(PLATFORM, "keys")
DUE_EXPORTS = joined(PLATFORM, "due-exports")
AUDIT = joined(PLATFORM, "audit")


def tenant(tenant_id: str) -> Key:
    """An entry of the register of tenants."""
    return Key(TENANTS, tenant_id)


def api_key(key_id: str) -> Key:
    return Key(API_KEYS, key_id)


def audit_event(event_id: str) -> Key:
    return Key(AUDIT, event_id)


def idempotency(digest: str) -> Key:
    return Key(joined(PLATFORM, "idempotency"), digest)


def requests(minute: str) -> Key:
    """How many requests the operator made in a minute."""
    return Key(joined(PLATFORM, "requests"), minute)


def due_export(due: str, tenant_id: str) -> Key:
    """When a tenant's next scheduled export is due (RFC 3339, UTC), sorted by time."""
    return Key(DUE_EXPORTS, joined(due, tenant_id))
