"""A queue that the test controls: it decides when, in which order and how often a message is
delivered. It replaces the SQS client."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

from chalicelib.jobs.kinds import UPLOADS
from tests.api.clock import Clock
from tests.api.exports.delivering import worker_of
from tests.api.uploads.sending import Context

EVENTS = Path(__file__).parent.parent / "events"
#: ``maxReceiveCount`` of the queue's template.
MOST_TRIES = 5


def event(name: str) -> Any:
    return json.loads((EVENTS / f"{name}.json").read_text(encoding="utf-8"))


def arrival(key: str, version: str, size: int) -> str:
    """Return the body of S3's message about a stored object. S3 form-encodes object names."""
    body = event("s3_object_created")
    told = body["Records"][0]["s3"]["object"]
    told |= {"key": quote_plus(key, safe="/"), "versionId": version, "size": size}
    return json.dumps(body)


def _queue_of(body: str) -> str:
    """Return the queue of a message's kind; that of uploads for S3's events and for no message."""
    import app

    try:
        content = json.loads(body)
    except ValueError:
        return UPLOADS
    kind = app.CONTENTS.job(content.get("kind")) if isinstance(content, dict) else None
    return UPLOADS if kind is None else kind.queue


class HeldQueue:
    """Waiting bodies with the number of their tries, and bodies that were given up."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.waiting: list[tuple[str, int]] = []
        self.dead: list[str] = []

    def post(self, body: str) -> None:
        self.waiting.append((body, 0))

    def send_message(self, **request: Any) -> None:
        """Add a message, and check that its message group is its tenant."""
        body = request["MessageBody"]
        assert request["MessageGroupId"] == json.loads(body)["tenant"]
        assert len(body.encode()) < 2**18
        self.post(body)

    def get_queue_attributes(self, *, QueueUrl: str, AttributeNames: list[str]) -> Any:  # noqa: N803
        """Return how many messages wait. A message being handled does not count."""
        assert AttributeNames == ["ApproximateNumberOfMessages"]
        return {"Attributes": {AttributeNames[0]: str(len(self.waiting))}}

    def change_message_visibility(self, **_: Any) -> None:
        """Do nothing: no other worker takes a message of this queue while it is delivered."""

    def deliver(self, place: int) -> bool:
        """Deliver the message at that place once; return whether it was handled.

        When it failed, or its worker was killed, the message waits again. After the fifth failure
        it is a dead letter.
        """
        body, tries = self.waiting.pop(place % len(self.waiting))
        record = {
            "messageId": "message",
            "receiptHandle": "receipt",
            "body": body,
            "attributes": {"ApproximateReceiveCount": str(tries + 1)},
        }
        done = False
        try:
            done = not worker_of(_queue_of(body))({"Records": [record]}, Context())[
                "batchItemFailures"
            ]
        finally:
            if not done:
                self._back(body, tries + 1)
        return done

    def _back(self, body: str, tries: int) -> None:
        if tries == MOST_TRIES:
            self.dead.append(body)
        else:
            self.waiting.append((body, tries))

    def drain(self, rounds: int = 300) -> None:
        """Deliver until nothing waits. Each delivery takes 20 seconds of the clock."""
        self.clock.advance(minutes=10)
        for _ in range(rounds):
            if not self.waiting:
                return
            self.deliver(0)
            self.clock.advance(seconds=20)
        raise AssertionError(f"no end of messages: {self.waiting}")
