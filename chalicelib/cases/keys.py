"""Keys of cases, of what is in force for a person of a scheme's period, and names of evidence."""

from chalicelib.person_keys import PersonKey
from chalicelib.store.keys import Key
from chalicelib.tenancy.scope import EVIDENCE, Collection, EmployeeIndex, TenantScope

CASES = Collection("cases")
#: What confirmed cases do: an item for each person of a scheme's period who has some.
CASES_IN_FORCE = Collection("cases-in-force")
#: Names the partitions of the employee index with all cases of a person.
EMPLOYEE_CASES = EmployeeIndex("employee-cases")
#: Between the ids of case and file in the name of a file.
_BETWEEN = "."


def partition_of_cases(scope: TenantScope) -> str:
    return scope.partition(CASES)


def key_of_case(scope: TenantScope, case_id: str) -> Key:
    return scope.key(partition_of_cases(scope), case_id)


def index_of_employee_cases(scope: TenantScope, person: PersonKey) -> str:
    """Return the partition of the employee index with all cases of a person."""
    return scope.partition(EMPLOYEE_CASES, person)


def partition_of_cases_in_force(scope: TenantScope, period: str, scheme: str) -> str:
    return scope.partition(CASES_IN_FORCE, period, scheme)


def key_of_cases_in_force(scope: TenantScope, period: str, scheme: str, person: PersonKey) -> Key:
    return scope.key(partition_of_cases_in_force(scope, period, scheme), person)


def name_of_evidence(scope: TenantScope, case_id: str, file_id: str, filename: str) -> str:
    """Return the object name of a file of a case. Without a filename it is the beginning of it."""
    return scope.object_name(EVIDENCE, f"{case_id}{_BETWEEN}{file_id}", filename)


def place_of_evidence(object_name: str) -> tuple[str, str] | None:
    """Return the ids of case and file of an object's name; None for another form."""
    parts = object_name.split("/")
    case_id, between, file_id = parts[2].partition(_BETWEEN) if len(parts) > 3 else ("", "", "")
    return (case_id, file_id) if between and file_id else None
