"""The storage keys of the log of changes: each list has a partition for a month."""

from chalicelib.store.keys import Key
from chalicelib.tenancy.scope import Collection, TenantScope

CHANGES = Collection("changes")

#: The lists that have a log.
EMPLOYEES, TEAMS, PLANS, EXPORTS = "employees", "teams", "plans", "exports"
#: Results that left a team. What changed of results is in the directories of their periods.
SCORECARDS = "scorecards"
LISTS = (EMPLOYEES, TEAMS, PLANS, EXPORTS, SCORECARDS)


def partition_of_changes(scope: TenantScope, listed: str, month: str) -> str:
    """Return the partition of a list's changes in a month (``2026-11``, UTC)."""
    return scope.partition(CHANGES, listed, month)


def key_of_changes(scope: TenantScope, listed: str, month: str, place: str) -> Key:
    """Return the key of an entry. ``place`` begins with its time and sorts by it."""
    return scope.key(partition_of_changes(scope, listed, month), place)
