"""Evaluate a filter condition as DynamoDB does, for items of an older format.

DynamoDB evaluates a query's filter on the stored attributes. An item of an older format is
upgraded first, and its condition is evaluated here.
"""

from collections.abc import Callable, Mapping
from operator import ge, gt, le, lt
from typing import Any

from pynamodb.expressions.condition import Condition

from chalicelib.store.converters import from_attribute

_ABSENT = object()
_ORDERS: Mapping[str, Callable[[Any, Any], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge}


def holds(condition: Condition, item: Mapping[str, Any]) -> bool:
    """Return whether the condition holds for the item.

    An absent attribute equals no value, and every order comparison with it is false. Raises
    NotImplementedError for a kind of condition that no query of the service uses.
    """
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
    """Return the operand's value: an attribute of the item (a single name) or a constant."""
    path = getattr(operand, "path", None)
    if path is None:
        return from_attribute(operand.values[0])
    if len(path) != 1:
        raise NotImplementedError("a path into an attribute in a filter")
    return item.get(path[0], _ABSENT)
