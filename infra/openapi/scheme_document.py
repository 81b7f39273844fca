"""The grammar of scheme documents as components, and the shapes that use it.

The components are `scoring.grammar`'s own definitions under longer names, so that the document of
the API and `GET /v1/scheme-grammar` cannot differ.
"""

from typing import Any

from marshmallow import Schema

from chalicelib.schemes.schemas import DraftBody, SchemeBody
from chalicelib.scoring.grammar import scheme_grammar
from chalicelib.templates.library import CODES
from chalicelib.templates.routes import TemplateAnswer

#: The component of a whole document; the names of its parts begin with this name.
NAME = "SchemeDocument"
_DEFS = "#/$defs/"


def components() -> dict[str, dict[str, Any]]:
    """Return the grammar's definitions by their component names, and the whole as `NAME`."""
    grammar = scheme_grammar()
    definitions = grammar.pop("$defs")
    whole = {key: part for key, part in grammar.items() if key not in ("$schema", "$id")}
    return {
        NAME: _renamed(whole),
        **{_named(name): _renamed(part) for name, part in definitions.items()},
    }


def reference(*, nullable: bool = False) -> dict[str, Any]:
    """Return a reference to a document; `nullable` when the member may be null."""
    whole = {"$ref": f"#/components/schemas/{NAME}"}
    return {"anyOf": [whole, {"type": "null"}]} if nullable else whole


def _named(definition: str) -> str:
    return NAME + "".join(word.capitalize() for word in definition.split("_"))


def _renamed(node: Any) -> Any:
    """Return a part of the grammar with its references changed to components."""
    if isinstance(node, list):
        return [_renamed(inner) for inner in node]
    if not isinstance(node, dict):
        return node
    target = node.get("$ref")
    if isinstance(target, str) and target.startswith(_DEFS):
        name = _named(target.removeprefix(_DEFS))
        return {**node, "$ref": f"#/components/schemas/{name}"}
    return {key: _renamed(inner) for key, inner in node.items()}


_PARAMETERS = {
    "type": "object",
    "description": 'By code: a value ("90"), {"confirmed": true}, or null to open it again.',
    "examples": [{"csat_target": "90"}],
}
_FROM_TEMPLATE: dict[str, Any] = {
    "title": "A scheme made from a template",
    "type": "object",
    "properties": {
        "template": {"enum": list(CODES)},
        "code": {"$ref": f"#/components/schemas/{_named('code')}"},
        "name": {"$ref": f"#/components/schemas/{_named('name')}"},
        "parameters": {**_PARAMETERS, "type": ["object", "null"]},
    },
    "required": ["template"],
    "additionalProperties": False,
}
_SETTLING: dict[str, Any] = {
    "title": "Parameters settled",
    "type": "object",
    "properties": {"parameters": _PARAMETERS},
    "required": ["parameters"],
    "additionalProperties": False,
}

#: Shapes that are, or may be, a document.
SHAPES: dict[type[Schema], dict[str, Any]] = {
    SchemeBody: {"anyOf": [reference(), _FROM_TEMPLATE]},
    DraftBody: {"anyOf": [reference(), _SETTLING]},
    TemplateAnswer: reference(),
}
