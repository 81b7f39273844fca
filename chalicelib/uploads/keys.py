"""The keys of uploads and row errors, and the names of stored files."""

from chalicelib.store.keys import Key
from chalicelib.tenancy.scope import EXPORTS as EXPORTED_FILES
from chalicelib.tenancy.scope import UPLOADS as UPLOADED_FILES
from chalicelib.tenancy.scope import Collection, TenantScope

UPLOADS = Collection("uploads")
ROW_ERRORS = Collection("upload-errors")
FINDINGS = Collection("upload-findings")
FIGURES = Collection("upload-figures")


def partition_of_uploads(scope: TenantScope) -> str:
    """Return the partition of all uploads of the company."""
    return scope.partition(UPLOADS)


def key_of_upload(scope: TenantScope, upload_id: str) -> Key:
    """Return the key of an upload."""
    return scope.key(partition_of_uploads(scope), upload_id)


def partition_of_row_errors(scope: TenantScope, upload_id: str) -> str:
    """Return the partition of an upload's row errors."""
    return scope.partition(ROW_ERRORS, upload_id)


def key_of_row_errors(scope: TenantScope, upload_id: str, first_row: int) -> Key:
    """Return the key of a chunk of an upload's row errors. ``first_row``: its first bad row."""
    return scope.key(partition_of_row_errors(scope, upload_id), f"{first_row:09d}")


def partition_of_findings(scope: TenantScope, upload_id: str) -> str:
    """Return the partition of an upload's findings."""
    return scope.partition(FINDINGS, upload_id)


def key_of_findings(scope: TenantScope, upload_id: str, before: int) -> Key:
    """Return the key of a chunk's findings. ``before``: the people before it in the file."""
    return scope.key(partition_of_findings(scope, upload_id), f"{before:09d}")


def key_of_file_findings(scope: TenantScope, upload_id: str) -> Key:
    """Return the key of the findings of the file as a whole: before those of its chunks."""
    return scope.key(partition_of_findings(scope, upload_id), "0")


def key_of_kept_people(scope: TenantScope, upload_id: str, chunk: int) -> Key:
    """Return the key of whom a chunk of a withdrawal left on the register: after all others."""
    return scope.key(partition_of_findings(scope, upload_id), f"kept-{chunk:09d}")


def partition_of_figures(scope: TenantScope, scheme: str, period: str, shard: int) -> str:
    """Return the partition with what all files of a period say of the people of a shard."""
    return scope.partition(FIGURES, scheme, period, f"{shard:02d}")


def key_of_figures(
    scope: TenantScope,
    scheme: str,
    period: str,
    shard: int,
    upload_id: str,
    before: int,
    part: str,
) -> Key:
    """Return the key of what a chunk of an upload's file says of people of a shard.

    ``before``: the people before the chunk in the file. ``part``: the number of the part, or the
    pseudonym of an erased person.
    """
    partition = partition_of_figures(scope, scheme, period, shard)
    return scope.key(partition, upload_id, f"{before:09d}", part)


def name_of_upload_object(scope: TenantScope, upload_id: str, filename: str) -> str:
    """Return the object name of an upload's file."""
    return scope.object_name(UPLOADED_FILES, upload_id, filename)


def name_of_opened(scope: TenantScope, upload_id: str, part: int) -> str:
    """Return the object name of a part of a workbook that is opened in steps; 0: about all parts.

    It is stored among the exports: a file among the uploads would be one that somebody sent.
    """
    return scope.object_name(EXPORTED_FILES, upload_id, f"opened-{part:04d}")


def prefix_of_opened(scope: TenantScope, upload_id: str) -> str:
    """Return the beginning of the names of all parts of an opened workbook."""
    return scope.object_name(EXPORTED_FILES, upload_id, "opened-")
