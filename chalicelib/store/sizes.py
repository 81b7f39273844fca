"""How many bytes is stored: of a page of a partition, and of a page of objects.

Items are sized as DynamoDB bills them: names and values of attributes, 100 bytes for each item and
for each of its entries in an index.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pynamodb.connection.table import TableConnection

from chalicelib.store import keys
from chalicelib.store.objects import Objects

#: What DynamoDB adds for each item, and for each entry of an index.
OVERHEAD = 100
#: Attributes of an entry of the employee index, which has keys alone.
_OF_ENTRY = (keys.PARTITION, keys.SORT, keys.EMPLOYEE_PARTITION, keys.EMPLOYEE_SORT)


@dataclass(frozen=True, slots=True)
class Measured:
    """The number and bytes of a page. ``last``: its last position; None when it is empty.

    ``truncated``: whether more follows.
    """

    number: int
    bytes: int
    last: str | None
    truncated: bool


def of_items(connection: TableConnection, partition: str, after: str | None) -> Measured:
    """Measure one page (at most 1 MB) of a partition after a sort key, eventually consistent.

    The items are not decoded, so their format does not matter.
    """
    answer = connection.query(
        partition,
        exclusive_start_key=keys.start_after(partition, after),
        consistent_read=False,
    )
    items = answer.get("Items", ())
    return Measured(
        len(items),
        sum(map(item_bytes, items)),
        str(items[-1][keys.SORT]["S"]) if items else None,
        bool(answer.get("LastEvaluatedKey")),
    )


def of_objects(objects: Objects, prefix: str, after: str | None) -> Measured:
    """Measure a page (at most a thousand) of the versions of objects with the prefix."""
    markers = (
        dict(zip(("KeyMarker", "VersionIdMarker"), json.loads(after), strict=True)) if after else {}
    )
    answer = objects.client.list_object_versions(Bucket=objects.bucket, Prefix=prefix, **markers)
    versions = answer.get("Versions", ())
    truncated = bool(answer.get("IsTruncated"))
    last = [answer.get("NextKeyMarker"), answer.get("NextVersionIdMarker")]
    return Measured(
        len(versions),
        sum(int(version["Size"]) for version in versions),
        json.dumps(last) if truncated else None,
        truncated,
    )


def item_bytes(item: Mapping[str, Mapping[str, Any]]) -> int:
    """Return the billed bytes of an item in DynamoDB's own form, with its entry in the index."""
    size = OVERHEAD + sum(_text(name) + _value(value) for name, value in item.items())
    if keys.EMPLOYEE_PARTITION in item:
        size += OVERHEAD + sum(_text(name) + _value(item[name]) for name in _OF_ENTRY)
    return size


def _value(value: Mapping[str, Any]) -> int:
    content: Any
    ((kind, content),) = value.items()
    match kind:
        case "S":
            return _text(content)
        case "N":
            # One byte for two digits, and one more.
            digits = str(content).strip("-").replace(".", "")
            return len(digits) // 2 + 1 + str(content).startswith("-")
        case "B":
            return len(bytes(content))
        case "M":
            return 3 + sum(1 + _text(name) + _value(inner) for name, inner in content.items())
        case "L":
            return 3 + sum(1 + _value(inner) for inner in content)
        case _:
            return 1


def _text(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode())
