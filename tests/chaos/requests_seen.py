"""What a request of a function to AWS is: its service, its operation, whether it writes."""

import json
import re
from dataclasses import dataclass
from typing import Any

DYNAMODB, SQS, S3, STS, OTHER = "dynamodb", "sqs", "s3", "sts", "other"
WRITES = frozenset(
    {
        "PutItem",
        "UpdateItem",
        "DeleteItem",
        "BatchWriteItem",
        "TransactWriteItems",
        "PutObject",
        "DeleteObject",
        "SendMessage",
        "SendMessageBatch",
    }
)
_TARGET = re.compile(r"(DynamoDB_\d+|AmazonSQS)\.(\w+)")
_CLAIM = re.compile(rb"run_[0-9A-Za-z]{10,40}")


@dataclass(frozen=True, slots=True)
class Sent:
    """A request as a function sent it. ``operation`` is AWS's name of it."""

    service: str
    operation: str
    body: bytes

    @property
    def writes(self) -> bool:
        return self.operation in WRITES

    def content(self) -> dict[str, Any]:
        """Return the JSON body; an empty object for another kind of body."""
        try:
            found = json.loads(self.body or b"{}")
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    def claims(self) -> set[str]:
        """Return the claims on periods that the request names."""
        return {one.decode() for one in _CLAIM.findall(self.body)}

    def tables_keys(self) -> str:
        """Return a short form of what the request touches, for the log."""
        found = re.findall(rb'"pk": ?\{"S": ?"([^"]{1,80})"\}', self.body)
        return ",".join(dict.fromkeys(one.decode() for one in found[:3]))


def sent(method: str, path: str, target: str | None, body: bytes) -> Sent:
    """Tell what a request is by its method, path and ``X-Amz-Target``."""
    match = _TARGET.fullmatch(target or "")
    if match:
        service = SQS if match[1] == "AmazonSQS" else DYNAMODB
        return Sent(service, match[2], body)
    if b"Action=AssumeRole" in body:
        return Sent(STS, "AssumeRole", body)
    if path == "/" or body.startswith(b"Action="):
        return Sent(OTHER, method, body)
    names = {"PUT": "PutObject", "GET": "GetObject", "DELETE": "DeleteObject", "HEAD": "HeadObject"}
    if method == "POST" and "delete" in path.partition("?")[2]:
        return Sent(S3, "DeleteObject", body)
    return Sent(S3, names.get(method, method), body)
