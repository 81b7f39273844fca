"""Which fields the schema knows of the object that stands at a place of a document."""

import json
from functools import cache
from typing import Any

import jsonschema_rs

from chalicelib.scoring.grammar import scheme_grammar

GRAMMAR = scheme_grammar()


def properties_at(document: Any, pointer: str) -> set[str]:
    """The names under `properties` at a JSON pointer of a valid document."""
    schema, value = GRAMMAR, document
    for part in pointer.split("/")[1:]:
        schema = _chosen(schema, value)
        if isinstance(value, list):
            schema, value = schema["items"], value[int(part)]
        else:
            schema, value = _below(schema, part, value), value[part]
    return set(_chosen(schema, value)["properties"])


def _below(schema: Any, part: str, value: Any) -> Any:
    """The schema of a field: as a condition on the object says, or else its own."""
    for condition in schema.get("allOf", ()):
        branch = condition.get("then" if _takes(condition["if"], value) else "else", {})
        if part in branch.get("properties", {}):
            return branch["properties"][part]
    return schema["properties"].get(part) or schema["additionalProperties"]


def _chosen(schema: Any, value: Any) -> Any:
    """The branch of the schema that takes the value, references followed."""
    while "$ref" in schema or ("anyOf" in schema and "properties" not in schema):
        if "$ref" in schema:
            schema = GRAMMAR["$defs"][schema["$ref"].rpartition("/")[2]]
        else:
            schema = next(option for option in schema["anyOf"] if _takes(option, value))
    return schema


def _takes(schema: Any, value: Any) -> bool:
    return bool(_validator(json.dumps(schema)).is_valid(value))


@cache
def _validator(schema: str) -> Any:
    whole = {**json.loads(schema), "$defs": GRAMMAR["$defs"]}
    return jsonschema_rs.Draft202012Validator(whole)
