"""A unit of work: all of its writes, or none and the reason of the one that refused."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import pytest
from botocore.exceptions import ClientError
from pynamodb.exceptions import TransactWriteError
from pynamodb.expressions.operand import Path

from chalicelib.store.errors import ItemTooLarge, Throttled
from chalicelib.store.keys import Key
from chalicelib.store.table import Table
from chalicelib.store.transactions import MOST_WRITES, Unit
from chalicelib.tenancy.current_tenant import acting_as
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.scope import Collection, TenantScope
from tests.api.fixtures import Calls

THINGS = TenantScope("acme").partition(Collection("test-things"))


class Refused(Exception):
    """The refusal of one write, by name."""


@pytest.fixture
def table(platform: Platform) -> Iterator[Table]:
    with acting_as(TenantScope("acme")):
        yield platform.table


def _key(name: str) -> Key:
    return Key(THINGS, name)


def _sorts(table: Table) -> list[str]:
    return [item["sk"] for item in table.query_all(THINGS)]


def test_nothing_is_written_before_the_commit(table: Table) -> None:
    unit = Unit(table)
    unit.put(_key("a"), {})
    assert _sorts(table) == []
    unit.commit()
    assert _sorts(table) == ["a"]


def test_an_item_that_the_table_would_not_take_is_refused_and_all_others_are_taken(
    table: Table,
) -> None:
    """The table takes 409,600 bytes. A character like 😀 has four of them."""
    for number in (100_000, 100_900):
        unit = Unit(table)
        unit.put(_key("long"), {"said": [{"remark": "😀" * number}]}, None)
        unit.commit()
    for number in (101_000, 102_400):
        with pytest.raises(ItemTooLarge):
            Unit(table).put(_key("longer"), {"said": [{"remark": "😀" * number}]})
    assert _sorts(table) == ["long"]


def test_a_unit_without_writes_makes_no_request(table: Table, calls: Calls) -> None:
    calls()
    Unit(table).commit()
    assert calls() == []


def test_a_single_write_needs_no_transaction(table: Table, calls: Calls) -> None:
    calls()
    for add in ("put", "delete", "update"):
        unit = Unit(table)
        match add:
            case "put":
                unit.put(_key("a"), {})
            case "update":
                unit.update(_key("a"), [Path("n").set(1)])
            case _:
                unit.delete(_key("a"))
        unit.commit()
    assert calls() == ["PutItem", "DeleteItem", "UpdateItem"]


def test_several_writes_are_one_transaction(table: Table, calls: Calls) -> None:
    table.put(_key("old"), {})
    table.put(_key("counted"), {"n": 1})
    calls()
    unit = Unit(table)
    unit.put(_key("new"), {})
    unit.delete(_key("old"))
    unit.update(_key("counted"), [Path("n").set(Path("n") + 1)])
    unit.check(_key("absent"), Path("pk").does_not_exist())
    unit.commit()
    assert calls() == ["TransactWriteItems"]
    assert _sorts(table) == ["counted", "new"]
    counted = table.get(_key("counted"))
    assert counted is not None
    assert counted["n"] == Decimal(2)


@pytest.mark.parametrize("refusing", ["put", "update", "delete", "check"])
def test_the_write_that_refuses_says_why_and_nothing_is_written(
    table: Table, refusing: str
) -> None:
    table.put(_key("there"), {"n": 1})
    unit = Unit(table)
    never = Path("n") == 9
    conditions = {kind: never if kind == refusing else None for kind in ("put", "update", "delete")}
    unit.put(_key("a"), {"n": 1}, conditions["put"], lambda: Refused("put"))
    unit.update(_key("b"), [Path("n").set(1)], conditions["update"], lambda: Refused("update"))
    unit.delete(_key("there"), conditions["delete"], lambda: Refused("delete"))
    wanted = never if refusing == "check" else Path("pk").does_not_exist()
    unit.check(_key("c"), wanted, lambda: Refused("check"))
    with pytest.raises(Refused, match=f"^{refusing}$"):
        unit.commit()
    assert _sorts(table) == ["there"]


def test_a_single_write_that_refuses_says_why(table: Table) -> None:
    for kind in ("put", "update", "delete"):
        unit = Unit(table)
        never = Path("n") == 9
        match kind:
            case "put":
                unit.put(_key("a"), {}, never, lambda: Refused("single"))
            case "update":
                unit.update(_key("a"), [Path("m").set(1)], never, lambda: Refused("single"))
            case _:
                unit.delete(_key("a"), never, lambda: Refused("single"))
        with pytest.raises(Refused, match="single"):
            unit.commit()
    assert _sorts(table) == []


def test_a_unit_is_empty_after_its_commit(table: Table) -> None:
    unit = Unit(table)
    unit.put(_key("a"), {}, Path("pk").does_not_exist())
    unit.commit()
    unit.commit()
    assert len(unit) == 0


def test_a_hundred_writes_fit_and_one_more_does_not(table: Table) -> None:
    unit = Unit(table)
    for number in range(MOST_WRITES):
        unit.put(_key(f"{number:03d}"), {})
    unit.commit()
    assert len(_sorts(table)) == 100
    for number in range(MOST_WRITES + 1):
        unit.put(_key(f"x{number:03d}"), {})
    with pytest.raises(ValueError, match="101 writes"):
        unit.commit()
    assert len(_sorts(table)) == 100


REASON = {"Message": "later"}
#: Reasons that pass by themselves, as DynamoDB codes them in a cancelled transaction.
PASSING = (
    "TransactionConflict",
    "ThrottlingError",
    "ProvisionedThroughputExceeded",
    "RequestLimitExceeded",
)


@contextmanager
def cancelled(table: Table, times: int, *codes: str) -> Iterator[list[dict[str, Any]]]:
    """Cancel so many transactions for these reasons, one for each write; yield all requests."""
    events = table.connection.connection.client.meta.events
    asked: list[dict[str, Any]] = []

    def cancel(params: Any, **_: Any) -> None:
        asked.append(json.loads(params["body"]))
        if len(asked) <= times:
            error = {"Code": "TransactionCanceledException", "Message": "cancelled"}
            reasons = [{"Code": code, **REASON} for code in codes]
            answer: Any = {"Error": error, "CancellationReasons": reasons}
            raise ClientError(answer, "TransactWriteItems")

    name = "before-call.dynamodb.TransactWriteItems"
    events.register_first(name, cancel)
    try:
        yield asked
    finally:
        events.unregister(name, cancel)


def _two(table: Table, waits: list[float]) -> Unit:
    unit = Unit(table, waits.append)
    unit.put(_key("a"), {}, Path("pk").does_not_exist(), lambda: Refused("a"))
    unit.put(_key("b"), {}, Path("pk").does_not_exist(), lambda: Refused("b"))
    return unit


@pytest.mark.parametrize("code", PASSING)
def test_a_transaction_that_is_cancelled_for_a_passing_reason_is_made_again(
    table: Table, code: str
) -> None:
    waits: list[float] = []
    with cancelled(table, 2, code, "None") as asked:
        _two(table, waits).commit()
    assert _sorts(table) == ["a", "b"]
    assert len(asked) == 3
    # 50 ms, then 100 ms, each with a jitter of down to a half.
    assert [0.025 <= waits[0] <= 0.05, 0.05 <= waits[1] <= 0.1, len(waits)] == [True, True, 2]


def test_all_attempts_at_a_transaction_have_one_token_and_the_next_one_has_another(
    table: Table,
) -> None:
    """The token makes an attempt whose answer was lost count once."""
    with cancelled(table, 2, "ThrottlingError", "None") as asked:
        _two(table, []).commit()
    unit = Unit(table)
    unit.put(_key("c"), {})
    unit.put(_key("d"), {})
    with cancelled(table, 0) as more:
        unit.commit()
    first = {one["ClientRequestToken"] for one in asked}
    assert len(first) == 1
    assert more[0]["ClientRequestToken"] not in first


@pytest.mark.parametrize("code", PASSING)
def test_a_condition_that_does_not_hold_is_told_at_once_whatever_else_cancelled(
    table: Table, code: str
) -> None:
    waits: list[float] = []
    with (
        cancelled(table, 9, code, "ConditionalCheckFailed") as asked,
        pytest.raises(Refused, match=r"^b$"),
    ):
        _two(table, waits).commit()
    assert (len(asked), waits) == (1, [])


@pytest.mark.parametrize("code", PASSING)
def test_a_reason_that_does_not_pass_is_raised_at_once(table: Table, code: str) -> None:
    waits: list[float] = []
    with cancelled(table, 9, code, "ValidationError"), pytest.raises(TransactWriteError):
        _two(table, waits).commit()
    assert waits == []


@pytest.mark.parametrize("code", PASSING)
def test_a_transaction_that_is_cancelled_for_ever_is_throttled_and_writes_nothing(
    table: Table, code: str
) -> None:
    waits: list[float] = []
    with cancelled(table, 100, code, "None") as asked, pytest.raises(Throttled):
        _two(table, waits).commit()
    assert _sorts(table) == []
    # 50 ms doubled seven times is 6.35 s: a request of the API has 29 s.
    assert (len(asked), len(waits)) == (8, 7)
    assert sum(waits) <= 6.35


def test_a_transaction_in_progress_under_its_token_is_awaited(table: Table) -> None:
    """The client's first send is at work still when it sends the request again."""
    events = table.connection.connection.client.meta.events
    asked: list[int] = []

    def busy(**_: Any) -> None:
        asked.append(1)
        if len(asked) == 1:
            error = {"Code": "TransactionInProgressException", "Message": "wait"}
            raise ClientError({"Error": error}, "TransactWriteItems")

    events.register_first("before-call.dynamodb.TransactWriteItems", busy)
    try:
        _two(table, []).commit()
    finally:
        events.unregister("before-call.dynamodb.TransactWriteItems", busy)
    assert (len(asked), _sorts(table)) == (2, ["a", "b"])


@pytest.mark.parametrize("kind", ["PutItem", "UpdateItem", "DeleteItem"])
def test_a_single_write_of_an_item_that_a_transaction_uses_waits_for_it(
    table: Table, kind: str
) -> None:
    events = table.connection.connection.client.meta.events
    asked: list[int] = []
    waits: list[float] = []

    def busy(**_: Any) -> None:
        asked.append(1)
        if len(asked) <= 2:
            error = {"Code": "TransactionConflictException", "Message": "wait"}
            raise ClientError({"Error": error}, kind)

    unit = Unit(table, waits.append)
    match kind:
        case "PutItem":
            unit.put(_key("a"), {})
        case "UpdateItem":
            unit.update(_key("a"), [Path("n").set(1)])
        case _:
            unit.delete(_key("a"))
    events.register_first(f"before-call.dynamodb.{kind}", busy)
    try:
        unit.commit()
    finally:
        events.unregister(f"before-call.dynamodb.{kind}", busy)
    assert (len(asked), len(waits)) == (3, 2)
    assert _sorts(table) == ([] if kind == "DeleteItem" else ["a"])
