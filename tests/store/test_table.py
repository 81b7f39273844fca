"""The table: what is written is read as it was; conditions, pages and batches keep their word."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pynamodb.expressions.operand import Path

from chalicelib.store import batches, filtered_page
from chalicelib.store.converters import from_attribute, to_attribute
from chalicelib.store.errors import ConditionFailed, Throttled
from chalicelib.store.filtered_page import collect
from chalicelib.store.keys import Key, escaped, joined, parts_of
from chalicelib.store.table import Table
from chalicelib.tenancy.current_tenant import acting_as
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.scope import Collection, TenantScope
from tests.api.fixtures import Calls

PARTITION = TenantScope("acme").partition(Collection("test-things"))


@pytest.fixture
def table(platform: Platform) -> Iterator[Table]:
    with acting_as(TenantScope("acme")):
        yield platform.table


def _key(name: str) -> Key:
    return Key(PARTITION, name)


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.text()
    | st.binary()
    | st.integers(-(10**37), 10**37).map(Decimal)
    | st.decimals(
        allow_nan=False, allow_infinity=False, places=9, min_value=-(10**20), max_value=10**20
    ),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)


@given(VALUES)
def test_what_is_written_is_read_as_it_was(value: Any) -> None:
    assert from_attribute(to_attribute(value)) == value


@pytest.mark.parametrize("value", [1.5, {1, 2}, object(), [0.1], {"a": 0.1}])
def test_what_cannot_be_kept_exactly_is_refused(value: Any) -> None:
    with pytest.raises(TypeError):
        to_attribute(value)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1" * 39])
def test_a_number_that_the_table_does_not_hold_is_refused(number: str) -> None:
    """DynamoDB keeps 38 digits; in process AWS takes more."""
    with pytest.raises(ValueError, match="38 digits"):
        to_attribute(Decimal(number))


@given(
    # One empty part, and more than 1,024 bytes, make no key (tests/api/web/test_odd_input.py).
    st.lists(st.text(max_size=12), min_size=1, max_size=6).filter(lambda parts: parts != [""])
)
def test_the_parts_of_a_key_are_what_it_was_joined_of(parts: list[str]) -> None:
    assert parts_of(joined(*parts)) == tuple(parts)


@given(st.text())
def test_no_part_of_a_key_holds_the_separator(part: str) -> None:
    assert "#" not in escaped(part)


@given(st.text(min_size=1), st.text())
def test_a_part_cannot_make_the_key_another_companys(part: str, other: str) -> None:
    assert joined("acme", part, other).split("#")[0] == "acme"
    assert len(joined("acme", part, other).split("#")) == 3


def test_an_absent_item_is_none(table: Table) -> None:
    assert table.get(_key("nothing")) is None


def test_a_condition_that_does_not_hold_writes_nothing(table: Table) -> None:
    table.put(_key("a"), {"n": 1})
    with pytest.raises(ConditionFailed):
        table.put(_key("a"), {"n": 2}, Path("pk").does_not_exist())
    with pytest.raises(ConditionFailed):
        table.update(_key("a"), [Path("n").set(2)], Path("n") == 9)
    with pytest.raises(ConditionFailed):
        table.delete(_key("a"), Path("n") == 9)
    assert table.get(_key("a")) == {"pk": PARTITION, "sk": "a", "n": Decimal(1)}


def test_a_change_gives_the_item_as_it_is_then(table: Table) -> None:
    table.put(_key("a"), {"n": 1, "kept": "x"})
    changed = table.update(_key("a"), [Path("n").set(Path("n") + 1)])
    assert (changed["n"], changed["kept"]) == (Decimal(2), "x")


def test_a_partition_is_read_in_the_order_of_its_sort_keys_page_by_page(table: Table) -> None:
    for name in ("c", "a", "b"):
        table.put(_key(name), {})
    first = table.query(PARTITION, limit=2)
    rest = table.query(PARTITION, after=first.after)
    assert [item["sk"] for item in first.items + rest.items] == ["a", "b", "c"]
    assert rest.after is None
    turned = table.query(PARTITION, descending=True)
    assert [item["sk"] for item in turned.items] == ["c", "b", "a"]


def test_a_prefix_and_a_range_keep_to_themselves(table: Table) -> None:
    for name in ("C#1", "C#2", "R#1#00001", "R#1#00002"):
        table.put(_key(name), {})
    found = [item["sk"] for item in table.query(PARTITION, prefix="C#").items]
    assert found == ["C#1", "C#2"]
    between = table.query_from(PARTITION, "C#2", "R#1#00001").items
    assert [item["sk"] for item in between] == ["C#2", "R#1#00001"]
    assert len(list(table.query_all(PARTITION, prefix="R#"))) == 2


def test_only_the_attributes_asked_for_come(table: Table) -> None:
    table.put(_key("a"), {"n": 1, "name": "x", "status": "y"})
    found = table.get_many([_key("a")], only=["status"])[_key("a")]
    assert found == {"pk": PARTITION, "sk": "a", "status": "y"}


def test_the_index_finds_an_employees_keys(table: Table) -> None:
    for name, month in (("x", "2026-09"), ("y", "2026-10")):
        table.put(_key(name), {"employee_pk": "acme#employee#7", "employee_sk": f"{month}#s"})
    assert table.keys_of_employee("acme#employee#7") == [_key("x"), _key("y")]
    assert table.keys_of_employee("acme#employee#7", prefix="2026-10") == [_key("y")]


def test_many_items_are_written_and_read_in_as_few_requests_as_the_table_takes(
    table: Table, calls: Calls
) -> None:
    """120 items: 25 a write, 100 a read."""
    wanted = [_key(f"{number:03d}") for number in range(120)]
    calls()
    table.write_batch((key, {"n": int(key.sk)}) for key in wanted)
    assert calls() == ["BatchWriteItem"] * 5
    found = table.get_many([*wanted, _key("absent"), wanted[0]])
    assert calls() == ["BatchGetItem"] * 2
    assert [found[key]["n"] for key in wanted] == list(range(120))
    assert len(found) == 120
    table.write_batch([], wanted)
    assert list(table.query_all(PARTITION)) == []


class _Reluctant:
    """A connection that leaves out all but one of what it is given, so many times."""

    table_name = "t"

    def __init__(self, times: int) -> None:
        self.times = times
        self.sent: list[int] = []
        self.connection = self

    def dispatch(self, operation: str, request: dict[str, Any]) -> dict[str, Any]:
        pending = request["RequestItems"]["t"]
        entries = pending["Keys"] if operation == "BatchGetItem" else pending
        self.sent.append(len(entries))
        left = entries[1:] if len(self.sent) <= self.times else []
        if operation == "BatchWriteItem":
            return {"UnprocessedItems": {"t": left}} if left else {}
        done = [{**one, "f": {"N": "1"}} for one in entries[: len(entries) - len(left)]]
        answer: dict[str, Any] = {"Responses": {"t": done}}
        return {**answer, "UnprocessedKeys": {"t": {"Keys": left}}} if left else answer


def test_what_a_batch_left_out_is_sent_again_after_a_wait() -> None:
    connection: Any = _Reluctant(times=2)
    waits: list[float] = []
    batches.write(connection, [(_key(str(n)), {}) for n in range(5)], [], waits.append)
    assert connection.sent == [5, 4, 3]
    assert len(waits) == 2
    assert 0.025 <= waits[0] <= 0.05 <= waits[1] * 2 <= 0.2


def test_what_a_batched_read_left_out_is_asked_for_again() -> None:
    connection: Any = _Reluctant(times=2)
    wanted = [_key(str(n)) for n in range(5)]
    found = batches.read(connection, wanted, lambda _: None, consistent=True, only=None)
    assert connection.sent == [5, 4, 3]
    assert set(found) == set(wanted)


def test_a_table_that_takes_nothing_is_told_as_throttled_in_the_end() -> None:
    connection: Any = _Reluctant(times=1000)
    items = [(_key(str(n)), {}) for n in range(25)]
    with pytest.raises(Throttled):
        batches.write(connection, items, [], lambda _: None)
    with pytest.raises(Throttled):
        batches.read(
            connection, [key for key, _ in items], lambda _: None, consistent=True, only=None
        )
    assert len(connection.sent) == 2 * batches.ATTEMPTS


def test_a_filtered_page_goes_on_where_the_last_one_ended(table: Table) -> None:
    for number in range(9):
        table.put(_key(f"{number}"), {"odd": number % 2 == 1})

    def odd(item: Any) -> str | None:
        return item["sk"] if item["odd"] else None

    first, after = collect(table, PARTITION, limit=2, after=None, keep=odd)
    rest, end = collect(table, PARTITION, limit=9, after=after, keep=odd)
    assert (first, rest, end) == (["1", "3"], ["5", "7"], None)


@pytest.fixture
def asked(table: Table, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many items each query asks for."""
    sizes: list[int] = []
    query = table.query

    def noted(*args: Any, **more: Any) -> Any:
        sizes.append(more["limit"])
        return query(*args, **more)

    monkeypatch.setattr(Table, "query", lambda _, *args, **more: noted(*args, **more))
    return sizes


