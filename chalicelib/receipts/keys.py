"""Keys of payroll's answers: about each person of a scheme's period."""

from chalicelib.person_keys import PersonKey
from chalicelib.store.keys import Key
from chalicelib.tenancy.scope import Collection, EmployeeIndex, TenantScope

PAYROLL_ANSWERS = Collection("payroll-answers")
#: Names the partition of the employee index with everybody whose rejected row stands.
REJECTED_ROWS = EmployeeIndex("rejected-rows")
#: Begin sort keys: a person's answers, and what is counted of all of the period.
_PERSON, _COUNTS = "person", "counts"
#: Prefix of the sort keys of people's answers.
PEOPLE = f"{_PERSON}#"


def partition_of_answers(scope: TenantScope, period: str, scheme: str) -> str:
    return scope.partition(PAYROLL_ANSWERS, period, scheme)


def key_of_answers(scope: TenantScope, period: str, scheme: str, person: PersonKey) -> Key:
    return scope.key(partition_of_answers(scope, period, scheme), _PERSON, person)


def key_of_counts(scope: TenantScope, period: str, scheme: str) -> Key:
    return scope.key(partition_of_answers(scope, period, scheme), _COUNTS)


def index_of_rejected(scope: TenantScope) -> str:
    return scope.partition(REJECTED_ROWS)


def index_entry_of_rejected(scope: TenantScope, person: PersonKey) -> dict[str, str]:
    """Return the attributes that put a person's answers among the rejected rows."""
    return scope.index_entry(index_of_rejected(scope), _PERSON, person)
