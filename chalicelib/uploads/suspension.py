"""Uploads of a suspended company.

A form that was given out before takes a file. It is not scored: the upload is rejected, so that
nobody waits for it, and the file stays. An upload that had begun before the suspension goes on to
its end, so that no period stays half scored.
"""

from chalicelib.language import Text
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.records import SUSPENDED, Tenant
from chalicelib.uploads import progress
from chalicelib.uploads.records import FINAL, read_upload

CODE = "tenant_suspended"
WORDS = Text(
    "文件到达时贵公司的服务已停用，文件未评分；恢复后请重新上传。",
    "The company was suspended when the file came, so it was not scored; send it again when the "
    "company is active.",
)


def refused(context: Context, tenant: Tenant, upload_id: str) -> bool:
    """Reject an upload that has not begun, while the company is suspended.

    Return False when the upload may be scored: the company is not suspended, or the upload had
    begun. A pilot's upload is a part of the one that has its file.
    """
    if tenant.status != SUSPENDED:
        return False
    upload = read_upload(context.table, context.scope, upload_id)
    if upload is None or upload.started_at is not None or upload.file_of is not None:
        return False
    if upload.status not in FINAL:
        progress.reject(context, upload, CODE, WORDS, {})
    return True
