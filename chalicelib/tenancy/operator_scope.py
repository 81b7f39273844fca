"""The keys of what belongs to no tenant: the operator's registers."""

from collections.abc import Mapping

from chalicelib.store import item_formats
from chalicelib.store.item_formats import Upgrade
from chalicelib.store.keys import PLATFORM, Key, joined


def register(word: str, number: int = 1, upgrades: Mapping[int, Upgrade] | None = None) -> str:
    """A partition of the operator's, whose items have the format of this number."""
    item_formats.declare(word, number, upgrades, operator=True)
    return joined(PLATFORM, word)


TENANTS = register("tenants")
API_KEYS = register("keys")
DUE_EXPORTS = register("due-exports")
AUDIT = register("audit")
IDEMPOTENCY = register("idempotency")
REQUESTS = register("requests")


def tenant(tenant_id: str) -> Key:
    """An entry of the register of tenants."""
    return Key(TENANTS, tenant_id)


def api_key(key_id: str) -> Key:
    return Key(API_KEYS, key_id)


def audit_event(event_id: str) -> Key:
    return Key(AUDIT, event_id)


def idempotency(digest: str) -> Key:
    return Key(IDEMPOTENCY, digest)


def requests(minute: str) -> Key:
    """How many requests the operator made in a minute."""
    return Key(REQUESTS, minute)


def due_export(due: str, tenant_id: str) -> Key:
    """When a tenant's next scheduled export is due (RFC 3339, UTC), sorted by time."""
    return Key(DUE_EXPORTS, joined(due, tenant_id))
