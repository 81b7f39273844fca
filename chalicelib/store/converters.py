"""Convert Python values to DynamoDB's attribute values and back, exactly.

pynamodb's models are not used: their number attribute refuses decimals, unknown attributes are
lost when an item is read and saved, and 1,000 items cost eight times as much as here (see
docs/decisions/storage.md). A number is a ``Decimal`` in both directions; a binary float is refused.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

Item = dict[str, Any]
Attributes = dict[str, dict[str, Any]]

#: DynamoDB keeps at most 38 digits of a number, and refuses more.
MOST_DIGITS = 38


def to_attributes(item: Mapping[str, Any]) -> Attributes:
    """Return the item as DynamoDB's attribute map; attributes that are None are left out."""
    return {name: to_attribute(value) for name, value in item.items() if value is not None}


def to_attribute(value: Any) -> dict[str, Any]:
    """Return one value as DynamoDB's attribute value.

    Raises TypeError for a type that cannot be stored exactly (float, unknown types), ValueError for
    a Decimal that is not finite or has more than 38 digits.
    """
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
    # A text of 38 characters cannot have more than 38 digits. Counting them costs more.
    short = len(text) <= MOST_DIGITS or len(value.as_tuple().digits) <= MOST_DIGITS
    if not short or not value.is_finite():
        raise ValueError("a stored number is finite and has at most 38 digits")
    return text


def from_attributes(attributes: Mapping[str, Mapping[str, Any]]) -> Item:
    """Return the item of an attribute map: the inverse of :func:`to_attributes`.

    Every number is a Decimal. Raises TypeError for an attribute type that the table does not use.
    """
    # Most attributes are texts, which need no call.
    return {
        name: value["S"] if "S" in value else from_attribute(value)
        for name, value in attributes.items()
    }


def from_attribute(attribute: Mapping[str, Any]) -> Any:
    """Return one attribute value as a Python value.

    Raises TypeError for an attribute type that the table does not use (sets).
    """
    ((kind, value),) = attribute.items()
    if kind == "N":  # first, because nearly all that are no texts are numbers
        return Decimal(value)
    match kind:
        case "S" | "BOOL":
            return value
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
