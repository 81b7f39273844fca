"""Send a company's month as its HR clerk does: publish, post the file, deliver the event."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from urllib.parse import quote_plus

from tests.api.client import Api
from tests.api.world import BUCKET, World

#: Two lines: answer time in whole steps, resolution rate in points. Easy to check by hand.
SCHEME: dict[str, Any] = {
    "code": "desk",
    "name": {"zh": "客服考核", "en": "Service desk"},
    "total_points": "100",
    "dimensions": [
        {
            "code": "quality",
            "name": {"zh": "服务质量", "en": "Quality"},
            "points": "100",
            "indicators": [
                {
                    "code": "answer_time",
                    "name": {"zh": "响应时间", "en": "Answer time"},
                    "unit": "second",
                    "direction": "lower",
                    "max_points": "40",
                    "target": "30",
                    "value": {
                        "kind": "ratio",
                        "numerator": "wait_seconds",
                        "denominator": "contacts",
                    },
                    "rule": {"kind": "step_deduct", "step": "10", "per_step": "8"},
                },
                {
                    "code": "resolution",
                    "name": {"zh": "解决率", "en": "Resolution rate"},
                    "unit": "percent",
                    "direction": "higher",
                    "max_points": "60",
                    "target": "90",
                    "value": {
                        "kind": "ratio",
                        "numerator": "solved",
                        "denominator": "raised",
                        "scale": "100",
                    },
                    "rule": {"kind": "step_deduct", "step": "1", "per_step": "2"},
                },
            ],
        }
    ],
    "grades": [
        {"code": "good", "name": {"zh": "良好", "en": "Good"}, "min": "80", "coefficient": "1.1"},
        {"code": "poor", "name": {"zh": "较差", "en": "Poor"}, "min": "0", "coefficient": "0.6"},
    ],
}
#: The same, whose figures come from two hands: the chat system and the inspection.
IN_PARTS: dict[str, Any] = {
    **SCHEME,
    "sources": [
        {"code": "chat", "name": {"zh": "客服系统", "en": "Chat system"}, "due_day": 3},
        {"code": "qa", "name": {"zh": "质检", "en": "Inspection"}},
    ],
    "columns": [
        {"code": "wait_seconds", "name": {"zh": "等待", "en": "Waiting"}, "source": "chat"},
        {"code": "contacts", "name": {"zh": "接待", "en": "Contacts"}, "source": "chat"},
        {"code": "solved", "name": {"zh": "已解决", "en": "Solved"}, "source": "qa"},
        {"code": "raised", "name": {"zh": "提出", "en": "Raised"}, "source": "qa"},
    ],
}
HEADER = "employee_id,employee_name,team,wait_seconds,contacts,solved,raised"


def published(company: Any, scheme: Mapping[str, Any] = SCHEME, **effect: str) -> None:
    """Publish the scheme, in effect from January 2026 on by default."""
    made = company.admin.post("/v1/schemes", scheme)
    made.ok(201)
    body = {"effective_from": "2026-01", **effect}
    path = f"/v1/schemes/{scheme['code']}/publish"
    company.admin.post(path, body, if_match=made.headers["etag"]).ok(201)


def csv_of(*rows: str) -> bytes:
    return "\n".join([HEADER, *rows, ""]).encode()


def chat_of(*rows: str) -> bytes:
    """A file of the source chat: id, seconds, contacts."""
    return "\n".join(["employee_id,wait_seconds,contacts", *rows, ""]).encode()


def qa_of(*rows: str) -> bytes:
    """A file of the source qa: id, solved, raised."""
    return "\n".join(["employee_id,solved,raised", *rows, ""]).encode()


def id_of(body: str) -> str:
    """Return the id of the message with this body, the same at each of its deliveries."""
    return sha256(body.encode()).hexdigest()[:32]


@dataclass
class Context:
    """The Lambda context of a message: the time that the process has left."""

    milliseconds: int = 300_000

    def get_remaining_time_in_millis(self) -> int:
        return self.milliseconds


@dataclass
class Desk:
    """Sends a company's files and delivers their events."""

    world: World
    caller: Api
    tenant: str

    def announce(self, period: str = "2026-10", scheme: str = "desk", **more: Any) -> Any:
        """Announce a file. Some tests walk through the months to come, and so say that they do."""
        said = {"filename": "month.csv", "future_period": True}
        body = {"scheme": scheme, "period": period, **said, **more}
        return self.caller.post("/v1/uploads", body).ok(201)

    def put(self, upload: Mapping[str, Any], content: bytes) -> dict[str, Any]:
        """Store the file as the presigned POST would; return the record of S3's event."""
        key = upload["form"]["fields"]["key"]
        answer = self.world.s3.put_object(Bucket=BUCKET, Key=key, Body=content)
        return {
            "eventName": "ObjectCreated:Post",
            "s3": {
                "bucket": {"name": BUCKET},
                "object": {
                    "key": quote_plus(key, safe="/"),
                    "size": len(content),
                    "versionId": answer.get("VersionId"),
                    "sequencer": "0055",
                },
            },
        }

    def deliver(self, *records: Mapping[str, Any], milliseconds: int = 300_000) -> Any:
        """Deliver one message with these records, then the messages of all runs that follow."""
        return self.deliver_body(self.message(*records), milliseconds=milliseconds)

    def message(self, *records: Mapping[str, Any]) -> str:
        """Return the body of the message with these records."""
        return json.dumps({"Records": records})

    def deliver_body(self, body: str, *, milliseconds: int = 300_000, runs: int = 50) -> Any:
        answer = self.run_once(body, milliseconds=milliseconds)
        for _ in range(runs):
            waiting = self.world.messages("uploads")
            if not waiting:
                return answer
            for message in waiting:
                answer = self.run_once(message, milliseconds=milliseconds)
        raise AssertionError("the upload does not come to an end")

    def run_once(self, body: str, *, milliseconds: int = 300_000) -> Any:
        """Deliver one message to the scoring function."""
        import app

        sqs, url = self.world.sqs, self.world.queue_urls["uploads"]
        sqs.send_message(QueueUrl=url, MessageBody=body)
        (message,) = sqs.receive_message(QueueUrl=url)["Messages"]
        record = {
            "messageId": id_of(body),
            "receiptHandle": message["ReceiptHandle"],
            "body": message["Body"],
        }
        answer = app.score_upload({"Records": [record]}, Context(milliseconds))
        sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return answer

    def send(self, content: bytes, **more: Any) -> Any:
        """Announce, store and deliver a file; return the upload after that."""
        upload = self.announce(**more)
        self.deliver(self.put(upload, content))
        return self.caller.get(f"/v1/uploads/{upload['id']}").ok()
