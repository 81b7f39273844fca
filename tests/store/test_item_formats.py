"""Items of another format are brought up or refused: by every read, and by every write that would
decide or keep something by what lies there."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path

from chalicelib.store import item_formats
from chalicelib.store.conditions import holds
from chalicelib.store.errors import ConditionFailed, Throttled, UnknownFormat
from chalicelib.store.item_formats import Kind
from chalicelib.store.keys import Key
from chalicelib.store.table import Table
from chalicelib.store.transactions import Unit
from chalicelib.store.upgrading import upgrade_item
from chalicelib.tenancy.current_tenant import acting_as
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.scope import Collection, TenantScope
from tests.api.fixtures import Calls
from tests.api.world import TABLE, World

THINGS = TenantScope("acme").partition(Collection("test-things"))
ONE, OTHER = Key(THINGS, "one"), Key(THINGS, "other")


def _named(item: dict[str, Any]) -> dict[str, Any]:
    """1 → 2: ``name`` is called ``title``."""
    return {"title" if name == "name" else name: value for name, value in item.items()}


def _doubled(item: dict[str, Any]) -> dict[str, Any]:
    """2 → 3: ``size`` is in halves."""
    return {**item, "size": item["size"] * 2}


@pytest.fixture
def table(platform: Platform) -> Iterator[Table]:
    with acting_as(TenantScope("acme")):
        yield platform.table


@pytest.fixture
def now_at(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """The things of format 1 that lie there meet a version whose format is another."""

    def change(number: int, upgrades: Mapping[int, Any] | None = None) -> None:
        kind = Kind("test-things", number, upgrades or {})
        monkeypatch.setitem(item_formats._KINDS, "test-things", kind)

    return change


@pytest.fixture
def at_three(table: Table, now_at: Callable[..., None]) -> Table:
    """Two things of format 1, the second of size 5, and a version at format 3."""
    table.put(ONE, {"name": "lamp", "size": 2})
    table.put(OTHER, {"name": "desk", "size": 5})
    now_at(3, {1: _named, 2: _doubled})
    return table


def _stored(world: World, name: str = "one") -> dict[str, Any]:
    return next(item for item in world.items() if item["sk"]["S"] == name)


LAMP = {"pk": THINGS, "sk": "one", "title": "lamp", "size": 4}
DESK = {"pk": THINGS, "sk": "other", "title": "desk", "size": 10}


@pytest.mark.parametrize(
    "write",
    [
        lambda table: table.put(ONE, {"size": 1}),
        lambda table: table.put(ONE, {"size": 1}, Path("pk").does_not_exist()),
        lambda table: table.update(ONE, [Path("size").set(1)]),
        lambda table: table.write_batch([(ONE, {"size": 1})]),
        lambda table: _committed(table, lambda unit: unit.put(ONE, {"size": 1})),
        lambda table: _committed(table, lambda unit: unit.update(ONE, [Path("size").set(1)])),
        lambda table: _committed(
            table,
            lambda unit: (unit.put(ONE, {"size": 1}), unit.update(OTHER, [Path("size").set(1)])),
        ),
    ],
    ids=["put", "first put", "update", "batch", "unit's put", "unit's update", "transaction"],
)
def test_whatever_writes_an_item_writes_its_format(
    table: Table, world: World, write: Callable[[Table], object]
) -> None:
    write(table)
    assert {str(item["f"]) for item in world.items()} == {"{'N': '1'}"}


def _committed(table: Table, fill: Callable[[Unit], object]) -> None:
    unit = Unit(table)
    fill(unit)
    unit.commit()


def test_a_reader_never_sees_the_format(table: Table) -> None:
    changed = table.update(ONE, [Path("size").set(1)])
    read = [table.get(ONE), *table.get_many([ONE]).values(), *table.query_all(THINGS)]
    part = [
        *table.get_many([ONE], only=("size",)).values(),
        *table.query_all(THINGS, only=("colour",)),
    ]
    assert "f" not in str([sorted(item) for item in (changed, *(one or {} for one in read))])
    assert [sorted(item) for item in part] == [["pk", "size", "sk"], []]


def test_the_format_costs_three_bytes_of_an_item() -> None:
    # A name of one byte; a number takes a byte for each two digits and one more.
    assert [*item_formats.with_format(ONE, {})] == ["f"]
    assert item_formats.with_format(ONE, {})["f"] == {"N": "1"}


READS: dict[str, Callable[[Table], Any]] = {
    "one": lambda table: table.get(ONE),
    "many": lambda table: table.get_many([ONE]),
    "part of many": lambda table: table.get_many([ONE], only=("size",)),
    "a page": lambda table: table.query(THINGS),
    "a range": lambda table: table.query_from(THINGS, "a", "z"),
    "all": lambda table: list(table.query_all(THINGS)),
    "part of all": lambda table: list(table.query_all(THINGS, only=("size",))),
    "some": lambda table: list(table.query_all(THINGS, where=Path("size") == 99)),
    "keys of some": lambda table: list(
        table.query_all(THINGS, only=("pk", "sk"), where=Path("size") == 99)
    ),
    "a count of some": lambda table: table.count(THINGS, Path("size") == 99),
    "a change": lambda table: table.update(ONE, [Path("size").set(1)]),
    "a conditional change": lambda table: table.update(
        ONE, [Path("size").set(1)], Path("size") == 2
    ),
    "a conditional put": lambda table: table.put(ONE, {}, Path("size") == 2),
    "a conditional removal": lambda table: table.delete(ONE, Path("size") == 2),
    "a unit's change": lambda table: _committed(
        table, lambda unit: unit.update(ONE, [Path("size").set(1)])
    ),
    "a unit's check": lambda table: _committed(
        table, lambda unit: (unit.check(ONE, Path("size") == 2), unit.put(OTHER, {}))
    ),
}


@pytest.mark.parametrize("read", READS.values(), ids=READS)
@pytest.mark.parametrize("number", [0, 2], ids=["newer than known", "older, without an upgrade"])
def test_an_item_of_an_unknown_format_is_refused_and_stays(
    table: Table,
    world: World,
    now_at: Callable[..., None],
    read: Callable[[Table], Any],
    number: int,
) -> None:
    table.put(ONE, {"name": "lamp", "size": 2})
    before = world.items()
    now_at(number)

    with pytest.raises(UnknownFormat) as refusal:
        read(table)

    assert world.items() == before
    assert refusal.value.told == {"collection": "test-things", "found": "1", "known": [number]}
    assert str(refusal.value) == f"test-things: format 1, known are [{number}]"


def test_an_item_without_a_format_is_refused(table: Table, world: World) -> None:
    item = {"pk": {"S": THINGS}, "sk": {"S": "one"}, "size": {"N": "1"}}
    world.dynamodb.put_item(TableName=TABLE, Item=item)
    with pytest.raises(UnknownFormat):
        table.get(ONE)


def test_whoever_asks_for_keys_alone_gets_those_of_every_format(
    table: Table, now_at: Callable[..., None]
) -> None:
    table.put(ONE, {})
    now_at(9)
    assert [*table.query_all(THINGS, only=("pk", "sk"))] == [{"pk": THINGS, "sk": "one"}]
    table.write_batch((), [ONE])
    assert table.query(THINGS, only=("pk", "sk")).items == ()


def test_every_read_brings_older_items_up_step_by_step(at_three: Table, world: World) -> None:
    before = world.items()
    assert at_three.get(ONE) == LAMP
    assert at_three.get_many([ONE, OTHER]) == {ONE: LAMP, OTHER: DESK}
    assert at_three.query(THINGS).items == (LAMP, DESK)
    assert at_three.query_from(THINGS, "one", "one").items == (LAMP,)
    assert world.items() == before


def test_a_part_of_an_older_item_is_a_part_of_what_it_became(at_three: Table) -> None:
    part = {"pk": THINGS, "sk": "one", "title": "lamp"}
    assert at_three.get_many([ONE], only=("title", "colour")) == {ONE: part}
    assert [*at_three.query_all(THINGS, only=("title",))] == [{"title": "lamp"}, {"title": "desk"}]


def test_a_filter_decides_by_what_older_items_became(at_three: Table) -> None:
    at_three.put(Key(THINGS, "new"), {"title": "mat", "size": 4})
    assert [item["sk"] for item in at_three.query_all(THINGS, where=Path("size") == 4)] == [
        "new",
        "one",
    ]
    part = at_three.query_all(THINGS, only=("sk",), where=Path("title") != "mat")
    assert [*part] == [{"sk": "one"}, {"sk": "other"}]
    assert at_three.count(THINGS, Path("size") == 4) == 2
    assert at_three.count(THINGS, Path("size") > 99) == 0
    assert at_three.count(THINGS) == 3


def test_a_change_to_an_older_item_brings_it_up_first(at_three: Table, world: World) -> None:
    assert at_three.update(ONE, [Path("size").add(1)]) == {**LAMP, "size": 5}
    assert _stored(world)["f"] == {"N": "3"}
    assert "name" not in _stored(world)


def test_a_condition_is_decided_by_what_the_older_item_became(at_three: Table) -> None:
    with pytest.raises(ConditionFailed):
        at_three.update(ONE, [Path("size").set(0)], Path("size") == 2)
    at_three.update(ONE, [Path("size").set(0)], Path("size") == 4)
    at_three.delete(OTHER, Path("title") == "desk")
    assert at_three.query(THINGS).items == ({**LAMP, "size": 0},)


def test_a_transaction_over_older_items_is_decided_by_what_they_became(at_three: Table) -> None:
    unit = Unit(at_three)
    unit.check(ONE, Path("title") == "lamp")
    unit.update(OTHER, [Path("size").set(1)])
    unit.put(Key(THINGS, "new"), {}, Path("pk").does_not_exist())
    unit.commit()
    assert at_three.get(OTHER) == {**DESK, "size": 1}
    refused = Unit(at_three)
    refused.check(ONE, Path("size") == 2, KeyError)
    refused.delete(OTHER)
    with pytest.raises(KeyError):
        refused.commit()
    assert at_three.get(OTHER) is not None


AGAIN = ([Path("size").set(2)], Path("size") == 9)


@pytest.mark.parametrize(
    ("write", "request_made"),
    [
        (lambda table: table.update(ONE, *AGAIN), "UpdateItem"),
        (lambda table: _committed(table, lambda unit: unit.update(ONE, *AGAIN)), "UpdateItem"),
        (
            lambda table: _committed(
                table, lambda unit: (unit.update(ONE, *AGAIN), unit.put(OTHER, {}))
            ),
            "TransactWriteItems",
        ),
    ],
    ids=["update", "unit", "transaction"],
)
def test_a_failed_condition_costs_no_read(
    table: Table, calls: Calls, write: Callable[[Table], object], request_made: str
) -> None:
    table.put(ONE, {"size": 1})
    calls()
    with pytest.raises(ConditionFailed):
        write(table)
    assert calls() == [request_made]


def test_a_change_to_an_older_item_costs_three_writes(at_three: Table, calls: Calls) -> None:
    calls()
    at_three.update(ONE, [Path("size").set(1)])
    assert calls() == ["UpdateItem", "PutItem", "UpdateItem"]


class _Meddling:
    """A connection before whose writes somebody else's comes, so many times."""

    def __init__(self, table: Table, times: int) -> None:
        self._table = table.connection
        self.connection = self
        self.times = times

    def __getattr__(self, name: str) -> Any:
        return getattr(self._table, name)

    def dispatch(self, operation: str, request: dict[str, Any]) -> Any:
        if self.times:
            self.times -= 1
            # Somebody of the version before, who knows of format 1 alone.
            self._table.update_item(ONE.pk, ONE.sk, actions=[Path("size").add(1)])
        return self._table.connection.dispatch(operation, request)


