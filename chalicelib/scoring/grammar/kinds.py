"""Objects that say by `kind` which fields they have: rules and values."""

from collections.abc import Iterable, Mapping

from .shapes import Schema, place, ref


def kinds(name: str, description: str, parts: Mapping[str, Schema]) -> dict[str, Schema]:
    """The definitions `{name}_{kind}` of every kind, and `name` for any of them."""
    return {
        name: {"title": name.capitalize(), "description": description, **any_kind(name, parts)},
        **{f"{name}_{kind}": _named(kind, part) for kind, part in parts.items()},
    }


def any_kind(name: str, options: Iterable[str]) -> Schema:
    """One of these kinds; while the kind is an open place, its fields cannot be told."""
    return place(*(ref(f"{name}_{kind}") for kind in options), ref("open_kind"))


def _named(kind: str, part: Schema) -> Schema:
    fields, required = part["properties"], part.get("required", [])
    if not isinstance(fields, dict) or not isinstance(required, list):
        raise TypeError(f"{kind} is no object")
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
