"""Keys of appeals, of what is appealed of a result, of those that are due, and of their counts."""

from chalicelib.person_keys import PersonKey
from chalicelib.store.keys import Key
from chalicelib.tenancy.scope import Collection, EmployeeIndex, TenantScope, number_of

APPEALS = Collection("appeals")
#: Of each result with appeals: what is open, and what was decided.
APPEALED_RESULTS = Collection("appealed-results")
#: Open appeals in the order of the days on which they are due, until they are overdue.
DUE_APPEALS = Collection("due-appeals")
APPEAL_COUNTS = Collection("appeal-counts")
#: Names the partitions of the employee index with all appeals of a person.
EMPLOYEE_APPEALS = EmployeeIndex("employee-appeals")
_ALL, _TEAM = "all", "team"
#: Counts of a company's period: everybody appeals on the same days, and one item would be in
#: everybody's way.
COUNTS = 16


def partition_of_appeals(scope: TenantScope) -> str:
    return scope.partition(APPEALS)


def key_of_appeal(scope: TenantScope, appeal_id: str) -> Key:
    return scope.key(partition_of_appeals(scope), appeal_id)


def index_of_employee_appeals(scope: TenantScope, person: PersonKey) -> str:
    """Return the partition of the employee index with all appeals of a person."""
    return scope.partition(EMPLOYEE_APPEALS, person)


def partition_of_appealed_results(scope: TenantScope, period: str, scheme: str) -> str:
    return scope.partition(APPEALED_RESULTS, period, scheme)


def key_of_appealed_result(scope: TenantScope, period: str, scheme: str, person: PersonKey) -> Key:
    return scope.key(partition_of_appealed_results(scope, period, scheme), person)


def partition_of_due_appeals(scope: TenantScope) -> str:
    return scope.partition(DUE_APPEALS)


def key_of_due_appeal(scope: TenantScope, due_on: str, appeal_id: str) -> Key:
    return scope.key(partition_of_due_appeals(scope), due_on, appeal_id)


def partition_of_appeal_counts(scope: TenantScope, period: str, scheme: str) -> str:
    return scope.partition(APPEAL_COUNTS, period, scheme)


def keys_of_counts(scope: TenantScope, period: str, scheme: str) -> list[Key]:
    """Return the keys of the counts of a whole period, which add up."""
    partition = partition_of_appeal_counts(scope, period, scheme)
    return [scope.key(partition, _ALL, f"{piece:02d}") for piece in range(COUNTS)]


def key_of_counts_with(scope: TenantScope, period: str, scheme: str, person: PersonKey) -> Key:
    """Return the key of those counts of the period that have a person's appeals."""
    return keys_of_counts(scope, period, scheme)[number_of(person) % COUNTS]


def key_of_team_counts(scope: TenantScope, period: str, scheme: str, folded: str) -> Key:
    """Return the key of the counts of a team, by the fold of its name."""
    return scope.key(partition_of_appeal_counts(scope, period, scheme), _TEAM, folded)
