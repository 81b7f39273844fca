"""Kill a process at one of its writes: to the table, the bucket or a queue."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from typing import Any
from unittest import mock

from chalicelib.tenancy import usage
from chalicelib.tenancy.platform import Platform
from tests.profiles import choose

WRITES = frozenset(
    {
        "PutItem",
        "UpdateItem",
        "DeleteItem",
        "BatchWriteItem",
        "TransactWriteItems",
        "PutObject",
        "SendMessage",
        "SendMessageBatch",
    }
)


#: The number of no write: nothing is killed, and all writes are recorded.
NEVER = 0
#: In the quick profile each n-th write is a kill point, beside the notable ones.
STRIDE = 4
TRANSACTION = "TransactWriteItems"


class Killed(BaseException):
    """The process is dead: no later line runs, not even in an ``except Exception``."""


@contextmanager
def killed_at(platform: Platform, number: int, *, after: bool) -> Iterator[list[str]]:
    """Kill the process at write ``number`` (from 1), just before or just after it is made.

    Yields the names of the writes seen: fewer than ``number`` when the process finished.
    """
    seen: list[str] = []

    def strike(model: Any, **_: Any) -> None:
        if model.name in WRITES:
            seen.append(model.name)
            if len(seen) == number:
                raise Killed

    with _struck(platform, "after-call" if after else "before-call", strike):
        yield seen


@contextmanager
def interrupted_at(
    platform: Platform, number: int, meanwhile: Callable[[], None]
) -> Iterator[None]:
    """Call ``meanwhile`` just before write ``number`` (from 1): what another process does."""
    seen = count(1)

    def strike(model: Any, **_: Any) -> None:
        if model.name in WRITES and next(seen) == number:
            meanwhile()

    with _struck(platform, "before-call", strike):
        yield


@contextmanager
def _struck(platform: Platform, moment: str, strike: Callable[..., None]) -> Iterator[None]:
    """Call ``strike`` first at this moment of each request to the table, the bucket and queues.

    What the process has used is not written meanwhile: by when and how much it used before, that
    write comes or not, and runs of the same work would not have the same writes.
    """
    clients = (
        (platform.table.connection.connection.client, f"{moment}.dynamodb"),
        (platform.objects.client, f"{moment}.s3"),
        (platform.queues, f"{moment}.sqs"),
    )
    for client, event in clients:
        client.meta.events.register_first(event, strike)
    try:
        with mock.patch.object(usage, "note"):
            yield
    finally:
        for client, event in clients:
            client.meta.events.unregister(event, strike)


def months(first: str) -> Iterator[str]:
    """Yield ``2026-02``, ``2026-03`` and so on: a separate period for each run that is killed."""
    year, month = map(int, first.split("-"))
    for number in count(year * 12 + month - 1):
        yield f"{number // 12}-{number % 12 + 1:02d}"


def kill_points(writes: Sequence[str], *, after: bool) -> list[int]:
    """Return the numbers of writes to kill a run at. ``writes``: all its writes by name, in order.

    Long profile: every write, before and after it. Quick profile: before the first and the last
    write, the first of each kind, every fourth, and each transaction, which changes a state; and
    after the last write. (The table after a write is the table before the next one.)
    """
    last = len(writes)
    every = range(1, last + 1)
    quick = [last] if after else [number for number in every if _stands_out(writes, number)]
    return choose(quick=quick, long=list(every))


def _stands_out(writes: Sequence[str], number: int) -> bool:
    name = writes[number - 1]
    first_of_its_kind = name not in writes[: number - 1]
    at_an_end = number in (1, len(writes))
    return at_an_end or first_of_its_kind or name == TRANSACTION or number % STRIDE == 0
