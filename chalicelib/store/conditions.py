"""Conditions as DynamoDB decides them, for items that were changed after it sent them.

A filtered query decides by what is stored. An item of an older format is brought up first and
decided here.
"""

from collections.abc import Callable, Mapping
from operator import ge, gt, le, lt
from typing import Any

from pynamodb.expressions.condition import Condition

from chalicelib.store.converters import from_attribute

_ABSENT = object()
_ORDERS: Mapping[str, Callable[[Any, Any], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge}


def holds(condition: Condition, item: Mapping[str, Any]) -> bool:
    """Whether the condition holds for the item. An attribute that is absent equals nothing, and
    meets no order. Raises NotImplementedError for a condition that no query of ours asks."""
    kind = condition.operator
    match kind:
        case "AND":
            return all(holds(part, item) for part in condition.values)
        case "OR":
            return any(holds(part, item) for part in condition.values)
        case "NOT":
            return not holds(condition.values[0], item)
    found, *wanted = [_value(operand, item) for operand in condition.values]
    match kind:
        case "attribute_exists":
            return found is not _ABSENT
        case "attribute_not_exists":
            return found is _ABSENT
        case "=":
            return bool(found == wanted[0])
        case "<>":
            return bool(found != wanted[0])
        case "IN":
            return found in wanted
        case "<" | "<=" | ">" | ">=":
            return type(found) is type(wanted[0]) and _ORDERS[kind](found, wanted[0])
    raise NotImplementedError(f"{kind} in a filter")


def _value(operand: Any, item: Mapping[str, Any]) -> Any:
    """An attribute of the item (one name, no path into it), or the value that is compared with."""
    path = getattr(operand, "path", None)
    if path is None:
        return from_attribute(operand.values[0])
    if len(path) != 1:
        raise NotImplementedError("a path into an attribute in a filter")
    return item.get(path[0], _ABSENT)
