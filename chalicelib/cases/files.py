"""Files of evidence as the API announces, checks, links and removes them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final, NamedTuple

from chalicelib.cases.file_queue import Asked, ask_to_look, ask_to_remove
from chalicelib.cases.file_records import (
    AWAITING,
    MOST_FILES,
    STORED,
    EvidenceFile,
    file_in,
    with_file,
    without_file,
)
from chalicelib.cases.file_types import MOST_BYTES
from chalicelib.cases.keys import name_of_evidence
from chalicelib.cases.records import Case
from chalicelib.cases.service import put_changed, refuse_imported, with_author
from chalicelib.cases.sight import seen, sees_evidence
from chalicelib.cases.transitions import check_proposed
from chalicelib.errors import Conflict, NotFound
from chalicelib.language import Text
from chalicelib.periods.records import read_period
from chalicelib.store.identifiers import new_id
from chalicelib.store.objects import LINK_LIFE, LONGEST_LINK
from chalicelib.tenancy.context import Context, timestamp


class Announced(NamedTuple):
    """A file that is to be sent, its case as it will be stored, and the form to send it by."""

    case: Case
    file: EvidenceFile
    form: Mapping[str, Any]


def add(context: Context, case_id: str, wanted: Mapping[str, Any]) -> Announced:
    """Announce a file of a proposed case.

    Raises NotFound (404), Conflict (409) ``case_decided`` and ``too_many_files``.
    """
    before = _open_case(context, case_id)
    if len(before.files) >= MOST_FILES:
        raise Conflict("too_many_files", TOO_MANY)
    file = EvidenceFile(
        id=new_id("evf", context.now),
        filename=wanted["filename"],
        content_type=wanted["content_type"],
        added_at=context.time,
        added_by=context.principal.credential,
        form_expires_at=timestamp(context.now + LONGEST_LINK),
    )
    after = _changed(context, before, with_file(before, file))
    put_changed(context, before, after, "cases.add_file")
    form = context.objects.upload_form(
        _name(context, before, file),
        content_type=file.content_type,
        most_bytes=MOST_BYTES,
        seconds=int(LONGEST_LINK.total_seconds()),
    )
    return Announced(after, file, form)


def ask_again(context: Context, case_id: str, file_id: str) -> EvidenceFile:
    """Ask to look at a file whose arrival nobody told, or whose look was given up.

    Raises NotFound (404), and Conflict (409) ``no_file`` when none has come.
    """
    case = seen(context, case_id)
    file = _existing(case, file_id)
    if file.state == AWAITING:
        if not context.objects.is_stored(_name(context, case, file)):
            raise Conflict("no_file", NO_FILE)
        ask_to_look(context.platform, context.scope, Asked(case.id, file.id))
    return file


def linked(context: Context, case_id: str, file_id: str) -> tuple[EvidenceFile, str | None]:
    """Return a file and, while it is kept, a link to it for whoever may see the evidence.

    Raises NotFound (404), for everybody else too.
    """
    case = seen(context, case_id)
    if not sees_evidence(context.principal, case):
        raise NotFound("file")
    file = _existing(case, file_id)
    if file.shown_state(context.time) != STORED:
        return file, None
    link = context.objects.link(
        _name(context, case, file),
        filename=file.filename,
        content_type=file.content_type,
        seconds=int(LINK_LIFE.total_seconds()),
        version=file.version,
    )
    return file, link


def remove(context: Context, case_id: str, file_id: str) -> None:
    """Remove a file of a proposed case. Raises NotFound (404), Conflict (409) ``case_decided``."""
    before = _open_case(context, case_id)
    _existing(before, file_id)
    after = _changed(context, before, without_file(before, file_id))
    put_changed(context, before, after, "cases.remove_file")
    ask_to_remove(context.platform, context.scope, Asked(before.id, file_id))


def _open_case(context: Context, case_id: str) -> Case:
    case = seen(context, case_id)
    check_proposed(case.status)
    refuse_imported(read_period(context.table, context.scope, case.period, case.scheme))
    return case


def _name(context: Context, case: Case, file: EvidenceFile) -> str:
    return name_of_evidence(context.scope, case.id, file.id, file.filename)


def _existing(case: Case, file_id: str) -> EvidenceFile:
    found = file_in(case, file_id)
    if found is None:
        raise NotFound("file")
    return found


def _changed(context: Context, before: Case, after: Case) -> Case:
    """Return a case with other files as it will be stored: whoever changes them answers for the
    case too."""
    return replace(
        after,
        authors=with_author(context, before.authors),
        updated_at=context.time,
        revision=before.revision + 1,
    )


TOO_MANY: Final = Text(
    f"一个个案最多 {MOST_FILES} 个文件。", f"A case has at most {MOST_FILES} files."
)
NO_FILE: Final = Text(
    "还没有收到文件；表单过期后请重新登记。",
    "No file has come. Send it by the form; when that has expired, announce it anew.",
)
