"""What requests to the table and the bucket consume: DynamoDB's units, and requests to S3.

Every request asks DynamoDB for its consumption. A :func:`counting` block sums it. A thread that
runs in a copy of the block's context counts into the same sum.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock
from typing import Any

READS = frozenset({"GetItem", "BatchGetItem", "Query", "TransactGetItems"})
#: Requests to S3 by their price. Removals are free.
OBJECT_READS = frozenset({"GetObject", "HeadObject"})
OBJECT_REMOVALS = frozenset({"DeleteObject", "DeleteObjects"})


class Units:
    """Read and write units so far. DynamoDB bills half units, so floats hold them exactly.

    ``object_reads`` and ``object_writes`` are numbers of requests to S3. A listing is priced as a
    write.
    """

    __slots__ = ("_lock", "object_reads", "object_writes", "read", "write")

    def __init__(self) -> None:
        self.read = 0.0
        self.write = 0.0
        self.object_reads = 0
        self.object_writes = 0
        self._lock = Lock()

    def add(self, operation: str, consumed: float) -> None:
        with self._lock:
            if operation in READS:
                self.read += consumed
            else:
                self.write += consumed

    def add_object_request(self, operation: str) -> None:
        with self._lock:
            if operation in OBJECT_READS:
                self.object_reads += 1
            elif operation not in OBJECT_REMOVALS:
                self.object_writes += 1


_units: ContextVar[Units | None] = ContextVar("units", default=None)


@contextmanager
def counting() -> Iterator[Units]:
    """Count the units that requests inside the block consume."""
    units = Units()
    token = _units.set(units)
    try:
        yield units
    finally:
        _units.reset(token)


def count_units(client: Any) -> None:
    """Make a DynamoDB client ask for the consumption of each request and count it."""
    events = client.meta.events
    events.register("provide-client-params.dynamodb.*", _ask)
    events.register("after-call.dynamodb.*", _count)


def count_object_requests(client: Any) -> None:
    """Make an S3 client count its requests. Links and forms are signed without a request."""
    client.meta.events.register("after-call.s3.*", _count_object_request)


def _ask(params: dict[str, Any], **_: object) -> None:
    params.setdefault("ReturnConsumedCapacity", "TOTAL")


def _count(parsed: Mapping[str, Any], model: Any, **_: object) -> None:
    units = _units.get()
    consumed = parsed.get("ConsumedCapacity")
    if units is None or not consumed:
        return
    # A batch or a transaction answers with one entry per table.
    tables = consumed if isinstance(consumed, list) else [consumed]
    units.add(model.name, sum(float(one.get("CapacityUnits", 0)) for one in tables))


def _count_object_request(model: Any, **_: object) -> None:
    units = _units.get()
    if units is not None:
        units.add_object_request(model.name)
