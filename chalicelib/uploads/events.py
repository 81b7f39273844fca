"""Messages of the uploads queue: S3's events, and our own that hand an upload on."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import NoneType
from typing import Any
from urllib.parse import unquote_plus

from chalicelib.results.events import rescore
from chalicelib.results.queue import rescore_of
from chalicelib.tenancy.background import background
from chalicelib.tenancy.current_tenant import acting_as
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.records import read_tenant
from chalicelib.tenancy.scope import TENANT_ID, TenantScope, tenant_of_object
from chalicelib.uploads.continuation import hand_on
from chalicelib.uploads.run import run


@dataclass(frozen=True, slots=True)
class Task:
    """An upload to score. ``claim`` is of the run that handed it on; ``waited`` counts how often
    it has waited for an upload whose file came before."""

    tenant: str
    upload_id: str
    claim: str | None = None
    waited: int = 0


class UnreadableMessage(ValueError):
    """A message that is neither S3's nor ours: it goes to the dead-letter queue."""


def tasks(body: str) -> Iterator[Task]:
    """The uploads that a message is about; none for ``s3:TestEvent``.

    Raises UnreadableMessage. S3's keys are form-encoded; others than ``uploads/`` are not ours.
    """
    try:
        message = json.loads(body)
    except ValueError:
        raise UnreadableMessage("not JSON") from None
    if not isinstance(message, dict):
        raise UnreadableMessage("not an object")
    if message.get("Event") == "s3:TestEvent":
        return
    if message.get("kind") == "score_upload":
        yield _handed_on(message)
        return
    records = message.get("Records")
    if not isinstance(records, list):
        raise UnreadableMessage("no records")
    for record in records:
        task = _of_record(record)
        if task is not None:
            yield task


def _handed_on(message: Mapping[str, Any]) -> Task:
    tenant, upload_id = message.get("tenant"), message.get("upload")
    claim, waited = message.get("claim"), message.get("waited", 0)
    known = isinstance(tenant, str) and TENANT_ID.fullmatch(tenant) and isinstance(upload_id, str)
    if not known or not isinstance(claim, (str, NoneType)) or not isinstance(waited, int):
        raise UnreadableMessage("not a message of ours")
    return Task(str(tenant), str(upload_id), claim, waited)


def _of_record(record: Any) -> Task | None:
    try:
        if not record["eventName"].startswith("ObjectCreated"):
            return None
        name = unquote_plus(record["s3"]["object"]["key"])
    except (KeyError, TypeError, AttributeError):
        raise UnreadableMessage("not a record of S3's") from None
    tenant = tenant_of_object(name)
    if tenant is None or not name.startswith("uploads/"):
        return None
    return Task(tenant, name.split("/")[2])


def score_uploads(platform: Platform, body: str, deadline: datetime) -> None:
    """Work on one message of the uploads queue."""
    asked = rescore_of(body)
    if asked is not None:
        rescore(platform, asked, deadline)
        return
    for task in tasks(body):
        work(platform, task, deadline)


def work(platform: Platform, task: Task, deadline: datetime) -> None:
    """Do a run of the task's upload, and hand on when there is more to do."""
    scope = TenantScope(task.tenant)
    with acting_as(scope):
        tenant = read_tenant(platform.table, scope)
        if tenant is None:
            return
        context = background(platform, tenant, "scoring")
        after = run(context, task.upload_id, task.claim, deadline, task.waited)
    if after.delay is not None:
        hand_on(
            platform,
            task.tenant,
            task.upload_id,
            delay=after.delay,
            claim=after.claim,
            waited=after.waited,
        )
