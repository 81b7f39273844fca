"""The one reader of stored formats: from items of the table to what the checker compares.

Nothing here comes from the service's code. A kind of item is known by the second part of its
partition key, as SECURITY.md and the decisions on storage describe it.
"""

import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

Item = dict[str, Any]
#: Collections in which a person's id or name may stay after an erasure, by docs/personal-data.md.
SEALED = ("idempotency",)
#: The operator's register of dead letters.
DEAD_LETTERS = "~operator#dead-letters"


def plain(attribute: dict[str, Any]) -> Any:
    """Return an attribute value as a Python value; bytes as their length."""
    ((kind, value),) = attribute.items()
    match kind:
        case "N":
            return Decimal(value)
        case "M":
            return {name: plain(inner) for name, inner in value.items()}
        case "L":
            return [plain(inner) for inner in value]
        case "NULL":
            return None
        case _:
            return value


def items_of(attributes: Iterable[dict[str, Any]]) -> list[Item]:
    return [{name: plain(value) for name, value in one.items()} for one in attributes]


def tenant_of(item: Item) -> str:
    return str(item["pk"]).split("#", 1)[0]


def collection_of(item: Item) -> str:
    return str(item["pk"]).split("#")[1]


def text_of(item: Item) -> str:
    """Return the whole item as text, packed parts unpacked as far as they are compressed."""
    return json.dumps(item, default=_text, ensure_ascii=False)


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        return unpacked(value)
    return str(value)


def unpacked(value: bytes) -> str:
    """Return compressed or plain bytes as text."""
    try:
        return zlib.decompress(value).decode(errors="replace")
    except zlib.error:
        return value.decode(errors="replace")


def size_of(item: Item) -> int:
    """Return about the bytes that DynamoDB counts for an item."""
    return sum(len(name.encode()) + _size(value) for name, value in item.items())


def _size(value: Any) -> int:
    match value:
        case bytes():
            return len(value)
        case str():
            return len(value.encode())
        case dict():
            return 3 + size_of(value)
        case list():
            return 3 + sum(1 + _size(one) for one in value)
        case _:
            return len(str(value)) // 2 + 2


@dataclass(frozen=True, slots=True)
class Card:
    """A stored result: of the current revision, or of a former one."""

    scheme: str
    period: str
    employee: str
    revision: int
    version: int
    team: str | None
    name: str | None
    upload: str
    total: Fraction | None
    grade: str | None
    coefficient: Fraction | None
    content: str
    current: bool


def cards_of(items: Iterable[Item]) -> Iterator[Card]:
    """Yield the results among the items."""
    for item in items:
        if collection_of(item) != "scores":
            continue
        _, _, scheme, period, *_ = str(item["pk"]).split("#")
        kind = str(item["sk"]).split("#", 1)[0]
        if kind not in ("C", "R"):
            continue
        yield Card(
            scheme=scheme,
            period=period,
            employee=item["employee_id"],
            revision=int(item["revision"]),
            version=int(item["version"]),
            team=item.get("team"),
            name=item.get("employee_name"),
            upload=item["upload"],
            total=_fraction(item.get("total")),
            grade=item.get("grade"),
            coefficient=_fraction(item.get("coefficient")),
            content=str(item.get("packed")),
            current=kind == "C",
        )


def _fraction(value: Decimal | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def of_collection(items: Iterable[Item], *words: str) -> list[Item]:
    return [item for item in items if collection_of(item) in words]


def with_lease(items: Iterable[Item]) -> list[Item]:
    """Return the periods whose lease is held, or was left behind."""
    periods = of_collection(items, "periods", "pilot-periods")
    return [item for item in periods if item.get("writer") is not None]


def leases_of(items: Iterable[Item]) -> Iterator[tuple[str, str]]:
    """Yield (place, claim) of every lease that is held, or was left behind."""
    for item in with_lease(items):
        yield f"{item['pk']}/{item['sk']}", str(item["writer"])


@dataclass(frozen=True, slots=True)
class Event:
    """An audit event."""

    id: str
    action: str
    target: str
    revision: int
    after: str


def events_of(items: Iterable[Item]) -> list[Event]:
    """Return the audit events. Other items beside them (a chain's head) are not among them."""
    return [
        Event(
            item["id"],
            str(item["action"]),
            str(item.get("target", "")),
            int(item.get("revision", 0)),
            str(item.get("after", "")),
        )
        for item in of_collection(items, "audit")
        if "action" in item and "id" in item
    ]


def time_zone_of(items: Iterable[Item]) -> str:
    """Return the time zone of the company whose items these are, by its settings."""
    return str(next(item["time_zone"] for item in items if "time_zone" in item))


def entries_of_leases(items: Iterable[Item]) -> Iterator[tuple[Item, str]]:
    """Yield the entries of leases, each with its claim."""
    for item in of_collection(items, "period-leases"):
        yield item, str(item["sk"]).rsplit("#", 1)[-1]