def test_a_page_of_one_item_reads_two(table: Table, asked: list[int]) -> None:
    for number in range(9):
        table.put(_key(f"{number}"), {})
    collect(table, PARTITION, limit=1, after=None, keep=lambda item: item["sk"])
    assert asked == [2]


def test_a_filter_that_nothing_passes_costs_a_few_growing_queries(
    table: Table, asked: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of 60 items a page reads 40: 3, 12, and the 25 that are left."""
    monkeypatch.setattr(filtered_page, "MOST_READ", 40)
    for number in range(60):
        table.put(_key(f"{number:02d}"), {})
    found, after = collect(table, PARTITION, limit=2, after=None, keep=lambda _: None)
    assert (found, after, asked) == ([], "39", [3, 12, 25])


def test_queries_are_bounded_too_since_items_may_be_large(
    table: Table, asked: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filtered_page, "MOST_QUERIES", 2)
    for number in range(60):
        table.put(_key(f"{number:02d}"), {})
    found, after = collect(table, PARTITION, limit=2, after=None, keep=lambda _: None)
    assert (found, after, asked) == ([], "14", [3, 12])


def test_several_partitions_have_the_bounds_of_one_together(
    table: Table, asked: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Thirty empty partitions, then one with two items: three pages find them."""
    table.put(_key("1"), {})
    table.put(_key("2"), {})
    partitions = [*(f"{PARTITION}#{number:02d}" for number in range(30)), PARTITION]
    pages, after = [], None
    for _ in range(3):
        asked.clear()
        found, after = filtered_page.collect_of_all(
            table, partitions, limit=2, after=after, keep=lambda item: item["sk"]
        )
        pages.append((found, after, len(asked)))
    assert pages == [([], "12/", 12), ([], "24/", 12), (["1", "2"], None, 7)]


def test_a_page_of_several_partitions_goes_on_where_the_last_one_ended(table: Table) -> None:
    others = f"{PARTITION}#2"
    for number in range(3):
        table.put(_key(f"{number}"), {})
        table.put(Key(others, f"{number}"), {})
    found, pages, after = [], 0, None
    while pages == 0 or after is not None:
        some, after = filtered_page.collect_of_all(
            table, [PARTITION, others], limit=2, after=after, keep=lambda item: item["sk"]
        )
        found, pages = found + some, pages + 1
    assert (found, pages) == (["0", "1", "2", "0", "1", "2"], 3)
