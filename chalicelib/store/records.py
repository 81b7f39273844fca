"""Convert records (frozen dataclasses) to items and back.

A record is a frozen dataclass of texts, integers, decimals, booleans, tuples and plain mappings.
Its item has one attribute per field, by name; a field with ``stored_as`` has an attribute of that
name, which older items have too. Reading ignores attributes that are not fields (keys,
the expiry). The table handles the item's format (:mod:`chalicelib.store.item_formats`).
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import fields
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar, cast, get_type_hints

from chalicelib.store.converters import Item

R = TypeVar("R")
#: The member of a field's metadata that names its attribute.
STORED = "stored"


def stored_as(name: str) -> dict[str, str]:
    """Return the metadata of a field whose attribute in the item has this name."""
    return {STORED: name}


def to_item(record: Any) -> Item:
    """Return the record's fields by name; fields that are None are left out."""
    return {
        stored: value
        for name, stored in _names(cast("Hashable", type(record)))
        if (value := getattr(record, name)) is not None
    }


def from_item(kind: type[R], item: Mapping[str, Any]) -> R:
    """Return the item as a record of this class. Raises TypeError for a missing required field."""
    readers, found = _readers(cast("Hashable", kind)), dict[str, Any]()
    for stored, value in item.items():
        reader = readers.get(stored)
        if reader is not None:
            name, read = reader
            found[name] = value if read is None else read(value)
    return kind(**found)


@cache
def _names(kind: Any) -> tuple[tuple[str, str], ...]:
    """Return the fields' names, each with the name of its attribute."""
    return tuple((one.name, one.metadata.get(STORED, one.name)) for one in fields(kind))


@cache
def _readers(kind: Any) -> dict[str, tuple[str, Callable[[Any], Any] | None]]:
    """Return the field's name and reader for each attribute; None: the value is read as it is."""
    hints = get_type_hints(kind)
    return {stored: (name, _reader(hints[name])) for name, stored in _names(kind)}


def _reader(hint: Any) -> Callable[[Any], Any] | None:
    text = str(hint)
    if hint is int or text == "int | None":
        return _integer
    if text.startswith("tuple[int"):
        return _integers
    if text.startswith("tuple["):
        return _tuple
    if text.startswith("dict[str, int]"):
        return _counts
    return None


def _integer(value: Decimal | int | None) -> int | None:
    return None if value is None else int(value)


def _tuple(value: Any) -> tuple[Any, ...]:
    return tuple(value)


def _integers(value: Any) -> tuple[int, ...]:
    return tuple(map(int, value))


def _counts(value: Mapping[str, Decimal]) -> dict[str, int]:
    return {name: int(number) for name, number in value.items()}
