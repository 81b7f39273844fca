"""Keys of exports and of the export schedule, names of exported files."""

from chalicelib.store.keys import Key
from chalicelib.tenancy.scope import EXPORTS as EXPORTED_FILES
from chalicelib.tenancy.scope import Collection, TenantScope

EXPORTS = Collection("exports")
EXPORT_SCHEDULE = Collection("export-schedule")
#: Whose rows a file has: the ids in it, and the persons.
EXPORT_ROWS = Collection("export-rows")
#: Prefix of the sort keys of months that were made due. The month follows it.
MONTHS = "month#"
_MONTH = "month"


def partition_of_exports(scope: TenantScope) -> str:
    return scope.partition(EXPORTS)


def key_of_export(scope: TenantScope, export_id: str) -> Key:
    return scope.key(partition_of_exports(scope), export_id)


def partition_of_export_rows(scope: TenantScope, export_id: str) -> str:
    return scope.partition(EXPORT_ROWS, export_id)


def key_of_export_rows(scope: TenantScope, export_id: str, piece: int) -> Key:
    return scope.key(partition_of_export_rows(scope, export_id), f"{piece:05d}")


def partition_of_export_schedule(scope: TenantScope) -> str:
    return scope.partition(EXPORT_SCHEDULE)


def key_of_export_schedule(scope: TenantScope) -> Key:
    return scope.key(partition_of_export_schedule(scope), "schedule")


def key_of_due_month(scope: TenantScope, period: str) -> Key:
    """Return the key of the entry that a month was made due. It lies beside the schedule."""
    return scope.key(partition_of_export_schedule(scope), _MONTH, period)


def name_of_export_object(scope: TenantScope, export_id: str, filename: str) -> str:
    return scope.object_name(EXPORTED_FILES, export_id, filename)


def name_of_export_manifest(scope: TenantScope, export_id: str) -> str:
    return name_of_export_object(scope, export_id, "manifest.json")
