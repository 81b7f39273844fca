"""Messages of the exports queue.

A message is sent before the record that it is about is committed, so that no record can be
left without one; whoever takes it finds out whether the record came to be.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.scope import TenantScope

RUN, DUE, CHANGED = "run_export", "due_export", "schedule_changed"
#: SQS takes at most so many messages in one request, and delays each at most so long.
TOGETHER = 10
LONGEST_DELAY = 900


def send(platform: Platform, message: Mapping[str, Any], delay: int = 0) -> None:
    """One message, to be delivered after so many seconds."""
    platform.queues.send_message(
        QueueUrl=platform.settings.exports_queue,
        MessageBody=json.dumps(message),
        DelaySeconds=min(delay, LONGEST_DELAY),
    )


def send_all(platform: Platform, messages: Iterable[Mapping[str, Any]]) -> None:
    """Many messages, ten a request. Raises RuntimeError when SQS does not take one."""
    bodies = [json.dumps(message) for message in messages]
    for start in range(0, len(bodies), TOGETHER):
        answer = platform.queues.send_message_batch(
            QueueUrl=platform.settings.exports_queue,
            Entries=[
                {"Id": str(place), "MessageBody": body}
                for place, body in enumerate(bodies[start : start + TOGETHER])
            ],
        )
        if answer.get("Failed"):
            raise RuntimeError("the queue did not take every message")


def send_run(
    platform: Platform, scope: TenantScope, export_id: str, *, attempt: int = 0, delay: int = 0
) -> None:
    """The message that asks for an export. ``attempt`` counts deliveries before the record."""
    message = {"kind": RUN, "tenant": scope.tenant, "export": export_id, "attempt": attempt}
    send(platform, message, delay)


def due_message(tenant: str, due: str) -> dict[str, Any]:
    return {"kind": DUE, "tenant": tenant, "due": due}


def changed_message(tenant: str, revision: int, attempt: int = 0) -> dict[str, Any]:
    return {"kind": CHANGED, "tenant": tenant, "revision": revision, "attempt": attempt}