def test_an_upgrade_never_writes_over_what_changed_meanwhile(at_three: Table, world: World) -> None:
    connection: Any = _Meddling(at_three, times=1)
    assert upgrade_item(connection, ONE, _stored(world))
    # 2 was read, 3 was written meanwhile; 3 doubled is 6.
    assert at_three.get(ONE) == {**LAMP, "size": 6}


def test_an_upgrade_of_what_never_stands_still_is_given_up(at_three: Table, world: World) -> None:
    connection: Any = _Meddling(at_three, times=99)
    with pytest.raises(Throttled):
        upgrade_item(connection, ONE, _stored(world))


def test_what_was_removed_meanwhile_is_not_written_again(at_three: Table, world: World) -> None:
    before = _stored(world)
    at_three.delete(ONE)
    upgrade_item(at_three.connection, ONE, before)
    assert at_three.get(ONE) is None


def test_no_two_formats_have_one_word() -> None:
    with pytest.raises(ValueError, match="two collections are called test-things"):
        Collection("test-things", format=2)


def test_a_collection_that_nobody_declared_is_neither_read_nor_written(table: Table) -> None:
    for key in (Key("acme#never-said", "1"), Key("~operator#test-things", "1"), Key("acme", "1")):
        with pytest.raises(LookupError):
            table.get(key)
        with pytest.raises(LookupError):
            table.put(key, {})


