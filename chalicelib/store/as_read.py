"""The condition of a write that depends on what was read: the attribute is as it was."""

from typing import Any

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path


def as_read(name: str, value: Any) -> Condition:
    """Return the condition that an attribute, at a path, has the value that was read.

    None: it was absent, and is. A tuple is stored as a list.
    """
    there = Path(name)
    stored = list(value) if isinstance(value, tuple) else value
    same: Condition = there.does_not_exist() if stored is None else there == stored
    return same
