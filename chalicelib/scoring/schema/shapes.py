"""The shapes of a document: objects with known fields, lists, choices and open places.

They follow `reading.node` and `reading.place`:

- Null means the same as a missing field.
- An object may have only its known fields and fields that begin with `x_`.
- Any place may hold an open parameter.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

Schema: TypeAlias = dict[str, object]

NULL: Final[Schema] = {"type": "null"}
FLAG: Final[Schema] = {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an object: the schema of its value, and its description in English and Chinese."""

    schema: Schema
    en: str
    zh: str
    required: bool


def must(schema: Schema, en: str, zh: str) -> Field:
    """Return a required field. Null is refused in the same way as a missing field."""
    return Field(schema, en, zh, required=True)


def may(schema: Schema, en: str, zh: str) -> Field:
    """Return an optional field. Null means the same as a missing field."""
    return Field(either(schema, NULL), en, zh, required=False)


def object_of(title: str, fields: Mapping[str, Field], **more: object) -> Schema:
    """Return an object schema with these fields and the tenant's own, which begin with `x_`.

    `more` adds further JSON Schema keywords.
    """
    shape: Schema = {
        "title": title,
        "type": "object",
        "properties": {name: _described(field) for name, field in fields.items()},
        "patternProperties": {"^x_": True},
        "additionalProperties": False,
    }
    required = [name for name, field in fields.items() if field.required]
    if required:
        shape["required"] = required
    return {**shape, **more}


def list_of(item: Schema, most: int, least: int = 0) -> Schema:
    """Return a schema for a list of `least` to `most` items, or an open place."""
    shape: Schema = {"type": "array", "items": item, "maxItems": most}
    return place({**shape, "minItems": least} if least else shape)


def choice(options: Iterable[str]) -> Schema:
    """Return a schema for one of these words, or an open place."""
    return place({"enum": list(options)})


def flag() -> Schema:
    """Return a schema for true or false, or an open place."""
    return place(FLAG)


def ref(name: str) -> Schema:
    """Return a reference to the definition of this name in `$defs`."""
    return {"$ref": f"#/$defs/{name}"}


def place(*schemas: Schema) -> Schema:
    """Return a schema for any of these, or for a parameter that is not settled yet.

    The reader's rule is in `reading.node.Node.filled`.
    """
    return either(*schemas, ref("open_parameter"))


def either(*schemas: Schema) -> Schema:
    """Return `anyOf` over these schemas. A schema that is only an `anyOf` is flattened."""
    options: list[Schema] = []
    for schema in schemas:
        inner = schema.get("anyOf")
        options += inner if isinstance(inner, list) and len(schema) == 1 else [schema]
    return {"anyOf": options}


def exactly_one(names: Iterable[str]) -> list[Schema]:
    """Return the options of a `oneOf`: one field is present, the others are absent or null."""
    return [with_field(name) for name in names]


def with_field(name: str) -> Schema:
    """Return a schema for an object in which this field is present and not null."""
    return {"required": [name], "properties": {name: {"not": NULL}}}


def _described(field: Field) -> Schema:
    return {"description": f"{field.en} {field.zh}", **field.schema}


DEFS: Final[dict[str, Schema]] = {
    "open_parameter": {
        "title": "An open place",
        "description": 'Filled by the parameter of that code: {"$parameter": "code"}. '
        "由该代码的参数填入。",
        "type": "object",
        "properties": {"$parameter": {"examples": ["csat_target"]}},
        "required": ["$parameter"],
    },
}
