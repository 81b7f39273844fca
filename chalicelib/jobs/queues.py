"""Messages sent to the queues.

A message is sent before the record that it is about is committed, so that no record can be left
without one; whoever takes it finds out whether the record came to be.

Each message is of a group, its tenant (``MessageGroupId`` on a standard queue: fair queues). When
one company's messages pile up, SQS delivers the others' first.
"""

from collections.abc import Iterable

from chalicelib.jobs.kinds import EXPORTS, JOBS, UPLOADS, Message
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.scope import TenantScope

#: SQS takes at most so many messages in one request, and delays each at most so long.
TOGETHER = 10
LONGEST_DELAY = 900
_WAITING = "ApproximateNumberOfMessages"


def url_of(platform: Platform, queue: str) -> str:
    """The address of one of ``kinds.QUEUES``. Raises KeyError for another name."""
    settings = platform.settings
    return {
        UPLOADS: settings.uploads_queue,
        EXPORTS: settings.exports_queue,
        JOBS: settings.jobs_queue,
    }[queue]


def send(platform: Platform, queue: str, message: Message, delay: int = 0) -> None:
    """One message, to be delivered after so many seconds (900 at most)."""
    _send(platform, queue, message.body(), message.scope, delay)


def forward(platform: Platform, queue: str, body: str, scope: TenantScope) -> None:
    """A message that came by another queue, word for word."""
    _send(platform, queue, body, scope, 0)


def send_all(platform: Platform, queue: str, messages: Iterable[Message]) -> None:
    """Many messages, ten a request. Raises RuntimeError when SQS does not take one."""
    every = list(messages)
    for start in range(0, len(every), TOGETHER):
        answer = platform.queues.send_message_batch(
            QueueUrl=url_of(platform, queue),
            Entries=[
                {
                    "Id": str(place),
                    "MessageBody": message.body(),
                    "MessageGroupId": message.scope.tenant,
                }
                for place, message in enumerate(every[start : start + TOGETHER])
            ],
        )
        if answer.get("Failed"):
            raise RuntimeError("the queue did not take every message")


def waiting(platform: Platform, queue: str) -> int:
    """How many messages wait for a worker: about, as the queue tells it. One that nobody may take
    yet (delayed, or at work) does not count."""
    answer = platform.queues.get_queue_attributes(
        QueueUrl=url_of(platform, queue), AttributeNames=[_WAITING]
    )
    return int(answer["Attributes"][_WAITING])


def _send(platform: Platform, queue: str, body: str, scope: TenantScope, delay: int) -> None:
    platform.queues.send_message(
        QueueUrl=url_of(platform, queue),
        MessageBody=body,
        MessageGroupId=scope.tenant,
        DelaySeconds=min(delay, LONGEST_DELAY),
    )
