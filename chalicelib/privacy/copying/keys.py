"""Keys of copies, names of their files.

The files are stored among the exports, so the policies for exports cover them.
"""

from chalicelib.store.keys import Key
from chalicelib.tenancy.scope import EXPORTS, Collection, TenantScope

COPIES = Collection("copies")


def partition_of_copies(scope: TenantScope) -> str:
    return scope.partition(COPIES)


def key_of_copy(scope: TenantScope, copy_id: str) -> Key:
    return scope.key(partition_of_copies(scope), copy_id)


def key_of_copy_at_work(scope: TenantScope) -> Key:
    """Return the key of the item that names the copy at work. It sorts before every copy's id."""
    return scope.key(partition_of_copies(scope), "at_work")


def name_of_copy_object(scope: TenantScope, copy_id: str, filename: str) -> str:
    return scope.object_name(EXPORTS, copy_id, filename)
