"""Keys of erasures."""

from chalicelib.store.keys import Key
from chalicelib.tenancy.scope import Collection, TenantScope

ERASURES = Collection("erasures")


def partition_of_erasures(scope: TenantScope) -> str:
    return scope.partition(ERASURES)


def key_of_erasure(scope: TenantScope, erasure_id: str) -> Key:
    return scope.key(partition_of_erasures(scope), erasure_id)
