"""Changes of a stored record, by name of its field: as an update of the item, and as the record."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar, cast

from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action

R = TypeVar("R")


def actions_of(changes: Mapping[str, Any]) -> list[Action]:
    """Return the actions that store the changes. None removes the attribute."""
    return [
        Path(name).remove() if value is None else Path(name).set(value)
        for name, value in changes.items()
    ]


def changed(record: R, changes: Mapping[str, Any]) -> R:
    """Return the record as it is read after the changes: a list is a tuple then."""
    kept: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in changes.items()
    }
    return cast("R", replace(cast("Any", record), **kept))