@dataclass(frozen=True)
class _Case:
    condition: Condition
    holds: bool


# Not the word that is a function of DynamoDB's, which moto takes for one.
WEIGHT, ABSENT = Path("weight"), Path("absent")


@pytest.mark.parametrize(
    "case",
    [
        _Case(WEIGHT == 2, True),
        _Case(WEIGHT == 3, False),
        _Case(WEIGHT != 3, True),
        _Case(ABSENT == 1, False),
        _Case(ABSENT != 1, True),
        _Case(WEIGHT < 3, True),
        _Case(WEIGHT <= 1, False),
        _Case(WEIGHT > 1, True),
        _Case(WEIGHT >= 3, False),
        _Case(ABSENT < 1, False),
        _Case(WEIGHT.is_in(1, 2), True),
        _Case(ABSENT.is_in(1, 2), False),
        _Case(WEIGHT.exists(), True),
        _Case(ABSENT.exists(), False),
        _Case(ABSENT.does_not_exist(), True),
        _Case((WEIGHT == 2) & (ABSENT == 1), False),
        _Case((WEIGHT == 2) | (ABSENT == 1), True),
        _Case(~(WEIGHT == 2), False),
    ],
    ids=lambda case: str(case.condition),
)
def test_a_condition_is_decided_here_as_the_table_decides_it(table: Table, case: _Case) -> None:
    table.put(ONE, {"weight": 2})
    there = table.query(THINGS, where=case.condition).items
    assert (bool(there), holds(case.condition, {"weight": Decimal(2)})) == (case.holds, case.holds)


def test_values_of_two_types_have_no_order() -> None:
    assert not holds(WEIGHT > "1", {"weight": Decimal(2)})


@pytest.mark.parametrize("condition", [Path("a").startswith("b"), Path(["a", "b"]) == 1])
def test_a_condition_that_no_query_asks_is_not_guessed(condition: Condition) -> None:
    with pytest.raises(NotImplementedError):
        holds(condition, {"a": "b"})
