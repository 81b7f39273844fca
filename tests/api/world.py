"""AWS in process (moto), made anew for each test from the names in ``chalicelib.store.layout``."""

from dataclasses import dataclass
from threading import Lock
from typing import Any

import boto3
from moto.core import DEFAULT_ACCOUNT_ID as ACCOUNT
from moto.dynamodb.models import dynamodb_backends
from moto.s3.models import FakeKey, s3_backends
from moto.sqs.models import sqs_backends

from chalicelib.store.layout import layout

TABLE = "servicescore"
BUCKET = "servicescore-files"
QUEUES = ("uploads", "exports", "jobs")
REGION = "us-east-1"
TENANT_ROLE = "arn:aws:iam::123456789012:role/tenant"
OPERATOR_ROLE = "arn:aws:iam::123456789012:role/operator"

ENVIRONMENT = {
    "AWS_DEFAULT_REGION": REGION,
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "SERVICESCORE_TABLE": TABLE,
    "SERVICESCORE_BUCKET": BUCKET,
    "SERVICESCORE_STAGE": "test",
    "SERVICESCORE_TENANT_ROLE": TENANT_ROLE,
    "SERVICESCORE_OPERATOR_ROLE": OPERATOR_ROLE,
    "SERVICESCORE_SIGNING_KEY": "a signing key of thirty-two bytes",
}


@dataclass(frozen=True)
class Stored:
    """Everything that is stored: items and versions of objects by name, each queue's messages and
    those of them that are in flight; and the number of the next id."""

    items: dict[Any, dict[Any, Any]]
    objects: dict[str, list[Any]]
    queues: dict[str, tuple[list[Any], set[Any]]]
    next_id: int


class World:
    """The table, bucket and queues of a test, with clients without the guard.

    ``next_id``: the random part of the next id. The clock stands still, so many ids are made in one
    millisecond: with numbers that follow each other they are in their order.
    """

    def __init__(self) -> None:
        self.next_id = 0
        self._taking = Lock()
        self.dynamodb = boto3.client("dynamodb", region_name=REGION)
        self.s3 = boto3.client("s3", region_name=REGION)
        self.sqs = boto3.client("sqs", region_name=REGION)
        self.s3.create_bucket(Bucket=BUCKET)
        self.s3.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
        self.queue_urls = {
            name: self.sqs.create_queue(QueueName=name)["QueueUrl"] for name in QUEUES
        }

    def clear(self) -> None:
        """Empty everything, as before the first test: moto's own stores, without a request."""
        if TABLE not in dynamodb_backends[ACCOUNT][REGION].tables:
            self.dynamodb.create_table(**layout(TABLE), BillingMode="PAY_PER_REQUEST")
        _items().clear()
        objects = _objects()
        for name in list(objects):
            # moto's own pop closes the files that hold the versions, and fails at a delete marker.
            for version in dict.pop(objects, name):
                if isinstance(version, FakeKey):
                    version.dispose()
        for name in QUEUES:
            # Includes messages that are delayed or in flight, which receiving would not find.
            queue = _queue(name)
            queue._messages.clear()
            queue._pending_messages.clear()

    def stored(self) -> Stored:
        """Return everything as it is stored, without a request and without a copy."""
        objects = _objects()
        return Stored(
            items=dict(_items()),
            objects={name: dict.__getitem__(objects, name) for name in objects},
            queues={
                name: (_queue(name)._messages, _queue(name)._pending_messages) for name in QUEUES
            },
            next_id=self.next_id,
        )

    def put_back(self, stored: Stored) -> None:
        """Store this instead of everything, without a request."""
        self.clear()
        _items().update(stored.items)
        dict.update(_objects(), stored.objects)
        for name, (messages, in_flight) in stored.queues.items():
            _queue(name)._messages.extend(messages)
            _queue(name)._pending_messages.update(in_flight)
        self.next_id = stored.next_id

    def take_id(self, _bits: int) -> int:
        """Return the random part of a new id."""
        with self._taking:
            self.next_id += 1
            return self.next_id - 1

    def size(self) -> tuple[int, ...]:
        """Return the numbers of items, objects' versions and messages, without a request."""
        stored = self.stored()
        return (
            sum(map(len, stored.items.values())),
            sum(map(len, stored.objects.values())),
            *(len(messages) for messages, _ in stored.queues.values()),
        )

    def items(self) -> list[dict[str, Any]]:
        """Return every item of the table, as DynamoDB's attribute maps."""
        found: list[dict[str, Any]] = []
        for page in self.dynamodb.get_paginator("scan").paginate(TableName=TABLE):
            found.extend(page["Items"])
        return found

    def kept(self) -> list[dict[str, Any]]:
        """Return every item but the counts of requests and of usage, which each request changes."""
        counts = ("#requests", "#usage")
        return [item for item in self.items() if not item["pk"]["S"].endswith(counts)]

    def objects(self) -> list[str]:
        """Return the names of the bucket's objects."""
        listed = self.s3.list_objects_v2(Bucket=BUCKET)
        return [entry["Key"] for entry in listed.get("Contents", [])]

    def delayed(self, queue: str) -> int:
        """Return the number of messages that wait for their delay."""
        name = "ApproximateNumberOfMessagesDelayed"
        url = self.queue_urls[queue]
        got = self.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=[name])
        return int(got["Attributes"][name])

    def not_received(self, queue: str) -> int:
        """Return the number of messages that wait, with or without a delay."""
        names = ("ApproximateNumberOfMessages", "ApproximateNumberOfMessagesDelayed")
        url = self.queue_urls[queue]
        got = self.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=list(names))
        return sum(int(got["Attributes"][name]) for name in names)

    def messages(self, queue: str) -> list[str]:
        """Receive the waiting messages of a queue (one of QUEUES); return their bodies."""
        url = self.queue_urls[queue]
        bodies = []
        while True:
            got = self.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)
            messages = got.get("Messages", [])
            if not messages:
                return bodies
            for message in messages:
                self.sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
                bodies.append(message["Body"])


def _items() -> Any:
    """Return moto's items by partition and sort key. A transaction that fails makes a new table."""
    return dynamodb_backends[ACCOUNT][REGION].tables[TABLE].items


def _objects() -> Any:
    """Return moto's versions of objects, in lists by the object's name."""
    return s3_backends[ACCOUNT]["aws"].buckets[BUCKET].keys


def _queue(name: str) -> Any:
    return sqs_backends[ACCOUNT][REGION].queues[name]
