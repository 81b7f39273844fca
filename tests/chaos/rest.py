"""After a round: no fault any more, and time for the system to come to rest.

Some waits are minutes on AWS: the lease of a killed process, the age of a dead letter. They are
shortened, never left out: a lease whose process is dead is moved into the past, and dead letters,
once the product's reader has noted them in the operator's register, are sent again by its own
``make redrive``.
"""

import json
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from infra.deployed import table_of
from infra.redrive import redrive
from tests.chaos.deployed import Deployed
from tests.chaos.processes import alive
from tests.chaos.stored import DEAD_LETTERS, Item, entries_of_leases, items_of, with_lease

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
    waited_for: Counter[str] = field(default_factory=Counter)
    waiting: dict[str, int] = field(default_factory=dict)


def come_to_rest(made: Deployed) -> Rested:
    """Wait until every queue is empty and no function asks for anything."""
    began, found, redrives = time.monotonic(), Rested(), 0
    sqs = made.client("sqs")
    last_look = 0.0
    while True:
        open_messages = _messages(sqs, {**made.queues, **made.dead_letters})
        quiet = time.monotonic() - made.proxy.last_request > SILENCE
        if not open_messages and quiet:
            dead = _noted(made)
            if not dead:
                break
            if redrives == MOST_REDRIVES:
                found.waiting = {"dead letters": dead}
                break
            redrives += 1
            found.redriven += _sent_again(made)
            made.proxy.note("rest", f"{dead} dead letters sent again")
        if time.monotonic() - began > MOST_SECONDS:
            found.waiting = open_messages or {"functions at work": 1}
            break
        if open_messages and time.monotonic() - last_look > HIDDEN_LONG_ENOUGH:
            last_look = time.monotonic()
            found.leases_aged += age_leases(made)
            made.proxy.show_held(HIDDEN_LONG_ENOUGH)
            found.waited_for.update(open_messages)
        time.sleep(0.08)
    found.seconds = time.monotonic() - began
    return found


def _noted(made: Deployed) -> int:
    """Return how many dead letters the operator's register has."""
    answer = made.client("dynamodb").query(
        TableName=made.deployment.table,
        KeyConditionExpression="pk = :register",
        ExpressionAttributeValues={":register": {"S": DEAD_LETTERS}},
        Select="COUNT",
        ConsistentRead=True,
    )
    return int(answer["Count"])


def _sent_again(made: Deployed) -> int:
    return sum(redrive(made.stage, made.deployment, table_of(made.stage, made.deployment)).values())


def age_leases(made: Deployed) -> int:
    """Let the time pass for leases of dead processes; return their number."""
    table, name = made.client("dynamodb"), made.deployment.table
    items = items_of(scan(table, name))
    now = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime())
    held = [(item, str(item["writer"]), "writer_until", "writer") for item in with_lease(items)]
    entries = [(item, claim, "until", None) for item, claim in entries_of_leases(items)]
    aged = 0
    for item in items:
        # What an erasure waits for: the end of the process that may still write a file.
        pid = made.proxy.busy.get((str(item["pk"]), str(item["sk"])))
        if pid is not None and not alive(pid) and str(item.get("busy_until", "")) > now:
            _set_past(table, name, item, "busy_until", ("busy_until", str(item["busy_until"])))
    for item, claim, until, holder in (*held, *entries):
        pid = made.proxy.claims.get(claim)
        if pid is None or alive(pid) or str(item.get(until, "")) <= now:
            continue
        _set_past(table, name, item, until, (holder, claim) if holder else ("pk", item["pk"]))
        if holder is not None:
            made.proxy.note("rest", f"lease {claim} of dead process {pid} aged")
            aged += 1
    return aged


def _set_past(table: Any, name: str, item: Item, member: str, same: tuple[str, str]) -> None:
    """Set a time of an item into the past, unless the item has changed or gone meanwhile."""
    with suppress(table.exceptions.ConditionalCheckFailedException):
        table.update_item(
            TableName=name,
            Key={"pk": {"S": item["pk"]}, "sk": {"S": item["sk"]}},
            UpdateExpression="SET #until = :past",
            ConditionExpression="#same = :same",
            ExpressionAttributeNames={"#until": member, "#same": same[0]},
            ExpressionAttributeValues={":past": {"S": _LONG_AGO}, ":same": {"S": same[1]}},
        )


def tick(made: Deployed, function: str) -> str | None:
    """Run a function that the clock starts every hour; return its error."""
    name = made.deployment.functions[function]
    answer = made.client("lambda").invoke(FunctionName=name, Payload=hourly_event())
    return str(answer["Payload"].read()[:400]) if "FunctionError" in answer else None


def hourly_event() -> bytes:
    """Return the event with which the clock starts a function."""
    event = {
        "version": "0",
        "id": "00000000-0000-0000-0000-000000000000",
        "account": "000000000000",
        "region": "us-east-1",
        "time": time.strftime("%Y-%m-%dT%H:00:00Z", time.gmtime()),
        "source": "aws.events",
        "detail-type": "Scheduled Event",
        "resources": [],
        "detail": {},
    }
    return json.dumps(event).encode()


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
