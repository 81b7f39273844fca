"""The API's own document: every removal is found, and an addition is not breaking."""

import json
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.docs.document import DOCUMENT
from infra.openapi.evolution.breaking import breaking_changes

#: The path from the document to one of its parts: names and indices.
Way = tuple[Any, ...]
#: These contain data or conditions on a value, not members of a request or an answer.
ASIDE = frozenset({"const", "default", "else", "examples", "if", "links", "not", "then"})
TEXT = {"type": "string"}


@cache
def whole() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(DOCUMENT.read_text(encoding="utf-8"))
    return found


def _objects(item: Any, way: Way = ()) -> Iterator[tuple[Way, dict[str, Any]]]:
    """Yield every object of a document, and its path."""
    if isinstance(item, dict):
        yield way, item
    for key, value in item.items() if isinstance(item, dict) else enumerate(item):
        named = bool(way) and way[-1] == "properties"
        if isinstance(value, (dict, list)) and (named or key not in ASIDE):
            yield from _objects(value, (*way, key))


def _is_schema(way: Way) -> bool:
    """Tell whether the object is a schema, not the map of names below ``properties``."""
    return way[-1:] != ("properties",) or way[-2:-1] == ("properties",)


@cache
def removals() -> list[Way]:
    """Yield the removal of every path, operation, parameter, status, header, member and so on."""
    found: list[Way] = [("paths", path) for path in whole()["paths"]]
    for way, item in _objects(whole()):
        if way[:1] == ("paths",) and len(way) == 2:
            found += [(*way, method) for method in item]
        if way[:1] in {("paths",), ("components",)}:
            for key in ("parameters", "responses", "headers", "content", "properties"):
                below = item.get(key) if len(way) > 2 and _is_schema(way) else None
                names = range(len(below)) if isinstance(below, list) else below or ()
                found += [(*way, key, name) for name in names]
        if _is_schema(way) and isinstance(item.get("enum"), list):
            told = [each for each in item["enum"] if each is not None]
            places = range(len(item["enum"])) if len(told) > 1 else ()
            found += [(*way, "enum", at) for at in places if item["enum"][at] is not None]
    return found


def _without(way: Way) -> dict[str, Any]:
    found = deepcopy(whole())
    item: Any = found
    for key in way[:-1]:
        item = item[key]
    del item[way[-1]]
    return found


def test_the_document_breaks_nothing_of_itself() -> None:
    assert breaking_changes(whole(), whole()) == []
    assert breaking_changes(whole(), deepcopy(whole())) == []


def test_every_kind_of_part_is_among_the_removals() -> None:
    kinds = {way[-2] for way in removals()}
    assert kinds > {"paths", "parameters", "responses", "headers", "content", "properties", "enum"}
    assert len(removals()) > 2_000


@pytest.mark.long
@settings(derandomize=True, deadline=None, max_examples=40)
@given(st.data())
def test_whatever_is_taken_away_is_found(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(sorted({str(way[-2]) for way in removals()})))
    way = data.draw(st.sampled_from([way for way in removals() if str(way[-2]) == kind]))
    assert breaking_changes(whole(), _without(way)) != [], way


def test_whatever_is_added_as_optional_breaks_nothing() -> None:
    wider = deepcopy(whole())
    for way, item in list(_objects(wider)):
        if not _is_schema(way):
            continue
        if isinstance(item.get("properties"), dict):
            others = item.get("additionalProperties", True)
            free = others if isinstance(others, dict) else {}
            item["properties"]["newly"] = TEXT if others is False else free
        if isinstance(item.get("enum"), list):
            item["enum"].append("added")
        if isinstance(item.get("responses"), dict) and way[0] == "paths":
            item["responses"]["418"] = {"description": "Added"}
            item["parameters"].append({"in": "query", "name": "added", "schema": TEXT})
        if isinstance(item.get("headers"), dict) and way[0] == "paths":
            item["headers"]["Added"] = {"schema": TEXT}
    wider["paths"]["/v1/added"] = {"get": {"operationId": "added", "responses": {}}}
    assert breaking_changes(whole(), wider) == []


def test_other_words_and_names_of_components_break_nothing() -> None:
    text = json.dumps(whole()).replace('"#/components/schemas/', '"#/components/schemas/Other')
    other = json.loads(text)
    other["info"]["description"] = "Other words"
    schemas = other["components"]["schemas"]
    other["components"]["schemas"] = {f"Other{name}": told for name, told in schemas.items()}
    for way, item in _objects(other):
        if isinstance(item.get("description"), str) and _is_schema(way):
            item["description"] = "Other words"
    assert breaking_changes(whole(), other) == []
