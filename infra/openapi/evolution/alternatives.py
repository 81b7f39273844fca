"""Convert a schema to the list of its alternatives, each of one JSON type.

``["string", "null"]``, ``anyOf`` with null, ``oneOf`` and references all become the same list, so
that two ways to write one schema compare as equal.
"""

from collections.abc import Iterable
from typing import Any

from infra.openapi.evolution.references import ANNOTATIONS, Document, Schema

#: The types of JSON Schema, and the keywords that apply to each type only.
TYPES: dict[str, frozenset[str]] = {
    "null": frozenset(),
    "boolean": frozenset(),
    "integer": frozenset(
        {"exclusiveMaximum", "exclusiveMinimum", "maximum", "minimum", "multipleOf"}
    ),
    "number": frozenset(
        {"exclusiveMaximum", "exclusiveMinimum", "maximum", "minimum", "multipleOf"}
    ),
    "string": frozenset(
        {"contentEncoding", "contentMediaType", "maxLength", "minLength", "pattern"}
    ),
    "array": frozenset(
        {"contains", "items", "maxContains", "maxItems", "minContains", "minItems"}
        | {"prefixItems", "unevaluatedItems", "uniqueItems"}
    ),
    "object": frozenset(
        {"additionalProperties", "dependentRequired", "dependentSchemas", "maxProperties"}
        | {"minProperties", "patternProperties", "properties", "propertyNames", "required"}
        | {"unevaluatedProperties"}
    ),
}
_OF_SOME_TYPE = frozenset().union(*TYPES.values())
_CHOICES = ("anyOf", "oneOf")


def alternatives(
    schema: Any, document: Document, passed: frozenset[str] = frozenset()
) -> list[Schema]:
    """Return every alternative, with ``type`` as one name, without annotations and references.

    A choice that refers back to itself (``passed``) adds none.
    """
    whole = flattened(schema, document)
    key = next((name for name in _CHOICES if name in whole), None)
    if key is None:
        return list(_by_type(whole))
    rest = {name: value for name, value in whole.items() if name != key}
    found: list[Schema] = []
    for choice in whole[key]:
        led_to = frozenset([choice["$ref"]] if "$ref" in choice else [])
        if not led_to & passed:
            both = _merged([rest, flattened(choice, document)])
            found += alternatives(both, document, passed | led_to)
    return found


def flattened(
    schema: Any, document: Document, passed: frozenset[str] = frozenset()
) -> dict[str, Any]:
    """Return the schema with the targets of ``$ref`` and ``allOf`` merged in, no annotations."""
    if isinstance(schema, bool):
        return {} if schema else {"not": {}}
    own = {
        key: value
        for key, value in schema.items()
        if key not in ANNOTATIONS
        and key not in ("$ref", "$defs", "allOf")
        and not key.startswith("x-")
    }
    parts = [own]
    reference = schema.get("$ref")
    if reference is not None and reference not in passed:
        parts.append(flattened(document.at(reference), document, passed | {reference}))
    parts += [flattened(part, document, passed) for part in schema.get("allOf", ())]
    return _merged(parts)


def json_type(value: Any) -> str:
    """Return the name of a value's JSON type; integer for a number without a fraction."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, (int, float)):
        return "integer" if value == int(value) else "number"
    if isinstance(value, str):
        return "string"
    return "array" if isinstance(value, list) else "object"


def _by_type(whole: Schema) -> Iterable[Schema]:
    values = whole["enum"] if "enum" in whole else [whole["const"]] if "const" in whole else None
    for name in _types(whole.get("type")):
        strangers = _OF_SOME_TYPE - TYPES[name]
        found = {key: value for key, value in whole.items() if key not in strangers}
        found["type"] = name
        if values is not None:
            fitting = [each for each in values if fits(json_type(each), name)]
            if not fitting:
                continue
            if "enum" in whole:
                found["enum"] = fitting
        yield found


def _types(told: Any) -> list[str]:
    if told is None:
        return [name for name in TYPES if name != "integer"]
    names = {told} if isinstance(told, str) else set(told)
    return [name for name in TYPES if name in names - _within(names)]


def _within(names: set[str]) -> set[str]:
    """Return the types that another named type includes: integer, beside number."""
    return {"integer"} if "number" in names else set()


def _common(first: Any, second: Any) -> list[str]:
    """Return the types that both accept."""
    one, other = set(_types(first)), set(_types(second))
    both = {name for name in one | {"integer"} if _taken(name, one) and _taken(name, other)}
    return _types(both)


def _taken(name: str, names: set[str]) -> bool:
    return any(fits(name, each) for each in names)


def fits(value: str, name: str) -> bool:
    """Tell whether every value of one type is also of the other type."""
    return value == name or (value == "integer" and name == "number")


def _merged(parts: Iterable[Schema]) -> dict[str, Any]:
    """Merge the parts into one schema. Parts that cannot be merged stay in ``allOf``."""
    found: dict[str, Any] = {}
    rest: list[Schema] = []
    for part in parts:
        for key, value in part.items():
            if key not in found or found[key] == value or key == "default":
                found.setdefault(key, value)
            elif key == "required":
                found[key] = sorted({*found[key], *value})
            elif key == "properties":
                found[key] = _both(found[key], value)
            elif key == "type":
                found[key] = _common(found[key], value)
            elif key == "allOf":
                rest += value
            else:
                rest.append({key: value})
    if rest:
        found["allOf"] = [*found.get("allOf", ()), *rest]
    return found


def _both(first: Schema, second: Schema) -> dict[str, Any]:
    """Merge the members of two schemas; a member of both must satisfy both."""
    shared = {
        name: {"allOf": [first[name], second[name]]}
        for name in first.keys() & second.keys()
        if first[name] != second[name]
    }
    return {**first, **second, **shared}
