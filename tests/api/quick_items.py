"""moto's items without their repeated work: sizes, copies and projections.

moto adds up an item's size anew for each attribute that it sets, copies each item that a query
finds, and takes a whole item apart for each attribute of a projection.
``tests/store/test_quick_moto.py`` checks that both behave the same.
"""

import copy
from types import SimpleNamespace
from typing import Any

from moto.core.common_models import BaseModel
from moto.dynamodb.exceptions import ItemSizeTooLarge
from moto.dynamodb.models import table
from moto.dynamodb.models.dynamo_type import DynamoType, Item, LimitedSizeDict

#: Where moto draws the line: between 400,000 bytes and what AWS takes.
LARGEST = 405_000

_slow_hash = DynamoType.__hash__
_slow_less = DynamoType.__lt__
_slow_project = Item.project
_slow_size = DynamoType.size
_slow_set = LimitedSizeDict.__setitem__


def _hash(self: DynamoType) -> int:
    return hash(self.value) if self.type == "S" else _slow_hash(self)


def _less(self: DynamoType, other: DynamoType) -> bool:
    if self.type == "S" == other.type:
        return bool(self.value < other.value)
    return _slow_less(self, other)


def _bytes(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode())


def _size(self: DynamoType) -> int:
    match self.type:
        case "S":
            return _bytes(self.value)
        case "L":
            return sum(map(_size, self.value))
        case "M":
            return sum(_bytes(name) + _size(inner) for name, inner in self.value.items())
    return _slow_size(self)


def _size_of_all(attributes: dict[str, DynamoType]) -> int:
    return sum(_bytes(name) + _size(one) for name, one in attributes.items())


def _made(
    self: Item, hash_key: DynamoType, range_key: DynamoType | None, attrs: dict[str, Any]
) -> None:
    """Make an item; its size is added up once."""
    self.hash_key, self.range_key = hash_key, range_key
    found = {name: DynamoType(value) for name, value in attrs.items()}
    if _size_of_all(found) > LARGEST:
        raise ItemSizeTooLarge
    self.attrs = LimitedSizeDict(found)


def _set(self: LimitedSizeDict, name: str, value: Any) -> None:
    if type(value) is not DynamoType:
        _slow_set(self, name, value)
        return
    # As moto counts it: what the attribute was before counts as well.
    if _size_of_all(self) + _bytes(name) + _size(value) > LARGEST:
        raise ItemSizeTooLarge
    dict.__setitem__(self, name, value)


def _copied(value: DynamoType) -> DynamoType:
    """Copy what can be changed in its place: a list, a map, a set."""
    match value.type:
        case "L":
            inside: Any = [_copied(one) for one in value.value]
        case "M":
            inside = {name: _copied(one) for name, one in value.value.items()}
        case "SS" | "NS" | "BS":
            inside = list(value.value)
        case _:
            return value
    made = DynamoType.__new__(DynamoType)
    made.type, made.value = value.type, inside
    return made


def _with(item: Item, attributes: dict[str, DynamoType]) -> Item:
    made = object.__new__(Item)
    made.hash_key, made.range_key = item.hash_key, item.range_key
    made.attrs = LimitedSizeDict({name: _copied(one) for name, one in attributes.items()})
    return made


def _copied_item(self: Item, _memo: dict[int, Any]) -> Item:
    return _with(self, self.attrs)


def _project(self: Item, projection_expressions: list[list[str]]) -> Item:
    """Return the item with these attributes alone, in their order."""
    names = [path[0] for path in projection_expressions if len(path) == 1 and "[" not in path[0]]
    if len(names) < len(projection_expressions):
        return _slow_project(self, projection_expressions)
    return _with(self, {name: self.attrs[name] for name in names if name in self.attrs})


def _new(cls: Any, *_: Any, **__: Any) -> Any:
    """Make an object of moto's. moto keeps all of them for its dashboard, here not the items."""
    made = object.__new__(cls)
    if cls is not Item:
        cls.instances_tracked.append(made)
    return made


def _as_found(found: Any) -> Any:
    """Return the items that a query found: they are written into its answer at once."""
    return found if isinstance(found, list) else copy.deepcopy(found)


#: The replacements: class or module, name, new value.
QUICK = (
    (DynamoType, "__hash__", _hash),
    (DynamoType, "__lt__", _less),
    (DynamoType, "size", _size),
    (Item, "__init__", _made),
    (Item, "__deepcopy__", _copied_item),
    (Item, "project", _project),
    (LimitedSizeDict, "__setitem__", _set),
    (BaseModel, "__new__", staticmethod(_new)),
    (table, "copy", SimpleNamespace(copy=copy.copy, deepcopy=_as_found)),
)
