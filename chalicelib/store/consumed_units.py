"""The capacity that requests to the table consume, in DynamoDB's read and write units.

Every request asks DynamoDB for its consumption. A :func:`counting` block sums it. A thread that
runs in a copy of the block's context counts into the same sum.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock
from typing import Any

READS = frozenset({"GetItem", "BatchGetItem", "Query", "TransactGetItems"})


class Units:
    """Read and write units so far. DynamoDB bills half units, so floats hold them exactly."""

    __slots__ = ("_lock", "read", "write")

    def __init__(self) -> None:
        self.read = 0.0
        self.write = 0.0
        self._lock = Lock()

    def add(self, operation: str, consumed: float) -> None:
        with self._lock:
            if operation in READS:
                self.read += consumed
            else:
                self.write += consumed


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
