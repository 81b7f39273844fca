"""Background work of this package: files that have arrived, and uploads that need another run."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import unquote_plus

from chalicelib.companies import deletion
from chalicelib.jobs.kinds import UPLOADS, Announced, Kind, Message, Next, UnreadableMessage
from chalicelib.jobs.stored_objects import all_in_area
from chalicelib.periods.records import LOCKED, read_period
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.records import Tenant, read_tenant
from chalicelib.tenancy.scope import EVIDENCE, tenant_of_object
from chalicelib.uploads import continuation, failed_uploads, ignored_files, suspension
from chalicelib.uploads import run as runs
from chalicelib.uploads.ignored_files import ArrivedFile, file_in_record, file_of_member
from chalicelib.uploads.records import read_upload

#: The member of a message with the file whose arrival is the reason for it.
FILE = "file"


@dataclass(frozen=True, slots=True)
class Task:
    """An upload to score.

    ``claim`` is the previous run's claim on the period. ``waited`` counts how often the upload has
    waited for one whose file arrived earlier. ``file`` is the file whose arrival is the reason.
    """

    upload_id: str
    claim: str | None = None
    waited: int = 0
    file: ArrivedFile | None = None


def announced(content: Mapping[str, Any]) -> Iterator[Announced] | None:
    """Return the uploads in an event of S3; none for ``s3:TestEvent``; None for any other content,
    and for files of evidence, which another package looks at.

    S3's keys are form-encoded. Keys outside ``uploads/`` are ignored. A record that is not S3's is
    an UnreadableMessage.
    """
    if content.get("Event") == "s3:TestEvent":
        return iter(())
    if all_in_area(content, EVIDENCE) is not None:
        return None
    records = content.get("Records")
    if not isinstance(records, list):
        return None
    found = [_of_record(record) for record in records]
    return iter([message for message in found if message is not None])


def _of_record(record: Any) -> Announced | None:
    try:
        if not record["eventName"].startswith("ObjectCreated"):
            return None
        name = unquote_plus(record["s3"]["object"]["key"])
        file = file_in_record(record)
    except (KeyError, TypeError, AttributeError):
        return UnreadableMessage("not a record of S3's")
    tenant = tenant_of_object(name)
    if tenant is None or not name.startswith("uploads/"):
        return None
    upload_id = name.split("/")[2]
    if not upload_id:
        return None
    message = continuation.task(tenant, upload_id)
    return message if file is None else message.for_next_run({FILE: file.as_member()})


def _task(context: Context, message: Message) -> Task | None:
    """Return the task of a message. The run itself reads the upload.

    The record need not be awaited: a form is only given out for a committed upload. But a request
    that applies or withdraws a file, or locks its period, asks for the run before it is committed.
    None: it is not yet.
    """
    if message.optional_text(continuation.LOCKED_AT) is not None and not _locked(context, message):
        return None
    applied_at = message.optional_text(continuation.APPLIED_AT)
    withdrawn_at = message.optional_text(continuation.WITHDRAWN_AT)
    if applied_at is not None or withdrawn_at is not None:
        upload = read_upload(context.table, context.scope, message.text("upload"))
        if upload is None or (upload.applied_at or "") < (applied_at or ""):
            return None
        if (upload.withdrawal or {}).get("at", "") < (withdrawn_at or ""):
            return None
    claim, waited = message.optional_text("claim"), message.number("waited")
    return Task(message.text("upload"), claim, waited, file_of_member(message.members.get(FILE)))


def _locked(context: Context, message: Message) -> bool:
    upload = read_upload(context.table, context.scope, message.text("upload"))
    if upload is None:
        return False
    record = read_period(context.table, context.scope, upload.period, upload.scheme)
    return record is not None and record.state == LOCKED


def _run(context: Context, task: Task, tenant: Tenant, deadline: datetime) -> Next | None:
    if suspension.refused(context, tenant, task.upload_id):
        return None
    after = runs.run(context, task.upload_id, task.claim, deadline, task.waited)
    if task.file is not None:
        # After the run the upload's own file is known.
        ignored_files.note(context, task.upload_id, task.file)
    if after.delay is None:
        return None
    return Next(after.delay, {"claim": after.claim, "waited": after.waited})


def _give_up(context: Context, message: Message, at: str | None) -> None:
    claim = message.optional_text("claim")
    failed_uploads.note_given_up(context, message.text("upload"), at, claim)


def _gave_up_not_read(_task: Task) -> None:
    """Return None: whether the upload was given up is not read for each run.

    So an upload that is continued is shown as given up until it is finished.
    """


def _gone(platform: Platform, message: Message) -> None:
    """Ask for the removal of a file that has come after its company was deleted.

    While the company is being deleted, the deletion itself removes the file.
    """
    if FILE in message.members and read_tenant(platform.table, message.scope) is None:
        deletion.send(platform, message.scope)


SCORE_UPLOAD = Kind(
    continuation.KIND,
    UPLOADS,
    "scoring",
    _task,
    _run,
    _give_up,
    _gave_up_not_read,
    gone=_gone,
    announced=announced,
)
