"""Between Python values and DynamoDB's attribute values, exactly.

Why not pynamodb's models: their number attribute refuses decimals, unknown attributes
vanish on read-and-save, and 1,000 items cost eight times as much as here (see
docs/decisions/storage.md). A number is a ``Decimal`` both ways; a binary float is refused.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

Item = dict[str, Any]
Attributes = dict[str, dict[str, Any]]

#: DynamoDB keeps at most 38 digits of a number, and refuses more.
MOST_DIGITS = 38


def to_attributes(item: Mapping[str, Any]) -> Attributes:
    """An item as DynamoDB's attribute map; attributes that are None are left out."""
    return {name: to_attribute(value) for name, value in item.items() if value is not None}


def to_attribute(value: Any) -> dict[str, Any]:
    """One value. Raises TypeError for what cannot be kept exactly (float, unknown types)."""
    if isinstance(value, str):
        return {"S": value}
    if isinstance(value, bool):
        return {"BOOL": value}
    if isinstance(value, int):
        return {"N": str(value)}
    if isinstance(value, Decimal):
        return {"N": _number(value)}
    if value is None:
        return {"NULL": True}
    if isinstance(value, bytes):
        return {"B": value}
    if isinstance(value, Mapping):
        return {"M": {str(name): to_attribute(inner) for name, inner in value.items()}}
    if isinstance(value, (list, tuple)):
        return {"L": [to_attribute(inner) for inner in value]}
    raise TypeError(f"{type(value).__name__} cannot be stored")


def _number(value: Decimal) -> str:
    text = str(value)
    # No text this short has more digits; to count them costs more than to write them.
    short = len(text) <= MOST_DIGITS or len(value.as_tuple().digits) <= MOST_DIGITS
    if not short or not value.is_finite():
        raise ValueError("a stored number is finite and has at most 38 digits")
    return text


def from_attributes(attributes: Mapping[str, Mapping[str, Any]]) -> Item:
    """The inverse of :func:`to_attributes`; every number comes back as a Decimal."""
    return {name: from_attribute(value) for name, value in attributes.items()}


def from_attribute(attribute: Mapping[str, Any]) -> Any:
    """One attribute value as Python's; sets come back as lists in order."""
    ((kind, value),) = attribute.items()
    match kind:
        case "S" | "BOOL":
            return value
        case "N":
            return Decimal(value)
        case "M":
            return from_attributes(value)
        case "L":
            return [from_attribute(inner) for inner in value]
        case "NULL":
            return None
        case "B":
            return bytes(value)
        case _:
            raise TypeError(f"attribute kind {kind} is not used by this table")
