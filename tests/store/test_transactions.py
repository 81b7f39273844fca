"""A unit of work: all of its writes, or none and the reason of the one that refused."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from pynamodb.exceptions import CancellationReason, TransactWriteError
from pynamodb.expressions.operand import Path

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


def _conflicting(times: int, table: Table, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Makes so many commits meet another transaction on one of their items."""
    connection = table.connection.connection
    commit = connection.transact_write_items
    attempts: list[int] = []

    def contended(**more: Any) -> Any:
        attempts.append(len(attempts))
        if len(attempts) > times:
            return commit(**more)
        error = TransactWriteError("cancelled")
        reasons = [CancellationReason("TransactionConflict", "busy"), None]
        monkeypatch.setattr(TransactWriteError, "cancellation_reasons", reasons)
        raise error

    monkeypatch.setattr(connection, "transact_write_items", contended)
    return attempts


def test_a_commit_that_meets_another_is_tried_again(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempts = _conflicting(2, table, monkeypatch)
    waits: list[float] = []
    unit = Unit(table, waits.append)
    unit.put(_key("a"), {})
    unit.put(_key("b"), {})
    unit.commit()
    assert _sorts(table) == ["a", "b"]
    assert len(attempts) == 3
    assert waits == [0.02, 0.04]


def test_a_commit_that_meets_others_for_ever_fails_and_writes_nothing(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    _conflicting(100, table, monkeypatch)
    unit = Unit(table, lambda _: None)
    unit.put(_key("a"), {})
    unit.put(_key("b"), {})
    with pytest.raises(TransactWriteError):
        unit.commit()
    assert _sorts(table) == []
