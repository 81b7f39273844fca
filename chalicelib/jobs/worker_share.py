"""A company's share of a queue's workers: counted leases, so that no company has all workers.

SQS's fair queues only choose whose message comes next. They do not end what is running, and the
local AWS has none. So each run takes one of the company's leases of its queue, and gives it back
at its end. A company without a free lease waits: its message is sent again, later each time. Long
work that hands on lets the company's waiting messages go first, so that it does not starve them. A
killed worker's lease is free again when its process has ended for certain, or at once for the same
message. The decision and its figures: docs/decisions/worker-share.md.
"""

import logging
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pynamodb.exceptions import PynamoDBException
from pynamodb.expressions.operand import Path

from chalicelib.jobs.keys import key_of_workers
from chalicelib.jobs.kinds import EXPORTS, JOBS, UPLOADS, Queue
from chalicelib.store.keys import EXPIRES_AT
from chalicelib.store.table import ConditionFailed
from chalicelib.telemetry import described, log
from chalicelib.tenancy.context import Context, timestamp
from chalicelib.tenancy.platform import Settings
from chalicelib.tenancy.scope import number_of

#: A company has a third of a queue's workers, rounded up: with 20 it has 7, with 5 it has 2, with
#: 2 it has 1.
PARTS = 3
#: How often a lease that seemed free is tried for, while other workers of the company take theirs.
TRIES = 3
#: The longest wait of a message between two looks for a free lease, in seconds.
LONGEST_WAIT = 300
#: The item of a company without work is removed after a day.
KEPT = timedelta(days=1)


def share(settings: Settings, queue: Queue) -> int:
    """Return how many workers of the queue one company may have at a time."""
    workers = {
        UPLOADS: settings.uploads_workers,
        EXPORTS: settings.exports_workers,
        JOBS: settings.jobs_workers,
    }[queue]
    return max(1, -(-workers // PARTS))


def seconds_to_wait(held: int, message_id: str) -> int:
    """Return when a message that was held back ``held`` times looks for a lease again.

    Between one second and about the time that it has waited so far, at most LONGEST_WAIT. Messages
    that came together come back spread over that time.
    """
    most: int = min(2 ** min(held + 1, 20), LONGEST_WAIT)
    return 1 + number_of(f"{message_id} {held}") % most


@dataclass(slots=True)
class Worker:
    """Whether a run has a worker. After the block, ``others_at`` is when a waiting message of the
    company looks for a lease again (RFC 3339, UTC); None: nobody waits, as far as is known."""

    free: bool
    others_at: str | None = None

    def delay(self, now: datetime, seconds: int) -> int:
        """Return when the next run of this work begins: after those who wait, at least ``seconds``
        later."""
        if self.others_at is None:
            return seconds
        theirs = (datetime.fromisoformat(self.others_at) - now).total_seconds()
        return max(seconds, math.ceil(theirs) + 1) if theirs > 0 else seconds


@contextmanager
def worker_of(context: Context, queue: Queue, holder: str, until: str) -> Iterator[Worker]:
    """Hold one of the company's leases of the queue in the block, if one is free.

    ``holder``: the id of the message. ``until``: when the process has ended (RFC 3339, UTC). The
    lease of a process that dies in the block stays taken until then.
    """
    number = _take(context, queue, holder, until)
    if number is None:
        yield Worker(free=False)
        return
    worker = Worker(free=True)
    try:
        yield worker
    except Exception:
        _give_back(context, queue, number, holder)
        raise
    worker.others_at = _give_back(context, queue, number, holder)


def note_waiting(context: Context, queue: Queue, seconds: int) -> None:
    """Note that a message of the company looks for a lease again after this time."""
    at = context.platform.clock() + timedelta(seconds=seconds)
    context.table.update(
        key_of_workers(context.scope, queue),
        [
            Path("others_at").set(timestamp(at)),
            Path(EXPIRES_AT).set(int((at + KEPT).timestamp())),
        ],
    )


def _take(context: Context, queue: Queue, holder: str, until: str) -> int | None:
    """Take a lease and return its number, from 1; None when all are taken."""
    most = share(context.platform.settings, queue)
    number: int | None = 1
    for _ in range(TRIES):
        if number is None or _taken(context, queue, number, holder, until):
            return number
        found = context.table.get(key_of_workers(context.scope, queue)) or {}
        number = _free(found, most, holder, timestamp(context.platform.clock()))
    return None


def _taken(context: Context, queue: Queue, number: int, holder: str, until: str) -> bool:
    """Take the lease with this number, if it is free; return whether it was."""
    by, ends = Path(f"by_{number}"), Path(f"until_{number}")
    now = timestamp(context.platform.clock())
    expires = int((datetime.fromisoformat(until) + KEPT).timestamp())
    try:
        context.table.update(
            key_of_workers(context.scope, queue),
            [by.set(holder), ends.set(until), Path(EXPIRES_AT).set(expires)],
            by.does_not_exist() | (by == holder) | (ends < now),
        )
    except ConditionFailed:
        return False
    return True


def _free(found: dict[str, Any], most: int, holder: str, now: str) -> int | None:
    """Return the number of a lease that is free or the holder's own; None when there is none."""
    for number in range(1, most + 1):
        by = found.get(f"by_{number}")
        if by is None or by == holder or found[f"until_{number}"] < now:
            return number
    return None


def _give_back(context: Context, queue: Queue, number: int, holder: str) -> str | None:
    """End the lease. When the table does not answer, it ends with the process.

    Return when a waiting message looks for a lease again, None when that is not known.
    """
    by, ends = Path(f"by_{number}"), Path(f"until_{number}")
    try:
        found = context.table.update(
            key_of_workers(context.scope, queue), [by.remove(), ends.remove()], by == holder
        )
    except ConditionFailed:
        return None  # Its time was over, and another worker has it.
    except PynamoDBException as error:
        log(
            logging.WARNING,
            "worker_not_given_back",
            tenant=context.scope.tenant,
            queue=queue,
            **described(error),
        )
        return None
    at: str | None = found.get("others_at")
    return at
