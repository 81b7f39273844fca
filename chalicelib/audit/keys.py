"""The storage keys of audit events, of which each month has a partition, and of their seals."""

from collections.abc import Iterator

from chalicelib.store.keys import Key
from chalicelib.tenancy.scope import Collection, TenantScope

AUDIT_EVENTS = Collection("audit")
#: No role but the sealer's may write this collection (docs/decisions/audit-chain.md).
AUDIT_SEALS = Collection("audit-seals")


def partition_of_audit_events(scope: TenantScope, month: str) -> str:
    """Return the partition of a month's events. ``month`` is ``2026-11``, in UTC."""
    return scope.partition(AUDIT_EVENTS, month)


def months(first: str, last: str) -> Iterator[str]:
    """Yield the months from the first to the last, both included, as ``2026-11``."""
    year, month = int(first[:4]), int(first[5:])
    while (found := f"{year:04d}-{month:02d}") <= last:
        yield found
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def key_of_audit_event(scope: TenantScope, month: str, event_id: str) -> Key:
    return scope.key(partition_of_audit_events(scope, month), event_id)


def partition_of_seals(scope: TenantScope) -> str:
    return scope.partition(AUDIT_SEALS)


def key_of_seal(scope: TenantScope, seal_number: int) -> Key:
    """Return the key of a seal. Keys sort by number."""
    return scope.key(partition_of_seals(scope), f"{seal_number:010d}")
