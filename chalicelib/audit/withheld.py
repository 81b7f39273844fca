"""Figures that the audit log does not hold: it says that they changed, not from what to what.

The log is kept for as long as the company exists and cannot be corrected, so it holds no money of a
person. Instead of such a figure an event has ``set``, and after a change ``changed``; null stays
null. So the two sides of an event differ when the figures differed.
"""

from collections.abc import Mapping
from typing import Any

#: Members with money of a person.
MONEY = ("bonus_base",)
SET, CHANGED = "set", "changed"

Side = Mapping[str, Any] | None


def without_money(before: Side, after: Side) -> tuple[Side, Side]:
    """Return both sides of a change with words in place of figures. Words stay as they are."""
    for name in MONEY:
        was, is_now = _figure(before, name), _figure(after, name)
        after = _with(after, name, CHANGED if was not in (None, is_now) else SET)
        before = _with(before, name, SET)
    return before, after


def _figure(side: Side, name: str) -> Any:
    return None if side is None else side.get(name)


def _with(side: Side, name: str, word: str) -> Side:
    found = _figure(side, name)
    return side if side is None or found in (None, SET, CHANGED) else {**side, name: word}
