"""The shapes that a document is built of: objects with known fields, lists, choices, open places.

They say what `reading.node` and `reading.place` do: null is the same as nothing, an object has no
fields but its own and those that begin with `x_`, and any place may hold an open parameter.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

Schema: TypeAlias = dict[str, object]

NULL: Final[Schema] = {"type": "null"}
FLAG: Final[Schema] = {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an object: what may stand there, described in English and Chinese."""

    schema: Schema
    en: str
    zh: str
    required: bool


def must(schema: Schema, en: str, zh: str) -> Field:
    """A required field. Null is refused, as the field's absence is."""
    return Field(schema, en, zh, required=True)


def may(schema: Schema, en: str, zh: str) -> Field:
    """An optional field. Null is the same as leaving it out."""
    return Field(either(schema, NULL), en, zh, required=False)


def object_of(title: str, fields: Mapping[str, Field], **more: object) -> Schema:
    """An object with these fields and the tenant's own, which begin with `x_`."""
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
    """A list of at least `least` and at most `most` items, or an open place."""
    shape: Schema = {"type": "array", "items": item, "maxItems": most}
    return place({**shape, "minItems": least} if least else shape)


def choice(options: Iterable[str]) -> Schema:
    """One of a few words, or an open place."""
    return place({"enum": list(options)})


def flag() -> Schema:
    """True or false, or an open place."""
    return place(FLAG)


def ref(name: str) -> Schema:
    """What stands under this name in `$defs`."""
    return {"$ref": f"#/$defs/{name}"}


def place(*schemas: Schema) -> Schema:
    """One of these, or a parameter that is not settled yet: `reading.node.Node.filled`."""
    return either(*schemas, ref("open_parameter"))


def either(*schemas: Schema) -> Schema:
    """Any of these; those that are choices themselves are taken apart."""
    options: list[Schema] = []
    for schema in schemas:
        inner = schema.get("anyOf")
        options += inner if isinstance(inner, list) and len(schema) == 1 else [schema]
    return {"anyOf": options}


def exactly_one(names: Iterable[str]) -> list[Schema]:
    """For `oneOf`: one of these fields stands there, the others are absent or null."""
    return [given(name) for name in names]


def given(name: str) -> Schema:
    """An object in which this field stands, and is not null."""
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
