"""Objects whose `kind` decides which fields they have: rules and values."""

from collections.abc import Iterable, Mapping

from .shapes import Schema, place, ref


def kinds(name: str, description: str, parts: Mapping[str, Schema]) -> dict[str, Schema]:
    """Return the definitions of all kinds: `{name}_{kind}` for each, and `name` for any of them.

    `name` is "rule" or "value". `parts` maps each kind to the object schema of its fields. Raises
    TypeError when a part is not an object schema.
    """
    return {
        name: {"title": name.capitalize(), "description": description, **any_kind(name, parts)},
        **{f"{name}_{kind}": _with_kind(kind, part) for kind, part in parts.items()},
    }


def any_kind(name: str, options: Iterable[str]) -> Schema:
    """Return a schema for one of these kinds, or for an object whose kind is an open parameter.

    The fields of an open kind are not known, so they are not checked.
    """
    return place(*(ref(f"{name}_{kind}") for kind in options), ref("open_kind"))


def _with_kind(kind: str, part: Schema) -> Schema:
    """Return the object schema with the required field `kind` added."""
    fields, required = part["properties"], part.get("required", [])
    if not isinstance(fields, dict) or not isinstance(required, list):
        raise TypeError(f"the schema of {kind} is not an object schema")
    return {
        **part,
        "properties": {"kind": {"const": kind}, **fields},
        "required": ["kind", *required],
    }


DEFS: dict[str, Schema] = {
    "open_kind": {
        "title": "A rule or value whose kind is an open place",
        "type": "object",
        "properties": {"kind": ref("open_parameter")},
        "required": ["kind"],
    },
}
