"""What requests consume is asked for with each of them, and counted where it is wanted."""

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any

import pytest

from chalicelib.store.consumed_units import count_units, counting
from chalicelib.store.keys import Key
from chalicelib.tenancy.current_tenant import acting_as
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.scope import Collection, TenantScope

#: moto says 0.5 of each get, and 1 of every other request.
KEY = Key(TenantScope("acme").partition(Collection("test-things")), "1")


@pytest.fixture(autouse=True)
def _at_work(platform: Platform) -> Any:
    with acting_as(TenantScope("acme")):
        yield


def test_reads_and_writes_are_summed_apart(platform: Platform) -> None:
    table = platform.table
    with counting() as units:
        table.put(KEY, {"a": 1})
        table.get(KEY)
        table.get(KEY)
        list(table.query_all(KEY.pk))
        table.write_batch([(KEY, {"a": 2})])
        table.get_many([KEY])
        table.delete(KEY)
    # 0.5 + 0.5 for two gets, 1 for the query, 1 for the batch of one; a put, a batch, a delete
    assert (units.read, units.write) == (3.0, 3.0)


def test_nothing_is_counted_outside_a_block(platform: Platform) -> None:
    with counting() as units:
        pass
    platform.table.get(KEY)
    assert (units.read, units.write) == (0.0, 0.0)


def test_a_block_inside_another_counts_for_itself(platform: Platform) -> None:
    with counting() as outer:
        platform.table.get(KEY)
        with counting() as inner:
            platform.table.get(KEY)
        platform.table.get(KEY)
    assert (outer.read, inner.read) == (1.0, 0.5)


def test_threads_begun_with_the_blocks_context_count_into_it(platform: Platform) -> None:
    with counting() as units, ThreadPoolExecutor(4) as pool:
        begun = [pool.submit(copy_context().run, platform.table.get, KEY) for _ in range(20)]
        for one in begun:
            one.result()
    assert units.read == 20 * 0.5


def test_every_request_asks_for_its_consumption(platform: Platform) -> None:
    asked: list[Any] = []

    def note(params: Any, **_: Any) -> None:
        asked.append(b'"ReturnConsumedCapacity": "TOTAL"' in params["body"])

    events = platform.table.connection.connection.client.meta.events
    events.register("before-call.dynamodb.*", note)
    try:
        platform.table.put(KEY, {"a": 1})
        platform.table.get(KEY)
        platform.table.write_batch([(KEY, {"a": 2})])
    finally:
        events.unregister("before-call.dynamodb.*", note)
    assert asked == [True, True, True]


def test_an_answer_that_tells_nothing_counts_nothing() -> None:
    hooks: dict[str, Any] = {}

    class Client:
        class meta:  # noqa: N801 (as botocore calls it)
            class events:  # noqa: N801
                register = hooks.__setitem__

    class Model:
        name = "GetItem"

    count_units(Client)
    with counting() as units:
        hooks["after-call.dynamodb.*"](parsed={}, model=Model)
        hooks["after-call.dynamodb.*"](parsed={"ConsumedCapacity": []}, model=Model)
    assert units.read == 0.0
