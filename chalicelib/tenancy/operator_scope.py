"""The keys of the operator's registers, which belong to no tenant."""

from collections.abc import Mapping

from chalicelib.store import item_formats
from chalicelib.store.item_formats import Upgrade
from chalicelib.store.keys import PLATFORM, Key, joined, owner_of


def register(word: str, number: int = 1, upgrades: Mapping[int, Upgrade] | None = None) -> str:
    """Declare a register and return its partition. ``number`` is the format of its items."""
    partition = joined(PLATFORM, word)  # key-rule: the registers' one maker of partitions
    item_formats.declare(partition, number, upgrades)
    return partition


def entry(partition: str, *sort: str) -> Key:
    """Return the key of an entry in a register. Parts of the sort key are escaped.

    Raises ValueError for a partition that is not a register.
    """
    if owner_of(partition) != PLATFORM:
        raise ValueError("not a register of the operator's")
    return Key(partition, joined(*sort))  # key-rule: the registers' one maker of keys


TENANTS = register("tenants")
API_KEYS = register("keys")
DUE_EXPORTS = register("due-exports")
AUDIT = register("audit")
IDEMPOTENCY = register("idempotency")
REQUESTS = register("requests")
DEAD_LETTERS = register("dead-letters")
COSTS = register("costs")


def tenant(tenant_id: str) -> Key:
    """Return the key of a tenant in the register of tenants."""
    return entry(TENANTS, tenant_id)


def api_key(key_id: str) -> Key:
    return entry(API_KEYS, key_id)


def audit_event(event_id: str) -> Key:
    return entry(AUDIT, event_id)


def idempotency(digest: str) -> Key:
    return entry(IDEMPOTENCY, digest)


def requests(minute: str) -> Key:
    """Return the key of the operator's number of requests in a minute (``2026-11-05T08:00Z``)."""
    return entry(REQUESTS, minute)


def dead_letter(digest: str) -> Key:
    """Return the key of a dead letter. ``digest`` is that of its queue and body."""
    return entry(DEAD_LETTERS, digest)


def costs(month: str, tenant_id: str) -> Key:
    """Return the key of a company's usage in a month (``2026-11``), as of the last summing."""
    return entry(COSTS, month, tenant_id)


def costs_of_month(month: str) -> str:
    """Return the beginning of the sort keys of a month's usage, of all companies."""
    return costs(month, "").sk


def due_export(due: str, tenant_id: str) -> Key:
    """Return the key of a tenant's next scheduled export, sorted by ``due`` (RFC 3339, UTC)."""
    return entry(DUE_EXPORTS, due, tenant_id)
