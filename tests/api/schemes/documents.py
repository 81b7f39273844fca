"""Small scheme documents for the tests, changed in one place at a time."""

import copy
from collections.abc import Mapping
from typing import Any

from tests.api.uploads.sending import SCHEME

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
