"""The current format of each kind of item; older items are upgraded, unknown formats refused.

Every item carries the format of its kind as the attribute ``f``. The table's reads and writes set
and check ``f`` by the collection in the partition key, so no package can forget it. Items that
services see never have the attribute. The upgrades of a collection convert an item of an older
format. An item of any other format is refused (docs/decisions/stored-formats.md).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action

from chalicelib.store import keys
from chalicelib.store.converters import Attributes, Item, from_attributes, to_attributes
from chalicelib.store.errors import UnknownFormat

FORMAT = "f"

#: Converts an item to the next format. It returns a new item, and may run twice on the same item.
Upgrade = Callable[[Item], Item]


@dataclass(frozen=True, slots=True)
class Kind:
    """The items of one collection: the current format, and the upgrades from older formats.

    ``upgrades[n]`` converts an item of format n to format n + 1. An item without a format counts as
    format 0.
    """

    name: str
    format: int
    upgrades: Mapping[int, Upgrade] = field(default_factory=dict)
    #: The attribute as it is stored.
    attribute: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "attribute", {"N": str(self.format)})


#: The path of the partition key, as pynamodb writes it.
_NOTHING = str(Path(keys.PARTITION))
_KINDS: dict[str, Kind] = {}


def declare(name: str, number: int, upgrades: Mapping[int, Upgrade] | None = None) -> None:
    """Declare the current format of a collection's items, and the upgrades to it.

    ``name`` is the collection's name as ``keys.collection_of`` returns it. Raises ValueError when
    the name is declared already with another format or other upgrades.
    """
    kind = Kind(name, number, dict(upgrades or {}))
    if _KINDS.setdefault(name, kind) != kind:
        raise ValueError(f"two collections are called {name}")


def kind_of(partition: str) -> Kind:
    """Return the kind of the items in a partition.

    Raises LookupError for a collection that is not declared.
    """
    name = keys.collection_of(partition)
    try:
        return _KINDS[name]
    except KeyError:
        raise LookupError(f"no collection is called {name!r}") from None


def with_format(key: keys.Key, item: Mapping[str, Any]) -> Attributes:
    """Return the item's attributes for a put at the key, with the format of its kind."""
    return {**to_attributes(item), FORMAT: dict(kind_of(key.pk).attribute)}


def set_format(key: keys.Key) -> Action:
    """Return the update action that sets the format, because an update may create the item."""
    return Path(FORMAT).set(kind_of(key.pk).format)


def format_condition(
    key: keys.Key, condition: Condition | None, *, partly: bool
) -> Condition | None:
    """Extend the condition: no item lies at the key, or it has the current format.

    A write of the whole item without a condition needs no extension: None. A write that changes
    the item ``partly`` needs it, because it would set the current format on an item whose other
    attributes are of an older format. A write that expects no item at the key needs none: it is
    refused for an item of any format.
    """
    if condition is None and not partly:
        return None
    if condition is not None and expects_nothing(condition):
        return condition
    nothing = Path(keys.PARTITION).does_not_exist()
    fits: Condition = nothing | (Path(FORMAT) == kind_of(key.pk).format)
    return fits if condition is None else condition & fits


def expects_nothing(condition: Condition) -> bool:
    """Whether the condition is only that no item lies at the key."""
    return condition.operator == "attribute_not_exists" and str(condition.values[0]) == _NOTHING


def is_current(kind: Kind, attributes: Mapping[str, Any]) -> bool:
    """Return whether stored attributes have the current format."""
    return attributes.get(FORMAT) == kind.attribute


def read(kind: Kind, attributes: Mapping[str, Mapping[str, Any]]) -> Item:
    """Return the item of a whole attribute map, in the current format. Raises UnknownFormat."""
    item = from_attributes(attributes)
    found = item.pop(FORMAT, 0)
    if attributes.get(FORMAT) == kind.attribute:
        return item
    while found != kind.format:
        upgrade = kind.upgrades.get(found)
        if upgrade is None:
            raise UnknownFormat(kind.name, str(found), [*sorted(kind.upgrades), kind.format])
        item = upgrade(item)
        found += 1
    # The types are then those of an item that was stored and read again.
    return from_attributes(to_attributes(item))
