"""A process that dies at one of its writes: to the table, the bucket or a queue."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from chalicelib.tenancy.platform import Platform

WRITES = frozenset(
    {
        "PutItem",
        "UpdateItem",
        "DeleteItem",
        "BatchWriteItem",
        "TransactWriteItems",
        "PutObject",
        "SendMessage",
        "SendMessageBatch",
    }
)


class Killed(BaseException):
    """The process is gone: nothing after this line runs, not even an ``except Exception``."""


@contextmanager
def killed_at(platform: Platform, number: int, *, after: bool) -> Iterator[list[str]]:
    """The process dies at its so-manieth write, just before it is made or just after.

    Gives the writes seen, by name; fewer than ``number`` when the process came to its end.
    """
    seen: list[str] = []

    def strike(model: Any, **_: Any) -> None:
        if model.name in WRITES:
            seen.append(model.name)
            if len(seen) == number:
                raise Killed

    moment = "after-call" if after else "before-call"
    clients = (
        (platform.table.connection.connection.client, f"{moment}.dynamodb"),
        (platform.objects.client, f"{moment}.s3"),
        (platform.queues, f"{moment}.sqs"),
    )
    for client, event in clients:
        client.meta.events.register_first(event, strike)
    try:
        yield seen
    finally:
        for client, event in clients:
            client.meta.events.unregister(event, strike)
