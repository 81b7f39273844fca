"""The keys of the workers that a company has at work."""

from chalicelib.store.keys import Key
from chalicelib.tenancy.scope import Collection, TenantScope

WORKERS = Collection("workers")


def partition_of_workers(scope: TenantScope) -> str:
    return scope.partition(WORKERS)


def key_of_workers(scope: TenantScope, queue: str) -> Key:
    """Return the key of the leases of one queue's workers."""
    return scope.key(partition_of_workers(scope), queue)
