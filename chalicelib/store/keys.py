"""The table's key, and the parts of which keys and object names are put together.

A partition key begins with ``{tenant}#``, so that IAM (``dynamodb:LeadingKeys``) and the
guard in :mod:`chalicelib.tenancy.guard` can hold a caller to its own. What belongs to no
tenant (the operator's registers) begins with ``~``, which no tenant id can contain.
Tenants' keys are made by :class:`chalicelib.tenancy.scope.TenantScope` alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

PARTITION = "pk"
SORT = "sk"
EMPLOYEE_INDEX = "employee"
EMPLOYEE_PARTITION = "employee_pk"
EMPLOYEE_SORT = "employee_sk"
EXPIRES_AT = "expires_at"

SEPARATOR = "#"
PLATFORM = "~operator"


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """Where one item lies: partition and sort key, both text."""

    pk: str
    sk: str


def key_of_item(item: Mapping[str, Any]) -> Key:
    """Where an item that was read lies."""
    return Key(item[PARTITION], item[SORT])


def key_of_attributes(attributes: Mapping[str, Mapping[str, str]]) -> Key:
    """The same of an item as DynamoDB gives it."""
    return Key(attributes[PARTITION]["S"], attributes[SORT]["S"])


def attributes_of(key: Key) -> dict[str, dict[str, Any]]:
    """The key as DynamoDB takes it."""
    return {PARTITION: {"S": key.pk}, SORT: {"S": key.sk}}


def start_after(partition: str, sort: str | None) -> dict[str, dict[str, Any]] | None:
    """Where a query begins that goes on behind a sort key; None: at the beginning."""
    return None if sort is None else attributes_of(Key(partition, sort))


def joined(*parts: str) -> str:
    """The parts as one key text; a separator in a part is escaped, so none can forge another."""
    return SEPARATOR.join(escaped(part) for part in parts)


def escaped(part: str) -> str:
    """A part with ``#`` and ``%`` percent-encoded; everything else, Chinese included, as it is."""
    return part.replace("%", "%25").replace(SEPARATOR, "%23")


def parts_of(text: str) -> tuple[str, ...]:
    """The inverse of :func:`joined`."""
    return tuple(
        part.replace("%23", SEPARATOR).replace("%25", "%") for part in text.split(SEPARATOR)
    )


def owner_of(partition: str) -> str:
    """The tenant that a partition key belongs to, or ``~operator``."""
    return partition.split(SEPARATOR, 1)[0]


def collection_of(partition: str) -> str:
    """The collection of the items in a partition: its second part; of the operator's, both."""
    owner, _, rest = partition.partition(SEPARATOR)
    word = rest.partition(SEPARATOR)[0]
    return f"{PLATFORM}{SEPARATOR}{word}" if owner == PLATFORM else word


def object_part(text: str) -> str:
    """A text as one safe segment of an object name (no slash, no control characters)."""
    return quote(text, safe="")


def object_part_text(segment: str) -> str:
    """The inverse of :func:`object_part`."""
    return unquote(segment)
