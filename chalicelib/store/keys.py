"""The table's key, and the parts of keys and object names.

A partition key begins with ``{tenant}#``. IAM (``dynamodb:LeadingKeys``) and the guard in
:mod:`chalicelib.tenancy.guard` use this prefix to keep a caller within its own tenant. The
operator's registers belong to no tenant and begin with ``~``, which no tenant id can contain.
Only :class:`chalicelib.tenancy.scope.TenantScope` makes keys of tenants.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import quote

from chalicelib.store.errors import NoSuchKey

PARTITION = "pk"
SORT = "sk"
EMPLOYEE_INDEX = "employee"
EMPLOYEE_PARTITION = "employee_pk"
EMPLOYEE_SORT = "employee_sk"
EXPIRES_AT = "expires_at"

#: The longest sort key, in bytes of UTF-8 (DynamoDB's limit). Partition keys could be twice as
#: long, but the employee index makes sort keys of the same parts.
LONGEST = 1024

#: The longest name of an object, in bytes (S3's limit), and the longest ending that a shortened
#: name keeps, in characters.
LONGEST_OBJECT_NAME = 1024
LONGEST_ENDING = 10

SEPARATOR = "#"
PLATFORM = "~operator"


class Key(NamedTuple):
    """The key of one item: partition key and sort key, both text."""

    pk: str
    sk: str


def key_of_item(item: Mapping[str, Any]) -> Key:
    """Return the key of an item that was read."""
    return Key(item[PARTITION], item[SORT])


def key_of_attributes(attributes: Mapping[str, Mapping[str, str]]) -> Key:
    """Return the key of an item in DynamoDB's own form."""
    return Key(attributes[PARTITION]["S"], attributes[SORT]["S"])


def attributes_of(key: Key) -> dict[str, dict[str, Any]]:
    """Return the key in DynamoDB's own form."""
    return {PARTITION: {"S": key.pk}, SORT: {"S": key.sk}}


def attributes_in_index(key: Key, partition: str) -> dict[str, dict[str, Any]]:
    """Return the key of an item in a partition of the employee index, where its place is its own
    sort key, in DynamoDB's own form."""
    place = {EMPLOYEE_PARTITION: {"S": partition}, EMPLOYEE_SORT: {"S": key.sk}}
    return {**attributes_of(key), **place}


def start_after(partition: str, sort: str | None) -> dict[str, dict[str, Any]] | None:
    """Return the start key of a query that continues after a sort key; None for the beginning."""
    return None if sort is None else attributes_of(Key(partition, sort))


def joined(*parts: str) -> str:
    """Join the parts to one key text. A separator in a part is escaped, so parts never mix.

    Raises NoSuchKey for a text that no key can have: empty, over LONGEST, or with half of a
    surrogate pair. So every key that is made from input is checked here, whatever made it.
    """
    text = SEPARATOR.join(escaped(part) for part in parts)
    if not 0 < len(text) <= LONGEST or not (text.isascii() or _fits(text)):
        raise NoSuchKey
    return text


def _fits(text: str) -> bool:
    try:
        return len(text.encode()) <= LONGEST
    except UnicodeEncodeError:
        return False


def escaped(part: str) -> str:
    """Percent-encode ``#`` and ``%`` in a part; all else, Chinese included, stays as it is."""
    return part.replace("%", "%25").replace(SEPARATOR, "%23")


def parts_of(text: str) -> tuple[str, ...]:
    """Split a key text into its parts: the inverse of :func:`joined`."""
    return tuple(
        part.replace("%23", SEPARATOR).replace("%25", "%") for part in text.split(SEPARATOR)
    )


def owner_of(partition: str) -> str:
    """Return the tenant of a partition key, or ``~operator``."""
    return partition.split(SEPARATOR, 1)[0]


@lru_cache(maxsize=1024)
def collection_of(partition: str) -> str:
    """Return the collection of the items in a partition.

    It is the second part of a tenant's key (``periods``), and both parts of a register of the
    operator (``~operator#tenants``).
    """
    owner, _, rest = partition.partition(SEPARATOR)
    word = rest.partition(SEPARATOR)[0]
    return f"{PLATFORM}{SEPARATOR}{word}" if owner == PLATFORM else word


def object_part(text: str) -> str:
    """Encode a text as one segment of an object name (no slash, no control characters)."""
    return quote(text, safe="")


def object_file(filename: str, most: int) -> str:
    """Encode a file's name as the last segment of an object name, in at most ``most`` bytes.

    A name that is too long loses characters before its ending. Encoded, a character of Chinese has
    nine bytes.
    """
    whole = object_part(filename)
    if len(whole) <= most:
        return whole
    stem, dot, ending = filename.rpartition(".")
    last = object_part(dot + ending) if stem and len(ending) <= LONGEST_ENDING else ""
    kept = ""
    for character in stem if last else filename:
        part = object_part(character)
        if len(kept) + len(part) + len(last) > most:
            break
        kept += part
    return kept + last
