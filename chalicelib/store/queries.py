"""Query a page of a partition, with each item in the current format."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pynamodb.connection.table import TableConnection
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path

from chalicelib.store import item_formats, keys
from chalicelib.store.batches import KEY, projected
from chalicelib.store.conditions import holds
from chalicelib.store.converters import Item, from_attributes
from chalicelib.store.item_formats import FORMAT, Kind, is_current, kind_of


@dataclass(frozen=True, slots=True)
class Page:
    """Some items of a partition in sort-key order.

    The next page begins after the sort key ``after``; None means that this is the last page.
    """

    items: tuple[Item, ...]
    after: str | None


def page(
    connection: TableConnection,
    partition: str,
    *,
    after: str | None,
    only: Sequence[str] | None,
    where: Condition | None,
    **asked: Any,
) -> Page:
    """Return one page (at most 1 MB read) after the sort key ``after``. Raises UnknownFormat.

    ``where``: DynamoDB filters items of the current format; older items are filtered here, after
    their upgrade. ``only``: the attributes to return. When such a page has an older item, the page
    is read again with whole items, because an upgrade needs them. A query for the key attributes
    only returns the keys of items of every format.
    """
    kind = kind_of(partition)
    asked["exclusive_start_key"] = keys.start_after(partition, after)
    asked["filter_condition"] = None if where is None else where | _other_format(kind)
    if only is None:
        return _page(connection.query(partition, **asked), kind, where, None)
    if where is None and set(only).issubset(KEY):
        answer = connection.query(partition, **asked, attributes_to_get=list(only))
        return Page(tuple(from_attributes(item) for item in _items(answer)), _last(answer))
    part = connection.query(partition, **asked, attributes_to_get=[*only, FORMAT])
    if all(is_current(kind, item) for item in _items(part)):
        return _page(part, kind, None, None)
    return _page(connection.query(partition, **asked), kind, where, only)


def count(connection: TableConnection, partition: str, where: Condition | None) -> int:
    """Count the items of a partition that meet the condition. Raises UnknownFormat.

    DynamoDB reads the items but sends none of them. When the filter leaves items out, a second pass
    looks for items of older formats among them.
    """
    kind = kind_of(partition)
    if where is None:
        return _counted(connection, partition, None)[0]
    found, read = _counted(connection, partition, where & (Path(FORMAT) == kind.format))
    if found == read:
        return found
    start: Any = None
    while True:
        answer = connection.query(
            partition, filter_condition=_other_format(kind), exclusive_start_key=start
        )
        older = [item_formats.read(kind, item) for item in _items(answer)]
        found += sum(holds(where, item) for item in older)
        start = answer.get("LastEvaluatedKey")
        if not start:
            return found


def _counted(
    connection: TableConnection, partition: str, where: Condition | None
) -> tuple[int, int]:
    """Return how many items of a partition meet the condition, and how many there are."""
    found = read = 0
    start: Any = None
    while True:
        answer = connection.query(
            partition, filter_condition=where, exclusive_start_key=start, select="COUNT"
        )
        found += int(answer.get("Count", 0))
        read += int(answer.get("ScannedCount", 0))
        start = answer.get("LastEvaluatedKey")
        if not start:
            return found, read


def _other_format(kind: Kind) -> Condition:
    other: Condition = Path(FORMAT).does_not_exist() | (Path(FORMAT) != kind.format)
    return other


def _page(
    answer: Mapping[str, Any], kind: Kind, where: Condition | None, only: Sequence[str] | None
) -> Page:
    """Return the page of an answer. ``where`` and ``only`` are applied here, for older items."""
    items = []
    for attributes in _items(answer):
        item = item_formats.read(kind, attributes)
        if where is None or is_current(kind, attributes) or holds(where, item):
            items.append(item if only is None else projected(item, only))
    return Page(tuple(items), _last(answer))


def _items(answer: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    found: Sequence[Mapping[str, Any]] = answer.get("Items", ())
    return found


def _last(answer: Mapping[str, Any]) -> str | None:
    last = answer.get("LastEvaluatedKey")
    return str(last[keys.SORT]["S"]) if last else None
