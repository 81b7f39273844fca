"""Keys of differences, of their lines in files, and of how many there are."""

from chalicelib.person_keys import PersonKey
from chalicelib.store.keys import Key
from chalicelib.tenancy.scope import Collection, EmployeeIndex, TenantScope

DIFFERENCES = Collection("differences")
#: Lines of files of differences, by file.
DIFFERENCE_LINES = Collection("difference-lines")
#: How many differences are in which state, by scheme.
DIFFERENCE_COUNTS = Collection("difference-counts")
#: Names the partitions of the employee index with all differences of a person.
EMPLOYEE_DIFFERENCES = EmployeeIndex("employee-differences")
#: Stands at the end of a prefix of sort keys.
_END = "#"


def partition_of_differences(scope: TenantScope) -> str:
    return scope.partition(DIFFERENCES)


def key_of_difference(scope: TenantScope, scheme: str, period: str, person: PersonKey) -> Key:
    return scope.key(partition_of_differences(scope), scheme, period, person)


def prefix_of_scheme(scope: TenantScope, scheme: str) -> str:
    """Return the prefix of the sort keys of a scheme's differences."""
    return scope.key(partition_of_differences(scope), scheme).sk + _END


def prefix_of_month(scope: TenantScope, scheme: str, period: str) -> str:
    """Return the prefix of the sort keys of a scheme's differences of a month."""
    return scope.key(partition_of_differences(scope), scheme, period).sk + _END


def index_of_employee_differences(scope: TenantScope, person: PersonKey) -> str:
    return scope.partition(EMPLOYEE_DIFFERENCES, person)


def partition_of_lines(scope: TenantScope) -> str:
    return scope.partition(DIFFERENCE_LINES)


def key_of_line(scope: TenantScope, export: str, period: str, person: PersonKey) -> Key:
    return scope.key(partition_of_lines(scope), export, period, person)


def prefix_of_file(scope: TenantScope, export: str) -> str:
    """Return the prefix of the sort keys of a file's lines."""
    return scope.key(partition_of_lines(scope), export).sk + _END


def partition_of_counts(scope: TenantScope) -> str:
    return scope.partition(DIFFERENCE_COUNTS)


def key_of_counts(scope: TenantScope, scheme: str) -> Key:
    return scope.key(partition_of_counts(scope), scheme)
