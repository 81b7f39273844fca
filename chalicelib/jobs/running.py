"""Handle one message of a queue: find its kind, tenant and record, do a run, ask for the next."""

import logging
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime
from functools import partial
from typing import Any

from chalice.app import SQSEvent

from chalicelib.jobs import queues, worker_share
from chalicelib.jobs.batch import MOST_TRIES, Delivery, each, process_ends
from chalicelib.jobs.kinds import Kind, Message, Next, Queue, UnreadableMessage
from chalicelib.jobs.messages import Found, messages
from chalicelib.jobs.metrics import UNKNOWN, Outcome, measured
from chalicelib.jobs.worker_share import Worker
from chalicelib.telemetry import described, log
from chalicelib.tenancy.context import Context, timestamp
from chalicelib.tenancy.current_tenant import acting_as, acting_as_operator, open_tenant
from chalicelib.tenancy.leaving import CompanyLeaves, is_leaving
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.scope import TenantScope
from chalicelib.tenancy.service_context import service_context

#: Most times that a message is sent again, one second apart, while its record is not committed.
ATTEMPTS = 5


def take(platform: Platform, event: SQSEvent, queue: Queue) -> dict[str, Any]:
    """Handle every message of a queue's event; return those that failed, for redelivery."""
    return each(platform, event, queues.url_of(platform, queue), partial(work, platform, queue))


def work(platform: Platform, queue: Queue, delivery: Delivery, deadline: datetime) -> None:
    """Handle one delivery from this queue. The runs must end by ``deadline``.

    An event of S3 may hold several messages. Each is handled, whatever becomes of the others. Then
    the first error is raised: UnreadableMessage, or that of a run.
    """
    errors: list[Exception] = []
    for one in messages(platform, queue, delivery.body):
        try:
            _handle(platform, queue, one, delivery, deadline)
        except Exception as error:  # noqa: BLE001 (any error: the other messages go on)
            errors.append(error)
    for further in errors[1:]:
        log(logging.ERROR, "message_failed", message=delivery.id, **described(further))
    if errors:
        raise errors[0]


def _handle(
    platform: Platform, queue: Queue, found: Found, delivery: Delivery, deadline: datetime
) -> None:
    if isinstance(found, UnreadableMessage):
        with measured(platform, UNKNOWN, None, delivery):
            raise found
    kind, message = found
    with measured(platform, kind.name, message.scope.tenant, delivery, message.work()) as outcome:
        if kind.queue != queue:
            # The message was sent before a deployment that moved the kind to another queue.
            queues.forward(platform, kind.queue, delivery.body, message.scope)
            outcome.forwarded = 1
        else:
            _run_once(platform, kind, message, delivery, deadline, outcome)


def _run_once(
    platform: Platform,
    kind: Kind[Any],
    message: Message,
    delivery: Delivery,
    deadline: datetime,
    outcome: Outcome,
) -> None:
    """Do one run, if the company has a worker free for it; note what became of the message."""
    with acting(kind, message.scope):
        tenant = kind.tenant(platform, message.scope)
        if tenant is None or (is_leaving(tenant) and not kind.deletes):
            kind.gone(platform, message)
            return
        outcome.company_stays = not kind.deletes
        context = service_context(platform, tenant, kind.actor)
        last = delivery.tries >= MOST_TRIES
        try:
            record = kind.read(context, message)
            if record is None:
                _wait_for_record(platform, kind, message)
                return
            with _worker_for(kind, context, delivery, deadline) as worker:
                if not worker.free:
                    _hold_back(context, kind, message, delivery)
                    outcome.held_back = 1
                    return
                _note_beginning(kind, context, message, record, deadline if last else None)
                after: Next | None = kind.run(context, record, tenant, deadline)
            if after is not None:
                outcome.hand_ons = 1
                delay = worker.delay(platform.clock(), after.delay)
                queues.send(platform, kind.queue, message.for_next_run(after.inherits), delay)
            if last:
                kind.give_up(context, message, None)
        except CompanyLeaves:
            # Its deletion began during the run. What the run has written is removed with the rest.
            kind.gone(platform, message)
        except Exception:
            if last:
                _give_up(kind, context, message)
            raise


def _worker_for(
    kind: Kind[Any], context: Context, delivery: Delivery, deadline: datetime
) -> AbstractContextManager[Worker]:
    """Return the block in which the run has one of the company's workers.

    A deletion needs none: it removes the leases with everything else.
    """
    if kind.deletes:
        return nullcontext(Worker(free=True))
    return worker_share.worker_of(context, kind.queue, delivery.id, process_ends(deadline))


def _hold_back(context: Context, kind: Kind[Any], message: Message, delivery: Delivery) -> None:
    """Send the message again for later: the company has its share of workers at work."""
    wait = worker_share.seconds_to_wait(message.held, delivery.id)
    queues.send(context.platform, kind.queue, message.held_back(), wait)
    worker_share.note_waiting(context, kind.queue, wait)


@contextmanager
def acting(kind: Kind[Any], scope: TenantScope) -> Iterator[None]:
    """Act for the company in the block, as the work of this kind may."""
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
    (``jobs.batch.process_ends``), unless the run removes the note. Work that was given up and
    is tried again (a dead letter that was sent again) no longer counts as given up.
    """
    if last_until is not None:
        over = process_ends(last_until)
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
