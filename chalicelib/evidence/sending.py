"""A record's files of evidence: announced, asked for once more, linked."""

from collections.abc import Mapping
from typing import Any, Final

from chalicelib.errors import Conflict, NotFound
from chalicelib.evidence.file_types import MOST_BYTES
from chalicelib.evidence.keeping import Holder
from chalicelib.evidence.keys import name_of_evidence
from chalicelib.evidence.queue import Asked, ask_to_look
from chalicelib.evidence.records import AWAITING, MOST_FILES, STORED, EvidenceFile, file_in
from chalicelib.language import Text
from chalicelib.store.identifiers import new_id
from chalicelib.store.objects import LINK_LIFE, LONGEST_LINK
from chalicelib.tenancy.context import Context, timestamp


def new_file(context: Context, holder: Holder, wanted: Mapping[str, Any]) -> EvidenceFile:
    """Return a file that is to be sent. Raises Conflict (409) ``too_many_files``."""
    if len(holder.files) >= MOST_FILES:
        raise Conflict("too_many_files", TOO_MANY)
    return EvidenceFile(
        id=new_id("evf", context.now),
        filename=wanted["filename"],
        content_type=wanted["content_type"],
        added_at=context.time,
        added_by=context.principal.credential,
        form_expires_at=timestamp(context.now + LONGEST_LINK),
    )


def form_of(context: Context, holder: Holder, file: EvidenceFile) -> Mapping[str, Any]:
    """Return the presigned form by which a file is sent: of its type, and not too large."""
    return context.objects.upload_form(
        _name(context, holder, file),
        content_type=file.content_type,
        most_bytes=MOST_BYTES,
        seconds=int(LONGEST_LINK.total_seconds()),
    )


def ask_again(context: Context, holder: Holder, file_id: str) -> EvidenceFile:
    """Ask to look at a file whose arrival nobody told, or whose look was given up.

    Raises NotFound (404), and Conflict (409) ``no_file`` when none has come.
    """
    file = existing(holder, file_id)
    if file.state == AWAITING:
        if not context.objects.is_stored(_name(context, holder, file)):
            raise Conflict("no_file", NO_FILE)
        ask_to_look(context.platform, context.scope, Asked(holder.id, file.id))
    return file


def linked(context: Context, holder: Holder, file_id: str) -> tuple[EvidenceFile, str | None]:
    """Return a file and, while it is kept, a link to it. Raises NotFound (404)."""
    file = existing(holder, file_id)
    if file.shown_state(context.time) != STORED:
        return file, None
    link = context.objects.link(
        _name(context, holder, file),
        filename=file.filename,
        content_type=file.content_type,
        seconds=int(LINK_LIFE.total_seconds()),
        version=file.version,
    )
    return file, link


def existing(holder: Holder, file_id: str) -> EvidenceFile:
    """Return a file of a record. Raises NotFound (404)."""
    found = file_in(holder, file_id)
    if found is None:
        raise NotFound("file")
    return found


def _name(context: Context, holder: Holder, file: EvidenceFile) -> str:
    return name_of_evidence(context.scope, holder.id, file.id, file.filename)


TOO_MANY: Final = Text(
    f"证据文件最多 {MOST_FILES} 个。", f"There are {MOST_FILES} files of evidence at most."
)
NO_FILE: Final = Text(
    "还没有收到文件；表单过期后请重新登记。",
    "No file has come. Send it by the form; when that has expired, announce it anew.",
)
