"""Small scheme documents for the tests, changed in one place at a time."""

import copy
from collections.abc import Mapping
from typing import Any

from tests.api.uploads.sending import SCHEME, csv_of

#: Pointers of the values in SCHEME that tests change.
FIRST_TARGET = "/dimensions/0/indicators/0/target"
FIRST_POINTS = "/dimensions/0/indicators/0/max_points"


def scheme(changes: Mapping[str, Any] | None = None, *without: str) -> dict[str, Any]:
    """Return the desk scheme with changed values and without some fields.

    ``changes`` maps JSON pointers to values. ``without`` are pointers of the fields to remove.
    """
    document = copy.deepcopy(SCHEME)
    for pointer, value in (changes or {}).items():
        holder, key = _holder(document, pointer)
        if isinstance(holder, list) and key == len(holder):
            holder.append(value)
        else:
            holder[key] = value
    for pointer in without:
        holder, key = _holder(document, pointer)
        del holder[key]
    return document


def _holder(document: Any, pointer: str) -> tuple[Any, Any]:
    *path, last = pointer.removeprefix("/").split("/")
    for part in path:
        document = document[int(part) if isinstance(document, list) else part]
    return document, int(last) if isinstance(document, list) else last


# Ann: 40 s, 32; 88 %, 56: 88, good. With a target of 20 s two steps over, 24: 80, still good.
# Bob: 50 s, 24; 88 %, 56: 80, good. With 20 s three steps over, 16: 72, poor.
# Cy: 20 s, 40; 70 %, 20: 60, poor. With 20 s the same.
MONTH = csv_of(
    "1001,Ann,red,4000,100,88,100",
    "1002,Bob,red,5000,100,88,100",
    "1003,Cy,blue,2000,100,70,100",
)
STRICTER = scheme({FIRST_TARGET: "20"})
