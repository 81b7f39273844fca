"""Keys of announcements: each one, its plan in pieces with its counts, and who was told."""

from chalicelib.person_keys import PersonKey
from chalicelib.store.keys import Key, escaped
from chalicelib.tenancy.scope import Collection, TenantScope, number_of, shard_of

ANNOUNCEMENTS = Collection("announcements")
#: The plan of each announcement as it then was, and how many acknowledged it.
ANNOUNCED_PLANS = Collection("announced-plans")
#: An item for each person who was told of a scheme's period, in the company's shards.
TOLD = Collection("told")
_PLAN, _ACKNOWLEDGED = "plan", "acknowledged"
#: Counts of an announcement: everybody acknowledges it on the same morning, and one item would be
#: in everybody's way.
COUNTS = 16


def partition_of_announcements(scope: TenantScope) -> str:
    return scope.partition(ANNOUNCEMENTS)


def key_of_announcement(
    scope: TenantScope, period: str, scheme: str, announcement_number: int
) -> Key:
    place = (period, scheme, f"{announcement_number:03d}")
    return scope.key(partition_of_announcements(scope), *place)


def period_prefix(period: str) -> str:
    """Return the prefix of the sort keys of a period's announcements."""
    return f"{escaped(period)}#"


def scheme_prefix(period: str, scheme: str) -> str:
    """Return the prefix of the sort keys of the announcements of a scheme's period."""
    return f"{period_prefix(period)}{escaped(scheme)}#"


def partition_of_announced_plans(scope: TenantScope, period: str, scheme: str) -> str:
    return scope.partition(ANNOUNCED_PLANS, period, scheme)


def key_of_announced_plan(
    scope: TenantScope, period: str, scheme: str, announcement_number: int, piece: int
) -> Key:
    partition = partition_of_announced_plans(scope, period, scheme)
    return scope.key(partition, _PLAN, f"{announcement_number:03d}", f"{piece:02d}")


def key_of_acknowledged(
    scope: TenantScope, period: str, scheme: str, announcement_number: int, piece: int
) -> Key:
    """Return the key of one of the COUNTS of people who acknowledged an announcement."""
    partition = partition_of_announced_plans(scope, period, scheme)
    return scope.key(partition, _ACKNOWLEDGED, f"{announcement_number:03d}", f"{piece:02d}")


def count_of(person: PersonKey) -> int:
    """Return which of the counts has a person."""
    return number_of(person) % COUNTS


def partition_of_told(scope: TenantScope, period: str, scheme: str, shard: int) -> str:
    return scope.partition(TOLD, period, scheme, f"{shard:02d}")


def key_of_told(
    scope: TenantScope, period: str, scheme: str, person: PersonKey, shards: int
) -> Key:
    """Return the key of what a person was told of a scheme's period."""
    return scope.key(partition_of_told(scope, period, scheme, shard_of(person, shards)), person)
