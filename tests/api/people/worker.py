"""The worker of the exports queue, which also erases people, copies companies and lets them go."""

from dataclasses import dataclass
from typing import Any

from tests.api.uploads.sending import Context
from tests.api.world import World


@dataclass
class Worker:
    world: World

    def work(self, milliseconds: int = 300_000, most: int = 60) -> int:
        """Deliver messages until none is left; gives their number. Fails when one fails."""
        done = 0
        while waiting := self.world.messages("exports"):
            for body in waiting:
                done += 1
                assert done <= most, body
                assert self.deliver(body, milliseconds) == {"batchItemFailures": []}, body
        return done

    def deliver(self, body: str, milliseconds: int = 300_000) -> Any:
        """The queue delivers one message to the function."""
        import app

        sqs, url = self.world.sqs, self.world.queue_urls["exports"]
        sqs.send_message(QueueUrl=url, MessageBody=body)
        (message,) = sqs.receive_message(QueueUrl=url)["Messages"]
        record = {
            "messageId": message["MessageId"],
            "receiptHandle": message["ReceiptHandle"],
            "body": message["Body"],
        }
        try:
            return app.run_export({"Records": [record]}, Context(milliseconds))
        finally:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
