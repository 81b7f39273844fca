"""TenantScope: the only maker of a company's storage keys and object names.

A package names its collections in its ``keys.py`` and makes their keys through the scope. Nothing
else puts the parts of a key together (``make check`` looks: infra/key_rule.py).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b

from chalicelib.store import item_formats
from chalicelib.store.item_formats import Upgrade
from chalicelib.store.keys import (
    EMPLOYEE_PARTITION,
    EMPLOYEE_SORT,
    Key,
    joined,
    object_part,
)

TENANT_ID = re.compile(r"[a-z0-9][a-z0-9-]{1,30}")

#: The two parts of the bucket: what companies send, and what is made for them.
UPLOADS, EXPORTS = "uploads", "exports"


@dataclass(frozen=True, slots=True)
class Collection:
    """Items of one kind. ``word`` stands in their partition keys, after the company; no two
    collections have the same.

    ``format`` is that of their items as they are written. Who changes what is stored counts it up,
    and adds the upgrade of the format before to ``upgrades`` (docs/decisions/stored-formats.md).
    """

    word: str
    format: int = 1
    upgrades: Mapping[int, Upgrade] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        item_formats.declare(self.word, self.format, self.upgrades)


@dataclass(frozen=True, slots=True)
class EmployeeIndex:
    """A part of the employee index: it shows items of a collection by person and holds none of its
    own. ``word`` stands in its partition keys and is no collection's."""

    word: str


@dataclass(frozen=True, slots=True)
class TenantScope:
    """One company's part of the table and the bucket. Everything it makes begins with the company.

    Raises ValueError for what is not a tenant id, so that no scope can be made that
    reaches into another tenant's keys.
    """

    tenant: str

    def __post_init__(self) -> None:
        if not TENANT_ID.fullmatch(self.tenant):
            raise ValueError("not a tenant id")

    def partition(self, collection: Collection | EmployeeIndex, *parts: str) -> str:
        """A partition of the collection, or of the employee index. Parts are escaped."""
        return joined(self.tenant, collection.word, *parts)

    def key(self, partition: str, *sort: str) -> Key:
        """The place of an item in a partition of the company's. Parts of the sort key are escaped.

        Raises ValueError for another company's partition.
        """
        if not self.owns_partition(partition):
            raise ValueError("a partition of another tenant's")
        return Key(partition, joined(*sort))

    def index_entry(self, index: str, *sort: str) -> dict[str, str]:
        """The attributes by which an item lies in a partition of the employee index, too.

        Raises ValueError for another company's partition.
        """
        place = self.key(index, *sort)
        return {EMPLOYEE_PARTITION: place.pk, EMPLOYEE_SORT: place.sk}

    def object_name(self, area: str, owner: str, filename: str) -> str:
        """The name of a stored file. ``owner`` is the id of the upload, export or copy."""
        return f"{area}/{self.tenant}/{object_part(owner)}/{object_part(filename)}"

    def prefixes(self) -> tuple[str, ...]:
        """With what the names of all the tenant's objects begin."""
        return f"{UPLOADS}/{self.tenant}/", f"{EXPORTS}/{self.tenant}/"

    def owns_partition(self, partition: str) -> bool:
        return partition.startswith(f"{self.tenant}#")

    def owns_object(self, name: str) -> bool:
        return name.startswith(self.prefixes())


def shard_of(employee_id: str, shards: int) -> int:
    """Which of a period's partitions an employee's scorecards lie in; the same for ever."""
    return 0 if shards == 1 else number_of(employee_id) % shards


def number_of(employee_id: str) -> int:
    """32 bits that an employee's shard follows from, whatever the number of shards."""
    return int.from_bytes(blake2b(employee_id.encode(), digest_size=4).digest(), "big")


def tenant_of_object(name: str) -> str | None:
    """The tenant an object's name belongs to, or None for a name that is no tenant's."""
    parts = name.split("/")
    if len(parts) < 4 or parts[0] not in (UPLOADS, EXPORTS):
        return None
    return parts[1] if TENANT_ID.fullmatch(parts[1]) else None
