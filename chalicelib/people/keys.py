"""The storage keys of the register of employees and of what lies beside it."""

from chalicelib.person_keys import PersonKey
from chalicelib.store.keys import Key, escaped
from chalicelib.tenancy.scope import Collection, EmployeeIndex, TenantScope, shard_of

EMPLOYEES = Collection("employees")
EXTERNAL_IDS = Collection("external-ids")
HEADCOUNT = Collection("headcount")
#: The count of a company's locks, and ids in other systems that a pending lock still needs.
REGISTER_LOCKS = Collection("register-locks")
#: Names the partitions of the employee index with the people of a team (people/of_teams.py).
IN_TEAM = EmployeeIndex("in-team")
#: Prefix of the sort keys of the latter. The person's key follows it.
FORMER = "former#"
_FORMER = "former"
#: The first part of the sort keys of the numbers by team, beside the number of people.
_TEAM = "team"


def partition_of_employees(scope: TenantScope, shard: int | None) -> str:
    """Return a partition of the register. ``shard`` None: the register has one partition only."""
    return scope.partition(EMPLOYEES, *([] if shard is None else [f"{shard:02d}"]))


def partitions_of_employees(scope: TenantScope, shards: int) -> list[str]:
    """Return all partitions of the register, in their order.

    ``shards`` 0: the company is from before registers had shards, and has one partition.
    """
    if shards == 0:
        return [partition_of_employees(scope, None)]
    return [partition_of_employees(scope, shard) for shard in range(shards)]


def key_of_employee(scope: TenantScope, person: PersonKey, shards: int) -> Key:
    """Return the key of a person. ``shards``: as for :func:`partitions_of_employees`."""
    shard = None if shards == 0 else shard_of(person, shards)
    return scope.key(partition_of_employees(scope, shard), person)


def index_of_team(scope: TenantScope, place: str) -> str:
    """Return the partition of the employee index with the people of a team: of one of the places
    of people/of_teams.py."""
    return scope.partition(IN_TEAM, place)


def partition_of_external_ids(scope: TenantScope) -> str:
    return scope.partition(EXTERNAL_IDS)


def key_of_external_id(scope: TenantScope, system: str, number: str) -> Key:
    """Return the key of the entry that names the holder of an id in another system."""
    return scope.key(partition_of_external_ids(scope), system, number)


def partition_of_headcount(scope: TenantScope) -> str:
    return scope.partition(HEADCOUNT)


def key_of_headcount(scope: TenantScope) -> Key:
    """Return the key of the item that has the number of people on the register."""
    return scope.key(partition_of_headcount(scope), "people")


def key_of_team_count(scope: TenantScope, counted: str, team: str) -> Key:
    """Return the key of the number of people of a team, by its text, in the count ``counted``."""
    return scope.key(partition_of_headcount(scope), _TEAM, counted, team)


def team_counts_prefix(counted: str) -> str:
    """Return the prefix of the sort keys of a count's numbers by team."""
    return f"{_TEAM}#{escaped(counted)}#"


def partition_of_register_locks(scope: TenantScope) -> str:
    return scope.partition(REGISTER_LOCKS)


def key_of_locks(scope: TenantScope) -> Key:
    return scope.key(partition_of_register_locks(scope), "locks")


def key_of_former_ids(scope: TenantScope, person: PersonKey, locks: int) -> Key:
    """Return the key of the ids that a person had from this count of locks on."""
    return scope.key(partition_of_register_locks(scope), _FORMER, person, f"{locks:010d}")


def former_prefix(person: str) -> str:
    """Return the prefix of the sort keys of a person's kept ids in other systems."""
    return f"{FORMER}{escaped(person)}#"
