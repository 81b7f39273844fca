"""A queue in the test's own hands: what is on it is delivered when, in what order and how often
the test says. Stands where the SQS client stands."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

from tests.api.clock import Clock
from tests.api.uploads.sending import Context

EVENTS = Path(__file__).parent.parent / "events"
#: As the template says of the queue.
MOST_TRIES = 5


def event(name: str) -> Any:
    return json.loads((EVENTS / f"{name}.json").read_text(encoding="utf-8"))


def arrival(key: str, version: str, size: int) -> str:
    """The body of the message by which S3 tells of an object. S3 form-encodes its names."""
    body = event("s3_object_created")
    told = body["Records"][0]["s3"]["object"]
    told |= {"key": quote_plus(key, safe="/"), "versionId": version, "size": size}
    return json.dumps(body)


class Letters:
    """Bodies that wait, how often each was tried, and those that were given up."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.waiting: list[tuple[str, int]] = []
        self.dead: list[str] = []

    def post(self, body: str) -> None:
        self.waiting.append((body, 0))

    def send_message(self, **request: Any) -> None:
        """Every message that is sent is of a group: its tenant."""
        body = request["MessageBody"]
        assert request["MessageGroupId"] == json.loads(body)["tenant"]
        assert len(body.encode()) < 2**18
        self.post(body)

    def get_queue_attributes(self, *, QueueUrl: str, AttributeNames: list[str]) -> Any:  # noqa: N803
        """How many wait. A message at work is none of them."""
        assert AttributeNames == ["ApproximateNumberOfMessages"]
        return {"Attributes": {AttributeNames[0]: str(len(self.waiting))}}

    def change_message_visibility(self, **_: Any) -> None:
        """Nobody else takes a message of this queue while it is delivered."""

    def deliver(self, place: int) -> bool:
        """One delivery of the message at that place; whether it was done with.

        One that failed, or whose worker was killed, waits again; the fifth failure is the last.
        """
        import app

        body, tries = self.waiting.pop(place % len(self.waiting))
        record = {
            "messageId": "message",
            "receiptHandle": "receipt",
            "body": body,
            "attributes": {"ApproximateReceiveCount": str(tries + 1)},
        }
        done = False
        try:
            done = not app.score_upload({"Records": [record]}, Context())["batchItemFailures"]
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
        """Deliver until nothing waits; every delivery takes a while."""
        self.clock.advance(minutes=10)
        for _ in range(rounds):
            if not self.waiting:
                return
            self.deliver(0)
            self.clock.advance(seconds=20)
        raise AssertionError(f"no end of messages: {self.waiting}")
