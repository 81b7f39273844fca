"""Files of evidence of an appeal: its person sends them, who reads the evidence reads them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final, NamedTuple

from chalicelib.appeal_records.records import FILED, MOST_STEPS, Appeal
from chalicelib.appeals import refusals
from chalicelib.appeals.changing import put_changed, refuse_status, signed
from chalicelib.appeals.sight import seen, sees_evidence
from chalicelib.errors import Conflict, NotFound
from chalicelib.evidence import sending
from chalicelib.evidence.queue import Asked, ask_to_remove
from chalicelib.evidence.records import EvidenceFile, with_file, without_file
from chalicelib.tenancy.context import Context

#: What a step tells that its person changed.
FILES: Final = "files"


class Announced(NamedTuple):
    """A file that is to be sent, its appeal as it will be stored, and the form to send it by."""

    appeal: Appeal
    file: EvidenceFile
    form: Mapping[str, Any]


def add(context: Context, appeal_id: str, wanted: Mapping[str, Any]) -> Announced:
    """Announce a file of an own appeal that nobody reviews yet, of the second instance too.

    Raises NotFound (404), Conflict (409) ``status_not_reachable``, ``too_many_files`` and
    ``too_many_changes``.
    """
    before = _open_appeal(context, appeal_id)
    file = sending.new_file(context, before, wanted)
    after = _put(context, before, with_file(before, file), "appeals.add_file")
    return Announced(after, file, sending.form_of(context, before, file))


def ask_again(context: Context, appeal_id: str, file_id: str) -> EvidenceFile:
    """Ask to look at a file whose arrival nobody told, or whose look was given up.

    Raises NotFound (404), and Conflict (409) ``no_file`` when none has come.
    """
    return sending.ask_again(context, seen(context, appeal_id), file_id)


def linked(context: Context, appeal_id: str, file_id: str) -> tuple[EvidenceFile, str | None]:
    """Return a file and, while it is kept, a link to it for whoever may see the evidence.

    Raises NotFound (404), for everybody else too.
    """
    appeal = seen(context, appeal_id)
    if not sees_evidence(context.principal, appeal):
        raise NotFound("file")
    return sending.linked(context, appeal, file_id)


def remove(context: Context, appeal_id: str, file_id: str) -> None:
    """Remove a file of an own appeal that nobody reviews yet.

    Raises NotFound (404), Conflict (409) ``status_not_reachable`` and ``too_many_changes``.
    """
    before = _open_appeal(context, appeal_id)
    sending.existing(before, file_id)
    _put(context, before, without_file(before, file_id), "appeals.remove_file")
    ask_to_remove(context.platform, context.scope, Asked(before.id, file_id))


def _open_appeal(context: Context, appeal_id: str) -> Appeal:
    appeal = seen(context, appeal_id)
    refuse_status(appeal, (FILED,))
    if len(appeal.steps) >= MOST_STEPS:
        raise Conflict("too_many_changes", refusals.TOO_MANY_CHANGES)
    return appeal


def _put(context: Context, before: Appeal, after: Appeal, action: str) -> Appeal:
    step = signed(context, before.status, before.instance, changed=[FILES])
    return put_changed(context, before, replace(after, steps=(*before.steps, step)), action)
