"""Where copies lie. Their files lie among the exports: what may read and write those will do."""

from chalicelib.store.keys import Key
from chalicelib.tenancy.scope import EXPORTS, Collection, TenantScope

COPIES = Collection("copies")


def partition_of_copies(scope: TenantScope) -> str:
    return scope.partition(COPIES)


def key_of_copy(scope: TenantScope, copy_id: str) -> Key:
    return scope.key(partition_of_copies(scope), copy_id)


def key_of_copy_at_work(scope: TenantScope) -> Key:
    """Which copy is being made; sorts before every copy's id."""
    return scope.key(partition_of_copies(scope), "at_work")


def name_of_copy_object(scope: TenantScope, copy_id: str, filename: str) -> str:
    return scope.object_name(EXPORTS, copy_id, filename)
