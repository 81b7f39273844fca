"""Delivery of one message to the function of a queue, as SQS delivers it."""

import json
from typing import Any

from tests.api.uploads.sending import Context, id_of
from tests.api.world import World


def deliver(
    world: World,
    body: str,
    *,
    milliseconds: int = 300_000,
    received: int = 1,
    queue: str = "exports",
) -> Any:
    """Deliver a message to its function, and return the function's answer. Others stay waiting.

    ``received`` is the number of this delivery (1: the first), ``milliseconds`` the time that the
    process has left.
    """
    sqs, url = world.sqs, world.queue_urls[queue]
    sent = sqs.send_message(QueueUrl=url, MessageBody=body)["MessageId"]
    others: list[Any] = []
    while (message := sqs.receive_message(QueueUrl=url)["Messages"][0])["MessageId"] != sent:
        others.append(message["ReceiptHandle"])
    for receipt in others:
        sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=receipt, VisibilityTimeout=0)
    record = {
        "messageId": id_of(body),
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": {"ApproximateReceiveCount": str(received)},
    }
    try:
        return worker_of(queue)({"Records": [record]}, Context(milliseconds))
    finally:
        sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])


def worker_of(queue: str) -> Any:
    """The function that takes the messages of a queue."""
    import app

    return {"uploads": app.score_upload, "exports": app.run_export, "jobs": app.run_job}[queue]


def queue_of(body: str) -> str:
    """The queue of a message of the service."""
    import app

    kind = app.CONTENTS.job(json.loads(body)["kind"])
    assert kind is not None, body
    return kind.queue
