"""Fixtures of the tests of usage and costs."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from chalicelib.tenancy.platform import Platform
from tests.api.people.worker import Worker
from tests.api.world import World

#: Read and write units that the emulator has reported since the fixture began.
Reported = Callable[[], dict[str, float]]
_READS = ("GetItem", "BatchGetItem", "Query")


@pytest.fixture
def worker(world: World) -> Worker:
    return Worker(world)


@pytest.fixture
def reported(platform: Platform) -> Iterator[Reported]:
    """Sum what the emulator reports for requests on acme's partitions.

    Without the authorizer's, which alone reads keys in batches: the gateway keeps its answers, and
    they belong to no company. Writes of the counter are numbered by themselves (``counter``): moto
    says half a unit of an update, which AWS bills as one.
    """
    sums = {"read": 0.0, "write": 0.0, "counter": 0}

    def before(params: Any, model: Any, context: Any, **_: object) -> None:
        authorizing = model.name == "BatchGetItem" and b'"acme#keys"' in params["body"]
        context["counter"] = b'"acme#usage"' in params["body"] and model.name == "UpdateItem"
        context["acmes"] = b'"acme#' in params["body"] and not authorizing

    def after(parsed: Any, model: Any, context: Any, **_: object) -> None:
        consumed = parsed.get("ConsumedCapacity")
        if context.get("counter"):
            sums["counter"] += 1
        elif context.get("acmes") and consumed:
            each = consumed if isinstance(consumed, list) else [consumed]
            kind = "read" if model.name in _READS else "write"
            sums[kind] += sum(one["CapacityUnits"] for one in each)

    events = platform.table.connection.connection.client.meta.events
    events.register("before-call.dynamodb.*", before)
    events.register("after-call.dynamodb.*", after)
    yield lambda: dict(sums)
    events.unregister("before-call.dynamodb.*", before)
    events.unregister("after-call.dynamodb.*", after)
