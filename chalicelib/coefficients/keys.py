"""Keys of snapshots of locked periods, and of their rows."""

from chalicelib.store.keys import Key
from chalicelib.tenancy.scope import Collection, TenantScope

SNAPSHOTS = Collection("snapshots")
LOCKED_ROWS = Collection("locked-rows")
#: Kinds of items among the rows: parts of many rows, and a row for each erased person.
PARTS, ERASED = "p", "e"


def partition_of_snapshots(scope: TenantScope) -> str:
    return scope.partition(SNAPSHOTS)


def key_of_snapshot(scope: TenantScope, period: str, scheme: str) -> Key:
    return scope.key(partition_of_snapshots(scope), period, scheme)


def partition_of_locked_rows(scope: TenantScope, scheme: str, period: str) -> str:
    return scope.partition(LOCKED_ROWS, scheme, period)


def key_of_locked_rows(
    scope: TenantScope, scheme: str, period: str, snapshot_generation: int, kind: str, last_id: str
) -> Key:
    """Return the key of rows of this generation (a snapshot begun anew has another).

    ``last_id`` is the employee id of the last row. So the first item after an id has the rows that
    follow it.
    """
    partition = partition_of_locked_rows(scope, scheme, period)
    return scope.key(partition, f"{snapshot_generation:06d}", kind, last_id)


def rows_prefix(generation: int, kind: str) -> str:
    """Return the prefix of the sort keys of one generation's rows of this kind."""
    return f"{generation:06d}#{kind}#"


def generation_of(sort: str) -> int:
    """Return the generation in a sort key of rows."""
    return int(sort[:6])
