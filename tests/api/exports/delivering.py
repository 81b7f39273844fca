"""One message to the exports function, as SQS brings it."""

from typing import Any

from tests.api.uploads.sending import Context
from tests.api.world import World


def deliver(world: World, body: str, *, milliseconds: int = 300_000, received: int = 1) -> Any:
    """Delivers it for the so-manieth time to a process that has so long; gives the answer."""
    import app

    sqs, url = world.sqs, world.queue_urls["exports"]
    sqs.send_message(QueueUrl=url, MessageBody=body)
    (message,) = sqs.receive_message(QueueUrl=url)["Messages"]
    record = {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": {"ApproximateReceiveCount": str(received)},
    }
    try:
        return app.run_export({"Records": [record]}, Context(milliseconds))
    finally:
        sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
