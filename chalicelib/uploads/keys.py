"""Where uploads, their row errors and their files lie."""

from chalicelib.store.keys import Key
from chalicelib.tenancy.scope import UPLOADS as UPLOADED_FILES
from chalicelib.tenancy.scope import Collection, TenantScope

UPLOADS = Collection("uploads")
ROW_ERRORS = Collection("upload-errors")


def partition_of_uploads(scope: TenantScope) -> str:
    return scope.partition(UPLOADS)


def key_of_upload(scope: TenantScope, upload_id: str) -> Key:
    return scope.key(partition_of_uploads(scope), upload_id)


def partition_of_row_errors(scope: TenantScope, upload_id: str) -> str:
    return scope.partition(ROW_ERRORS, upload_id)


def key_of_row_errors(scope: TenantScope, upload_id: str, first_row: int) -> Key:
    """A chunk of an upload's row errors, under the first row in it."""
    return scope.key(partition_of_row_errors(scope, upload_id), f"{first_row:09d}")


def name_of_upload_object(scope: TenantScope, upload_id: str, filename: str) -> str:
    return scope.object_name(UPLOADED_FILES, upload_id, filename)
