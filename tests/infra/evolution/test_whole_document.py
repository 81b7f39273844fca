"""On the API's own document: whatever is taken from it is found, whatever is added is not."""

import copy
import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.docs.document import DOCUMENT
from infra.openapi.evolution.breaking import breaking_changes

WHOLE: dict[str, Any] = json.loads(DOCUMENT.read_text(encoding="utf-8"))
#: The way to a part of the document: names and indices.
Way = tuple[str | int, ...]


def _within(item: Any, way: Way = ()) -> Iterator[tuple[Way, dict[str, Any]]]:
    """Every object of the document, with the way to it."""
    if isinstance(item, dict):
        yield way, item
    pairs = item.items() if isinstance(item, dict) else enumerate(item)
    for key, value in pairs:
        if isinstance(value, (dict, list)) and key != "examples":
            yield from _within(value, (*way, key))


def _used(ways: list[Way]) -> list[Way]:
    """Those whose component some operation needs."""
    named = set(json.dumps(WHOLE).split('"#/components/'))
    led_to = {part.partition('"')[0] for part in named}
    return [
        way for way in ways if way[0] != "components" or "/".join(map(str, way[1:3])) in led_to
    ]


OPERATIONS: list[Way] = [
    ("paths", path, method) for path, item in WHOLE["paths"].items() for method in item
]
STATUSES: list[Way] = [
    (*way, "responses", status) for way in OPERATIONS for status in _at_responses(way)
] if False else []
