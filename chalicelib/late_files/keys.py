"""Keys of late files and of what they say of each person."""

from chalicelib.store.keys import Key
from chalicelib.tenancy.scope import Collection, TenantScope

LATE_FILES = Collection("late-files")
#: What a late file says of a person, row by row.
LATE_ROWS = Collection("late-file-rows")


def partition_of_late_files(scope: TenantScope) -> str:
    return scope.partition(LATE_FILES)


def key_of_late_file(scope: TenantScope, late_file_id: str) -> Key:
    return scope.key(partition_of_late_files(scope), late_file_id)


def partition_of_late_rows(scope: TenantScope, late_file_id: str) -> str:
    return scope.partition(LATE_ROWS, late_file_id)


def key_of_late_row(scope: TenantScope, late_file_id: str, row_number: int) -> Key:
    return scope.key(partition_of_late_rows(scope, late_file_id), f"{row_number:09d}")
