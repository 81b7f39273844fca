"""Keys of scorecards: current ones and former revisions, spread over the shards of a period."""

from chalicelib.person_keys import PersonKey
from chalicelib.store.keys import Key, escaped
from chalicelib.tenancy.scope import Collection, EmployeeIndex, TenantScope, shard_of

SCORECARDS = Collection("scores")
#: Corrected results of locked periods, which lie beside the locked ones (scorecards/corrected.py).
CORRECTED = Collection("corrected-results")
#: Names the partitions of the employee index with all scorecards of a person.
EMPLOYEE_SCORECARDS = EmployeeIndex("employee")
#: Prefix of the sort keys of current cards. The person's key follows it.
CURRENT = "C#"
#: Prefix of the sort keys of what is left of removed results.
REMOVED = "G#"
_CURRENT, _REVISION, _REMOVED = "C", "R", "G"


def partition_of_scorecards(scope: TenantScope, scheme: str, period: str, shard: int) -> str:
    return scope.partition(SCORECARDS, scheme, period, f"{shard:02d}")


def key_of_scorecard(
    scope: TenantScope, scheme: str, period: str, person: PersonKey, shards: int
) -> Key:
    """Return the key of the current revision of a person's scorecard."""
    shard = shard_of(person, shards)
    return scope.key(partition_of_scorecards(scope, scheme, period, shard), _CURRENT, person)


def key_of_scorecard_revision(
    scope: TenantScope, scheme: str, period: str, person: PersonKey, shards: int, revision: int
) -> Key:
    """Return the key of a former revision."""
    shard = shard_of(person, shards)
    partition = partition_of_scorecards(scope, scheme, period, shard)
    return scope.key(partition, _REVISION, person, f"{revision:05d}")


def key_of_removed(
    scope: TenantScope, scheme: str, period: str, person: PersonKey, shards: int
) -> Key:
    """Return the key of the last card of a person whose result was removed."""
    shard = shard_of(person, shards)
    return scope.key(partition_of_scorecards(scope, scheme, period, shard), _REMOVED, person)


def partition_of_corrected(scope: TenantScope, scheme: str, period: str) -> str:
    return scope.partition(CORRECTED, scheme, period)


def key_of_corrected(scope: TenantScope, scheme: str, period: str, person: PersonKey) -> Key:
    """Return the key of what stands of a person's corrected result."""
    return scope.key(partition_of_corrected(scope, scheme, period), person)


def revisions_prefix(person: str) -> str:
    """Return the prefix of the sort keys of a person's former revisions."""
    return f"{_REVISION}#{escaped(person)}#"


def index_of_employee_scorecards(scope: TenantScope, person: PersonKey) -> str:
    """Return the partition of the employee index with all scorecards of a person."""
    return scope.partition(EMPLOYEE_SCORECARDS, person)
