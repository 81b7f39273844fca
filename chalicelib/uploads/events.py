"""Messages of the uploads queue: S3's events, and our own that hand an upload on."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import unquote_plus

from chalicelib.context import Context
from chalicelib.periods.events import rescore
from chalicelib.periods.queue import rescore_of
from chalicelib.platform import Platform
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.acting import acting_as
from chalicelib.tenancy.principal import Principal
from chalicelib.tenancy.records import read_tenant
from chalicelib.tenancy.roles import Role
from chalicelib.tenancy.scope import TenantScope, tenant_of_object
from chalicelib.uploads.run import run


@dataclass(frozen=True, slots=True)
class Task:
    """An upload to score. ``claim`` is of the run that handed it on."""

    tenant: str
    upload_id: str
    claim: str | None = None


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
        yield Task(message["tenant"], message["upload"], message.get("claim"))
        return
    records = message.get("Records")
    if not isinstance(records, list):
        raise UnreadableMessage("no records")
    for record in records:
        task = _of_record(record)
        if task is not None:
            yield task


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
        now = platform.clock()
        principal = Principal(
            "scoring",
            Role.HR,
            scope.tenant,
            shards=tenant.shards,
            time_zone=tenant.time_zone,
            locale=tenant.locale,
        )
        context = Context(platform, scope, principal, Unit(platform.table), now)
        after = run(context, task.upload_id, task.claim, deadline)
    if after.delay is not None:
        _hand_on(platform, task, after.delay, after.claim)


def _hand_on(platform: Platform, task: Task, delay: int, claim: str | None) -> None:
    message: Mapping[str, str | None] = {
        "kind": "score_upload",
        "tenant": task.tenant,
        "upload": task.upload_id,
        "claim": claim,
    }
    platform.queues.send_message(
        QueueUrl=platform.settings.uploads_queue,
        MessageBody=json.dumps(message),
        DelaySeconds=delay,
    )
