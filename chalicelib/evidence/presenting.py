"""Files of evidence as the API shows them."""

from collections.abc import Mapping
from typing import Any, Final

from chalicelib.evidence.file_types import MOST_BYTES
from chalicelib.evidence.keeping import Holder
from chalicelib.evidence.looking import OTHER_TYPE, TOO_LARGE
from chalicelib.evidence.records import (
    AWAITING,
    CASE_DECIDED,
    TOO_MANY_HEARINGS,
    UNDER_REVIEW,
    EvidenceFile,
    files_of,
)
from chalicelib.language import Language, Text

FORM_EXPIRED: Final = "form_expired"
WHY: Final[Mapping[str, Text]] = {
    FORM_EXPIRED: Text(
        "表单已过期，没有收到文件；请重新登记。",
        "The form has expired and no file has come: announce it anew.",
    ),
    TOO_LARGE: Text(
        f"文件超过 {MOST_BYTES // 1024 // 1024} MB。",
        f"The file is larger than {MOST_BYTES // 1024 // 1024} MB.",
    ),
    OTHER_TYPE: Text(
        "文件内容与登记的类型不符。", "The file's content is not of the type that was announced."
    ),
    CASE_DECIDED: Text(
        "文件到达时个案已有决定，未予采纳。", "The case had been decided when the file came."
    ),
    TOO_MANY_HEARINGS: Text(
        "听取已多次因内容变更而作废，未予采纳；请另行提出个案。",
        "The person was heard too often about a case that was then changed: propose another.",
    ),
    UNDER_REVIEW: Text(
        "文件到达时申诉已在处理或已结束，未予采纳。",
        "The appeal was under review, or had ended, when the file came.",
    ),
}


def described_files(holder: Holder, language: Language, now: str) -> list[dict[str, Any]]:
    """Return the files of a record, without links."""
    return [described_file(one, language, now) for one in files_of(holder)]


def described_file(
    file: EvidenceFile, language: Language, now: str, url: str | None = None
) -> dict[str, Any]:
    """Return a file as it is at ``now``. ``url``: the link to it, if there is one."""
    return {
        "id": file.id,
        "filename": file.filename,
        "content_type": file.content_type,
        "state": file.shown_state(now),
        "reason": _reason(file, language, now),
        "size": file.size,
        "sha256": file.sha256,
        "added_at": file.added_at,
        "added_by": file.added_by,
        "expires_at": file.form_expires_at,
        "stored_at": None if file.kept_until is None else file.ended_at,
        "kept_until": file.kept_until,
        "url": url,
    }


def _reason(file: EvidenceFile, language: Language, now: str) -> dict[str, str] | None:
    code = file.reason
    if file.state == AWAITING and file.form_expires_at <= now:
        code = FORM_EXPIRED
    return None if code is None else {"code": code, "message": WHY[code].to(language)}
