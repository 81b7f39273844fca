"""Background work of this package: files that have arrived, and uploads that need another run."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import unquote_plus

from chalicelib.jobs.kinds import UPLOADS, Announced, Kind, Message, Next, UnreadableMessage
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.records import Tenant
from chalicelib.tenancy.scope import tenant_of_object
from chalicelib.uploads import continuation, failed_uploads
from chalicelib.uploads import run as runs


@dataclass(frozen=True, slots=True)
class Task:
    """An upload to score.

    ``claim`` is the previous run's claim on the period. ``waited`` counts how often the upload has
    waited for one whose file arrived earlier.
    """

    upload_id: str
    claim: str | None = None
    waited: int = 0


def announced(content: Mapping[str, Any]) -> Iterator[Announced] | None:
    """Return the uploads in an event of S3; none for ``s3:TestEvent``; None for any other content.

    S3's keys are form-encoded. Keys outside ``uploads/`` are ignored. A record that is not S3's is
    an UnreadableMessage.
    """
    if content.get("Event") == "s3:TestEvent":
        return iter(())
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
    except (KeyError, TypeError, AttributeError):
        return UnreadableMessage("not a record of S3's")
    tenant = tenant_of_object(name)
    if tenant is None or not name.startswith("uploads/"):
        return None
    upload_id = name.split("/")[2]
    return continuation.task(tenant, upload_id) if upload_id else None


def _task(_context: Context, message: Message) -> Task:
    """Return the task of a message. The run itself reads the upload.

    The record need not be awaited: a form is only given out for a committed upload.
    """
    claim, waited = message.optional_text("claim"), message.number("waited")
    return Task(message.text("upload"), claim, waited)


def _run(context: Context, task: Task, _tenant: Tenant, deadline: datetime) -> Next | None:
    after = runs.run(context, task.upload_id, task.claim, deadline, task.waited)
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


SCORE_UPLOAD = Kind(
    continuation.KIND,
    UPLOADS,
    "scoring",
    _task,
    _run,
    _give_up,
    _gave_up_not_read,
    announced=announced,
)
