"""The format of each kind of item, and what is done with an item of another.

Every item carries the format of its kind as the attribute ``f``. The table's reads and writes set
and check it by the collection in the partition key, so no package can forget it: what services
see of an item never has the attribute. An item of an older format is brought up by the upgrades
that its collection names; any other is refused (docs/decisions/stored-formats.md).
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

#: Makes an item of the next format of one; gives a new item, and may be called again with the same.
Upgrade = Callable[[Item], Item]


@dataclass(frozen=True, slots=True)
class Kind:
    """Items of one collection: the format in force, and how items of older ones are brought up.

    ``upgrades[n]`` makes an item of format n + 1 of one of format n; 0 is that of an item without
    a format.
    """

    name: str
    format: int
    upgrades: Mapping[int, Upgrade] = field(default_factory=dict)
    #: The attribute as it is stored.
    attribute: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "attribute", {"N": str(self.format)})


_KINDS: dict[str, Kind] = {}


def declare(name: str, number: int, upgrades: Mapping[int, Upgrade] | None = None) -> None:
    """Say the format (its number) of a collection's items; ``name`` as ``keys.collection_of`` has
    it.

    Raises ValueError when the name was given another format before.
    """
    kind = Kind(name, number, dict(upgrades or {}))
    if _KINDS.setdefault(name, kind) != kind:
        raise ValueError(f"two collections are called {name}")


def kind_of(partition: str) -> Kind:
    """The kind of the items in a partition. Raises LookupError for a collection nobody declared."""
    name = keys.collection_of(partition)
    try:
        return _KINDS[name]
    except KeyError:
        raise LookupError(f"no collection is called {name!r}") from None


def with_format(key: keys.Key, item: Mapping[str, Any]) -> Attributes:
    """The item's attributes to be put at the key, with the format of its kind."""
    return {**to_attributes(item), FORMAT: dict(kind_of(key.pk).attribute)}


def set_format(key: keys.Key) -> Action:
    """The action that gives the format to an item that an update may make."""
    return Path(FORMAT).set(kind_of(key.pk).format)


def format_condition(
    key: keys.Key, condition: Condition | None, *, partly: bool
) -> Condition | None:
    """The condition, of an item of the format in force or of none.

    A write of the whole item without a condition needs none; one that changes it ``partly`` does,
    lest an older item gets the format in force without its form.
    """
    if condition is None and not partly:
        return None
    nothing = Path(keys.PARTITION).does_not_exist()
    fits: Condition = nothing | (Path(FORMAT) == kind_of(key.pk).format)
    return fits if condition is None else condition & fits


def is_current(kind: Kind, attributes: Mapping[str, Any]) -> bool:
    """Whether stored attributes are of the format in force."""
    return attributes.get(FORMAT) == kind.attribute


def read(kind: Kind, attributes: Mapping[str, Mapping[str, Any]]) -> Item:
    """The item that whole attributes hold, in the format in force. Raises UnknownFormat."""
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
    # As it will be read when it is stored so.
    return from_attributes(to_attributes(item))
