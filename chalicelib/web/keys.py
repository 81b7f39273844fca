"""The storage keys of idempotency records."""

from chalicelib.store.keys import Key
from chalicelib.tenancy.scope import Collection, TenantScope

IDEMPOTENCY_RECORDS = Collection("idempotency")


def partition_of_idempotency_records(scope: TenantScope) -> str:
    return scope.partition(IDEMPOTENCY_RECORDS)


def key_of_idempotency_record(scope: TenantScope, digest: str) -> Key:
    return scope.key(partition_of_idempotency_records(scope), digest)
