"""The storage keys of API keys."""

from chalicelib.store.keys import Key
from chalicelib.tenancy.scope import Collection, TenantScope

API_KEYS = Collection("keys")


def partition_of_api_keys(scope: TenantScope) -> str:
    return scope.partition(API_KEYS)


def key_of_api_key(scope: TenantScope, key_id: str) -> Key:
    return scope.key(partition_of_api_keys(scope), key_id)
