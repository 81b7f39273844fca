"""Sending messages to the queues.

A message is sent before its record is committed, so each record has a message. The worker checks
whether the record was committed.

Each message has its tenant as group (``MessageGroupId`` on a standard queue: fair queues). When one
company has many messages waiting, SQS delivers those of the others first.
"""

from collections.abc import Iterable

from chalicelib.jobs.kinds import EXPORTS, JOBS, UPLOADS, Message, Queue
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.scope import TenantScope

#: Limits of SQS: messages in one batch request, and seconds of delay of a message.
MOST_IN_BATCH = 10
LONGEST_DELAY = 900
_WAITING = "ApproximateNumberOfMessages"


def url_of(platform: Platform, queue: Queue) -> str:
    """Return the URL of one of ``kinds.QUEUES``."""
    settings = platform.settings
    return {
        UPLOADS: settings.uploads_queue,
        EXPORTS: settings.exports_queue,
        JOBS: settings.jobs_queue,
    }[queue]


def send(platform: Platform, queue: Queue, message: Message, delay: int = 0) -> None:
    """Send one message, to be delivered after ``delay`` seconds (above 900 counts as 900)."""
    _send(platform, queue, message.body(), message.scope, delay)


def forward(platform: Platform, queue: Queue, body: str, scope: TenantScope) -> None:
    """Send the unchanged body of a message that arrived on another queue."""
    _send(platform, queue, body, scope, 0)


def send_all(platform: Platform, queue: Queue, messages: Iterable[Message]) -> None:
    """Send many messages, ten in a request. Raises RuntimeError when SQS refuses one."""
    every = list(messages)
    for start in range(0, len(every), MOST_IN_BATCH):
        answer = platform.queues.send_message_batch(
            QueueUrl=url_of(platform, queue),
            Entries=[
                {
                    "Id": str(place),
                    "MessageBody": message.body(),
                    "MessageGroupId": message.scope.tenant,
                }
                for place, message in enumerate(every[start : start + MOST_IN_BATCH])
            ],
        )
        if answer.get("Failed"):
            raise RuntimeError("the queue did not take every message")


def waiting(platform: Platform, queue: Queue) -> int:
    """Return about how many messages wait for a worker, as reported by SQS.

    Messages that are delayed or in the hands of a worker do not count.
    """
    answer = platform.queues.get_queue_attributes(
        QueueUrl=url_of(platform, queue), AttributeNames=[_WAITING]
    )
    return int(answer["Attributes"][_WAITING])


def _send(platform: Platform, queue: Queue, body: str, scope: TenantScope, delay: int) -> None:
    platform.queues.send_message(
        QueueUrl=url_of(platform, queue),
        MessageBody=body,
        MessageGroupId=scope.tenant,
        DelaySeconds=min(delay, LONGEST_DELAY),
    )
