"""Handle one message of a queue: find its kind, tenant and record, do a run, ask for the next."""

import json
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from chalice.app import SQSEvent

from chalicelib.jobs import queues
from chalicelib.jobs.batch import MOST_TRIES, SPARE_SECONDS, Delivery, each
from chalicelib.jobs.kinds import Kind, Message, Next, Queue, UnreadableMessage
from chalicelib.jobs.metrics import UNKNOWN, measured
from chalicelib.telemetry import described, log
from chalicelib.tenancy.context import Context, timestamp
from chalicelib.tenancy.current_tenant import acting_as, acting_as_operator, open_tenant
from chalicelib.tenancy.leaving import CompanyLeaves, is_leaving
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.scope import TenantScope
from chalicelib.tenancy.service_context import service_context

#: Most times that a message is sent again, one second apart, while its record is not committed.
ATTEMPTS = 5
#: The fields of a body that are not ``Message.members``.
_ENVELOPE = ("kind", "tenant", "attempt")


def take(platform: Platform, event: SQSEvent, queue: Queue) -> dict[str, Any]:
    """Handle every message of a queue's event; return those that failed, for redelivery."""
    return each(platform, event, queues.url_of(platform, queue), partial(work, platform, queue))


def work(platform: Platform, queue: Queue, delivery: Delivery, deadline: datetime) -> None:
    """Handle one delivery from this queue. The run must end by ``deadline``.

    Raises UnreadableMessage, and every error of the run.
    """
    try:
        found = _read(platform, queue, delivery.body)
    except UnreadableMessage:
        with measured(platform, UNKNOWN, None, delivery):
            raise
    for kind, message in found:
        with measured(platform, kind.name, message.scope.tenant, delivery) as outcome:
            if kind.queue != queue:
                # The message was sent before a deployment that moved the kind to another queue.
                queues.forward(platform, kind.queue, delivery.body, message.scope)
                outcome.forwarded = 1
            else:
                outcome.hand_ons = int(_run_once(platform, kind, message, delivery, deadline))


def _read(platform: Platform, queue: Queue, body: str) -> list[tuple[Kind[Any], Message]]:
    """Return the messages in a body, each with its kind: our own, or those in S3's event.

    Raises UnreadableMessage.
    """
    try:
        content = json.loads(body)
    except ValueError:
        raise UnreadableMessage("not JSON") from None
    if not isinstance(content, dict):
        raise UnreadableMessage("not an object")
    contents = platform.contents
    if "kind" in content:
        kind = contents.job(content["kind"])
        if kind is None:
            raise UnreadableMessage("not a kind of ours")
        return [(kind, _message(content))]
    for kind in contents.jobs:
        if kind.queue == queue and (announced := kind.announced(content)) is not None:
            return [(kind, message) for message in announced]
    raise UnreadableMessage("not a message of ours")


def _message(content: Mapping[str, Any]) -> Message:
    attempt = content.get("attempt", 0)
    try:
        scope = TenantScope(content["tenant"])
    except (KeyError, TypeError, ValueError):
        raise UnreadableMessage("no tenant") from None
    if not isinstance(attempt, int):
        raise UnreadableMessage("no attempt")
    members = {name: value for name, value in content.items() if name not in _ENVELOPE}
    return Message(str(content["kind"]), scope, members, attempt)


def _run_once(
    platform: Platform, kind: Kind[Any], message: Message, delivery: Delivery, deadline: datetime
) -> bool:
    """Do one run; return whether it asked for another one."""
    with _acting(kind, message.scope):
        tenant = kind.tenant(platform, message.scope)
        if tenant is None or (is_leaving(tenant) and not kind.deletes):
            kind.gone(platform, message)
            return False
        context = service_context(platform, tenant, kind.actor)
        last = delivery.tries >= MOST_TRIES
        try:
            record = kind.read(context, message)
            if record is None:
                _wait_for_record(platform, kind, message)
                return False
            _note_beginning(kind, context, message, record, deadline if last else None)
            after: Next | None = kind.run(context, record, tenant, deadline)
            if after is not None:
                queues.send(platform, kind.queue, message.for_next_run(after.inherits), after.delay)
            if last:
                kind.give_up(context, message, None)
        except CompanyLeaves:
            # Its deletion began during the run. What the run has written is removed with the rest.
            kind.gone(platform, message)
            return False
        except Exception:
            if last:
                _give_up(kind, context, message)
            raise
    return after is not None


@contextmanager
def _acting(kind: Kind[Any], scope: TenantScope) -> Iterator[None]:
    if kind.operator:
        with acting_as_operator():
            open_tenant(scope)
            yield
    else:
        with acting_as(scope):
            yield


def _wait_for_record(platform: Platform, kind: Kind[Any], message: Message) -> None:
    """Send the message again after a second, up to ATTEMPTS times.

    The number is limited, because the request that sent the message may have failed.
    """
    if message.attempt < ATTEMPTS:
        queues.send(platform, kind.queue, message.next_attempt(), delay=1)


def _note_beginning(
    kind: Kind[Any], context: Context, message: Message, record: Any, last_until: datetime | None
) -> None:
    """Note before the run that the last try may fail without a trace.

    The last try may end with its process killed, by the time limit or for memory. Then no code runs
    to note the failure. So the record counts as given up from the end of the process on
    (``last_until`` and SPARE_SECONDS), unless the run removes the note. Work that was given up and
    is tried again (a dead letter that was sent again) no longer counts as given up.
    """
    if last_until is not None:
        over = timestamp(last_until + timedelta(seconds=SPARE_SECONDS))
        kind.give_up(context, message, over)
    elif kind.gave_up_at(record) is not None:
        kind.give_up(context, message, None)


def _give_up(kind: Kind[Any], context: Context, message: Message) -> None:
    """Note that the last try failed. The message becomes a dead letter in any case."""
    try:
        kind.give_up(context, message, timestamp(context.platform.clock()))
    except Exception as error:  # noqa: BLE001 (the caller raises the error of the run)
        log(
            logging.ERROR,
            "job_not_given_up",
            kind=kind.name,
            tenant=message.scope.tenant,
            **described(error),
        )
