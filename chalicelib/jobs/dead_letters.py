"""Dead letters: messages that a queue gave up, whether or not a run of ours saw their last try.

A function reads the dead-letter queues. Each letter becomes an entry of the operator's register,
with its body, so that it can be sent again; and the work that it asked for counts as given up, with
its event. So work has a visible end also when its last try was killed, or when the queue delivered
the message five times to no worker of ours. Reading a letter twice changes nothing more.
"""

import logging
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

from chalice.app import SQSEvent

from chalicelib.jobs import queues
from chalicelib.jobs.batch import Delivery, delivery_of
from chalicelib.jobs.kinds import QUEUES, Kind, Message, Queue, UnreadableMessage
from chalicelib.jobs.messages import messages
from chalicelib.jobs.metrics import UNKNOWN
from chalicelib.jobs.running import acting
from chalicelib.store.keys import EXPIRES_AT, Key
from chalicelib.store.records import from_item, to_item
from chalicelib.store.table import Table
from chalicelib.telemetry import described, log, metrics
from chalicelib.tenancy import operator_scope
from chalicelib.tenancy.context import Context, timestamp
from chalicelib.tenancy.current_tenant import acting_as_operator
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.service_context import service_context

#: How long an entry is kept: as long as the log lines that tell of the tries.
KEPT = timedelta(days=90)
#: A queue's dead-letter queue has the queue's name and this ending.
ENDING = "-dead-letters"


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """An entry of the register of dead letters.

    ``message`` is the id that the message had in its queue and in the log lines of its tries.
    ``work`` names the records that it is about. ``unreadable`` says why it is no message of ours.
    Times are RFC 3339 in UTC.
    """

    message: str
    queue: str
    body: str
    sent_at: str
    noted_at: str
    kind: str
    tenant: str | None = None
    work: tuple[str, ...] = ()
    group: str | None = None
    unreadable: str | None = None


def read_all(platform: Platform, event: SQSEvent) -> dict[str, list[dict[str, str]]]:
    """Note every letter of an event; return those that could not be noted, to be delivered again.

    A letter that cannot be noted stays in its dead-letter queue, which alarms.
    """
    failures: list[dict[str, str]] = []
    for record in event.to_dict().get("Records", ()):
        delivery = delivery_of(record)
        try:
            _note(platform, _queue_of(record), delivery, record.get("attributes", {}))
        except Exception as error:  # noqa: BLE001 (any error: the other letters go on)
            failures.append({"itemIdentifier": delivery.id})
            log(logging.ERROR, "dead_letter_not_noted", message=delivery.id, **described(error))
    return {"batchItemFailures": failures}


def tell(platform: Platform) -> int:
    """Log how many letters are kept, as a metric that alarms. Runs every hour. Returns it."""
    with acting_as_operator():
        number = platform.table.count(operator_scope.DEAD_LETTERS)
    _measure(platform, number)
    return number


def kept(table: Table) -> Iterator[DeadLetter]:
    """Yield the letters of the register. Runs as the operator."""
    for item in table.query_all(operator_scope.DEAD_LETTERS):
        yield from_item(DeadLetter, item)


def key_of(letter: DeadLetter) -> Key:
    """Return the key of a letter's entry.

    Messages with one body are one entry: sent again, they ask for the same. So work that is asked
    for every hour and fails every time has one entry.
    """
    digest = blake2b(f"{letter.queue}\n{letter.body}".encode(), digest_size=16).hexdigest()
    return operator_scope.dead_letter(digest)


def forget(context: Context) -> None:
    """Remove a deleted company's letters. Runs as the operator in the company."""
    for letter in list(kept(context.table)):
        if letter.tenant == context.scope.tenant:
            context.table.delete(key_of(letter))


def _note(
    platform: Platform, queue: Queue, delivery: Delivery, attributes: Mapping[str, Any]
) -> None:
    found = messages(platform, queue, delivery.body)
    unreadable = [one for one in found if isinstance(one, UnreadableMessage)]
    alive = [
        one for one in found if not isinstance(one, UnreadableMessage) and _lives(platform, *one)
    ]
    if not unreadable and not alive:
        # Of companies that are gone, or of no upload: there is nothing to send again.
        return
    now = platform.clock()
    kinds = sorted({kind.name for kind, _ in alive}) or [UNKNOWN]
    tenants = sorted({message.scope.tenant for _, message in alive})
    letter = DeadLetter(
        message=delivery.id,
        queue=queue,
        body=delivery.body,
        sent_at=timestamp(delivery.sent_at or now),
        noted_at=timestamp(now),
        kind=", ".join(kinds),
        tenant=", ".join(tenants) or None,
        work=tuple(work for _, message in alive for work in message.work()),
        group=attributes.get("MessageGroupId"),
        unreadable=", ".join(map(str, unreadable)) or None,
    )
    # First, so that a letter whose work cannot be marked is told of too.
    with acting_as_operator():
        expires_at = int((now + KEPT).timestamp())
        platform.table.put(key_of(letter), {**to_item(letter), EXPIRES_AT: expires_at})
    for kind, message in alive:
        _end(platform, kind, message, now)
    told = {name: getattr(letter, name) for name in ("message", "queue", "kind", "tenant", "work")}
    log(logging.ERROR, "dead_letter", **told)
    _measure(platform, 1)


def _lives(platform: Platform, kind: Kind[Any], message: Message) -> bool:
    """Return whether the message's company exists; do what is left to do when it does not."""
    with acting(kind, message.scope):
        if kind.tenant(platform, message.scope) is not None:
            return True
        # An unreadable one names nothing that is left to do.
        with suppress(UnreadableMessage):
            kind.gone(platform, message)
        return False


def _end(platform: Platform, kind: Kind[Any], message: Message, now: datetime) -> None:
    """Note that the work was given up; send a message again whose work nobody else asks for."""
    with acting(kind, message.scope):
        tenant = kind.tenant(platform, message.scope)
        if tenant is None:
            return
        context = service_context(platform, tenant, kind.actor)
        try:
            kind.give_up(context, message, timestamp(now))
            if kind.again:
                kind.read(context, message)
                queues.send(platform, kind.queue, message, queues.LONGEST_DELAY)
        except UnreadableMessage:
            return  # It names no work. The entry has its body.


def _measure(platform: Platform, number: int) -> None:
    log(
        logging.INFO,
        "dead_letters_kept",
        stage=platform.settings.stage,
        dead_letters_kept=number,
        _aws=metrics({"dead_letters_kept": "Count"}, ("stage",)),
    )


def _queue_of(record: Mapping[str, Any]) -> Queue:
    """Return the queue whose dead-letter queue the record came from. Raises LookupError."""
    name = str(record.get("eventSourceARN", ""))
    for queue in QUEUES:
        if name.endswith(f"{queue}{ENDING}"):
            return queue
    raise LookupError("no dead-letter queue of ours")
