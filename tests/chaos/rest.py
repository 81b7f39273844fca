"""After a round: no fault any more, and time for the system to come to rest.

Some waits are minutes on AWS: the lease of a killed process, the age of a dead letter. They are
shortened, never left out: a lease whose process is dead is moved into the past, and dead letters
are sent again by the product's own ``make redrive``.
"""

import time
from dataclasses import dataclass, field
from typing import Any

from infra.redrive import redrive
from tests.chaos.deployed import Deployed
from tests.chaos.processes import alive
from tests.chaos.stored import items_of, leases_of

#: Seconds until a round must have come to rest, and of silence that count as rest.
MOST_SECONDS, SILENCE = 120.0, 0.35
#: Seconds of silence after which hidden messages are shown again, and leases of the dead run out.
HIDDEN_LONG_ENOUGH = 1.5
#: How often dead letters are sent again before what they ask for counts as never ending.
MOST_REDRIVES = 4
_COUNTS = (
    "ApproximateNumberOfMessages",
    "ApproximateNumberOfMessagesNotVisible",
    "ApproximateNumberOfMessagesDelayed",
)
_LONG_AGO = "2020-01-01T00:00:00.000Z"


@dataclass(slots=True)
class Rested:
    """How a round came to rest. ``waiting``: what had not ended when the time was up."""

    seconds: float = 0.0
    redriven: int = 0
    leases_aged: int = 0
    waiting: dict[str, int] = field(default_factory=dict)


def come_to_rest(made: Deployed) -> Rested:
    """Wait until every queue is empty and no function asks for anything."""
    began, found, redrives = time.monotonic(), Rested(), 0
    sqs = made.client("sqs")
    last_look = 0.0
    while True:
        open_messages = _messages(sqs, made.queues)
        quiet = time.monotonic() - made.proxy.last_request > SILENCE
        if not open_messages and quiet:
            dead = sum(_messages(sqs, made.dead_letters).values())
            if not dead:
                break
            if redrives == MOST_REDRIVES:
                found.waiting = {"dead letters": dead}
                break
            redrives += 1
            found.redriven += sum(redrive(made.stage, made.deployment).values())
            made.proxy.note("rest", f"{dead} dead letters sent again")
        if time.monotonic() - began > MOST_SECONDS:
            found.waiting = open_messages or {"functions at work": 1}
            break
        if open_messages and time.monotonic() - last_look > HIDDEN_LONG_ENOUGH:
            last_look = time.monotonic()
            found.leases_aged += age_leases(made)
            if last_look - made.proxy.last_request > HIDDEN_LONG_ENOUGH:
                made.proxy.show_held()
        time.sleep(0.08)
    found.seconds = time.monotonic() - began
    return found


def age_leases(made: Deployed) -> int:
    """Let the time pass for leases of dead processes; return their number."""
    table = made.client("dynamodb")
    aged = 0
    for key, claim in _held(table, made.deployment.table):
        pid = made.proxy.claims.get(claim)
        if pid is None or alive(pid):
            continue
        table.update_item(
            TableName=made.deployment.table,
            Key=key,
            UpdateExpression="SET writer_until = :past",
            ConditionExpression="writer = :claim",
            ExpressionAttributeValues={":past": {"S": _LONG_AGO}, ":claim": {"S": claim}},
        )
        made.proxy.note("rest", f"lease {claim} of dead process {pid} aged")
        aged += 1
    return aged


def _held(table: Any, name: str) -> list[tuple[dict[str, Any], str]]:
    """Return the key and claim of every lease that has not run out."""
    found = []
    now = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime())
    for item in items_of(scan(table, name)):
        for _, claim in leases_of([item]):
            if str(item.get("writer_until", "")) > now:
                found.append(({"pk": {"S": item["pk"]}, "sk": {"S": item["sk"]}}, claim))
    return found


def scan(table: Any, name: str) -> list[dict[str, Any]]:
    """Return every item of the table as DynamoDB gives it."""
    pages = table.get_paginator("scan").paginate(TableName=name)
    return [item for page in pages for item in page["Items"]]


def _messages(sqs: Any, urls: dict[str, str]) -> dict[str, int]:
    found = {}
    for name, url in urls.items():
        answer = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=list(_COUNTS))
        number = sum(int(answer["Attributes"].get(one, 0)) for one in _COUNTS)
        if number:
            found[name] = number
    return found
