"""moto without its repeated work: the same answers in a third of the time.

moto sorts the whole table for each query and copies the whole table for each transaction. The tests
in process would spend most of their time on this. Here a query reads only its own partition, a
transaction copies only the items that it may change, and texts are compared directly. Values that
moto computes for every request (a class's methods, the nodes of an expression for a step, the name
of the caller's software) are computed once. Expressions, items and the way of a request have files
of their own. ``tests/store/test_quick_moto.py`` checks that both behave the same.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from copy import deepcopy
from functools import cache
from inspect import signature
from typing import Any
from unittest import mock

from botocore.useragent import UserAgentString
from moto.core import responses
from moto.core.serialize import XFormedAttributePicker
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DynamoType, Item
from moto.dynamodb.models.table import Table

from tests.api import quick_expressions, quick_items, quick_requests

_slow_cast_value = DynamoType.cast_value.fget
_slow_query = Table.query
_slow_transact_write_items = DynamoDBBackend.transact_write_items
_slow_form = responses.parse_qsl
_slow_possible_keys = XFormedAttributePicker.get_possible_keys


def _cast_value(self: DynamoType) -> Any:
    return self.value if self.type == "S" else _slow_cast_value(self)


def _equal(self: DynamoType, other: Any) -> bool:
    return self.type == other.type and self.cast_value == other.cast_value


def _query(self: Table, hash_key: Any, *rest: Any, **more: Any) -> Any:
    """Search one partition only, for a query of the table itself."""
    asked = signature(_slow_query).bind(self, hash_key, *rest, **more).arguments
    if asked.get("index_name"):
        return _slow_query(self, hash_key, *rest, **more)
    self.__dict__["asked"] = hash_key
    try:
        return _slow_query(self, hash_key, *rest, **more)
    finally:
        del self.__dict__["asked"]


def _all_items(self: Table) -> list[Item]:
    """Return the items to search, in their order: of a query's partition, or of all."""
    asked = self.__dict__.get("asked")
    if asked is not None:
        return sorted(self.items.get(asked, {}).values(), key=lambda item: item.range_key.value)
    found = [item for partition in self.items.values() for item in partition.values()]
    return sorted(found, key=lambda item: (item.hash_key.value, item.range_key.value))


def _transact_write_items(self: DynamoDBBackend, transact_items: list[dict[str, Any]]) -> None:
    """Run a transaction; restore the stored copy of the table if it fails."""
    for write in transact_items:
        ((_, wanted),) = write.items()
        table = self.tables[wanted["TableName"]]
        key = wanted.get("Key") or wanted["Item"]
        touched = (DynamoType(key[table.hash_key_attr]), DynamoType(key[table.range_key_attr]))
        table.__dict__.setdefault("touched", []).append(touched)
    try:
        _slow_transact_write_items(self, transact_items)
    finally:
        for table in self.tables.values():
            table.__dict__.pop("touched", None)
            table.__dict__.pop("before", None)


def _kept(self: Table, memo: dict[int, Any]) -> Table:
    """Copy the part of the table that the current transaction can change, before it begins.

    moto asks for the copy at each of the transaction's writes, before the first is made.
    """
    if "before" in self.__dict__:
        return self.__dict__["before"]
    made: Table = Table.__new__(Table)
    touched = self.__dict__.get("touched")
    if touched is None:
        made.__dict__.update(deepcopy(self.__dict__, memo))
        return made
    made.__dict__.update(self.__dict__)
    made.items = defaultdict(dict, self.items)
    for hash_key in {first for first, _ in touched}:
        made.items[hash_key] = dict(self.items.get(hash_key, {}))
    for hash_key, range_key in touched:
        item = made.items[hash_key].get(range_key)
        if item is not None:
            made.items[hash_key][range_key] = deepcopy(item)
    self.__dict__["before"] = made
    return made


def _form(body: str, **more: Any) -> list[tuple[str, str]]:
    """Read a form; no request that is JSON is one."""
    return [] if body.startswith("{") else _slow_form(body, **more)


_possible: dict[Any, tuple[str, ...]] = {}


def _possible_keys(self: XFormedAttributePicker, context: Any) -> tuple[str, ...]:
    """Return under which names an object may have a member; of each shape and class once."""
    if hasattr(context.obj, "Meta"):
        return tuple(_slow_possible_keys(self, context))
    seen = (context.key, id(context.shape), type(context.obj), tuple(self.alias_providers))
    known = _possible.get(seen)
    if known is None:
        known = _possible[seen] = tuple(_slow_possible_keys(self, context))
        _shapes.append(context.shape)
    return known


#: Shapes are known by their ids, so they must stay.
_shapes: list[Any] = []


#: The replacements: class, new value, and former value.
QUICK = (
    (DynamoType, "cast_value", property(_cast_value)),
    (DynamoType, "__eq__", _equal),
    (Table, "query", _query),
    (Table, "all_items", _all_items),
    (Table, "__deepcopy__", _kept),
    (DynamoDBBackend, "transact_write_items", _transact_write_items),
    (responses, "method_names_from_class", cache(responses.method_names_from_class)),
    (responses, "parse_qsl", _form),
    (XFormedAttributePicker, "get_possible_keys", _possible_keys),
    (UserAgentString, "to_string", lambda _: "tests"),
    *quick_expressions.QUICK,
    *quick_items.QUICK,
    *quick_requests.QUICK,
)
SLOW = tuple((owner, name, owner.__dict__.get(name, _kept)) for owner, name, _ in QUICK)


@contextmanager
def replaced(parts: tuple[tuple[Any, str, Any], ...]) -> Iterator[None]:
    """Put these replacements into moto inside the block."""
    with ExitStack() as stack:
        for owner, name, part in parts:
            stack.enter_context(mock.patch.object(owner, name, part, create=True))
        yield


def quick_moto() -> AbstractContextManager[None]:
    """Make moto's table quick inside the block."""
    return replaced(QUICK)
