"""TenantScope: the only maker of a company's storage keys and object names.

A package declares its collections in its ``keys.py`` and makes their keys through the scope. No
other code joins the parts of a key (``make check`` tests this: infra/key_rule.py).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b

from chalicelib.store import item_formats
from chalicelib.store.item_formats import Upgrade
from chalicelib.store.keys import (
    EMPLOYEE_PARTITION,
    EMPLOYEE_SORT,
    LONGEST_OBJECT_NAME,
    Key,
    joined,
    object_file,
    object_part,
)

TENANT_ID = re.compile(r"[a-z0-9][a-z0-9-]{1,30}")

#: The areas of the bucket: files that companies send, files that are made for them, and evidence of
#: cases, which the bucket removes after a term.
UPLOADS, EXPORTS, EVIDENCE = "uploads", "exports", "evidence"
AREAS = (UPLOADS, EXPORTS, EVIDENCE)


@dataclass(frozen=True, slots=True)
class Collection:
    """Items of one kind. ``word`` follows the company in their partition keys and is unique.

    ``format`` is the number of the format in which the items are written. To change the stored
    format, increase it and add the upgrade from the format before to ``upgrades``
    (docs/decisions/stored-formats.md).
    """

    word: str
    format: int = 1
    upgrades: Mapping[int, Upgrade] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        item_formats.declare(self.word, self.format, self.upgrades)


@dataclass(frozen=True, slots=True)
class EmployeeIndex:
    """A part of the employee index. It shows items of a collection by person and stores no items.

    ``word`` follows the company in its partition keys. No collection has the same word.
    """

    word: str


@dataclass(frozen=True, slots=True)
class TenantScope:
    """One company's part of the table and the bucket. All its keys begin with the company's id.

    Raises ValueError for a text that is not a tenant id, so that no scope can reach another
    tenant's keys.
    """

    tenant: str

    def __post_init__(self) -> None:
        if not TENANT_ID.fullmatch(self.tenant):
            raise ValueError("not a tenant id")

    def partition(self, collection: Collection | EmployeeIndex, *parts: str) -> str:
        """Return a partition of the collection or of the employee index. Parts are escaped.

        Raises NoSuchKey, as :meth:`key` does, for a text that no key can have.
        """
        return _partition(self.tenant, collection.word, *parts)

    def key(self, partition: str, *sort: str) -> Key:
        """Return the key of an item in a partition. Parts of the sort key are escaped.

        Raises ValueError for another company's partition.
        """
        if not self.owns_partition(partition):
            raise ValueError("a partition of another tenant's")
        return Key(partition, joined(*sort))

    def index_entry(self, index: str, *sort: str) -> dict[str, str]:
        """Return the attributes that put an item into a partition of the employee index.

        Raises ValueError for another company's partition.
        """
        place = self.key(index, *sort)
        return {EMPLOYEE_PARTITION: place.pk, EMPLOYEE_SORT: place.sk}

    def object_name(self, area: str, owner: str, filename: str) -> str:
        """Return the name of a stored file. ``owner`` is the id of whose file it is.

        A filename that is too long for the bucket is shortened, always in the same way.
        """
        place = f"{area}/{self.tenant}/{object_part(owner)}/"
        return place + object_file(filename, LONGEST_OBJECT_NAME - len(place))

    def prefixes(self) -> tuple[str, ...]:
        """Return the prefixes of the names of all the tenant's objects."""
        return tuple(f"{area}/{self.tenant}/" for area in AREAS)

    def owns_partition(self, partition: str) -> bool:
        return partition.startswith(f"{self.tenant}#")

    def owns_object(self, name: str) -> bool:
        return name.startswith(self.prefixes())


@lru_cache(maxsize=1024)
def _partition(tenant: str, word: str, *parts: str) -> str:
    """Return a partition. A page of two hundred items names the same few again and again."""
    return joined(tenant, word, *parts)


def shard_of(employee_id: str, shards: int) -> int:
    """Return the shard of a period that holds an employee's scorecards: 0 to ``shards`` - 1.

    The shard never changes.
    """
    return 0 if shards == 1 else number_of(employee_id) % shards


def number_of(employee_id: str) -> int:
    """Return a 32-bit hash of the employee id. The shard is computed from it."""
    return int.from_bytes(blake2b(employee_id.encode(), digest_size=4).digest(), "big")


def tenant_of_object(name: str) -> str | None:
    """Return the tenant that an object's name belongs to; None for a name of another form."""
    parts = name.split("/")
    if len(parts) < 4 or parts[0] not in AREAS:
        return None
    return parts[1] if TENANT_ID.fullmatch(parts[1]) else None
