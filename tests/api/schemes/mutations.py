"""Scheme documents with random damage: fields removed, retyped, made huge, nested, duplicated."""

import copy
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from tests.api.schemes.documents import scheme
from tests.templates.sheets import confirmed

BASES = ("desk", "courier", "quality-standard-channels", "taobao", "telecom")

#: Values that replace an expected value.
JUNK: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    -1,
    10**11,
    10**13,
    10**59,
    "",
    " ",
    "x",
    "NaN",
    "Infinity",
    "1e9",
    "-0.0000000001",
    "0.00000000001",
    "１２",
    "😀" * 60,
    "字" * 5_000,
    "\t",
    "../../..",
    "__class__",
    [],
    {},
    [[]],
    [None],
    [{}] * 70,
    {"": ""},
    {"$parameter": "ghost"},
    {"$parameter": ["a"]},
    {"kind": "step_deduct"},
    {"kind": "formula", "expression": "(" * 400},
    {"kind": "formula", "expression": "9**9**9**9"},
    {"zh": None, "en": ["a"]},
    {"zh": 7},
    {"code": "a", "name": "b"},
)


def deep(levels: int) -> Any:
    value: Any = "bottom"
    for level in range(levels):
        value = [value] if level % 2 else {"a": value}
    return value


def base(name: str, code: str) -> dict[str, Any]:
    """Return a valid document with this code. ``name`` is ``desk`` or a template's code."""
    document = scheme() if name == "desk" else confirmed(name)
    return {**document, "code": code}


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of every value inside a document."""
    entries: Any = ()
    if isinstance(value, dict):
        entries = value.items()
    elif isinstance(value, list):
        entries = enumerate(value)
    for key, inner in entries:
        yield (*path, key)
        yield from places(inner, (*path, key))


@st.composite
def spoilt(draw: st.DrawFn) -> tuple[str, list[tuple[str, int, Any]]]:
    """Draw the name of a base document and one to five changes.

    A change is an action, a number that selects the place, and a junk value.
    """
    change = st.tuples(
        st.sampled_from(("remove", "put", "put", "double", "rename", "deepen")),
        st.integers(0, 10**6),
        st.sampled_from(JUNK),
    )
    return draw(st.sampled_from(BASES)), draw(st.lists(change, min_size=1, max_size=5))


def applied(name: str, changes: list[tuple[str, int, Any]], code: str) -> dict[str, Any]:
    """Return the base document with the changes applied in order."""
    document = base(name, code)
    for what, where, junk in changes:
        there = list(places(document))
        if not there:
            break
        *path, key = there[where % len(there)]
        holder: Any = document
        for part in path:
            holder = holder[part]
        _change(holder, key, what, copy.deepcopy(junk))
    return document


def _change(holder: Any, key: Any, what: str, junk: Any) -> None:
    if what == "remove":
        del holder[key]
    elif what == "double" and isinstance(holder, list):
        holder.append(copy.deepcopy(holder[key]))
    elif what == "rename" and isinstance(holder, dict):
        holder[f"{key}s"] = holder.pop(key)
    elif what == "deepen":
        holder[key] = deep(30)
    else:
        holder[key] = junk
