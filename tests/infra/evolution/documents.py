"""Small OpenAPI documents of one operation, and the breaking changes between two of them."""

from collections.abc import Mapping
from typing import Any

from infra.openapi.evolution.breaking import breaking_changes

Schema = Mapping[str, Any]
TEXT = {"type": "string"}
WHOLE = {"type": "integer"}


def document(components: Mapping[str, Schema] | None = None, **operation: Any) -> dict[str, Any]:
    """Return a document with ``POST /things``; it answers 200 unless ``responses`` is given."""
    found = {"operationId": "things_make", "responses": {"200": {}}, **operation}
    return {"paths": {"/things": {"post": found}}, "components": {"schemas": components or {}}}


def taking(schema: Any, **components: Schema) -> dict[str, Any]:
    """Return a document whose request has this schema."""
    return document(components, requestBody={"content": {"application/json": {"schema": schema}}})


def giving(schema: Any, **components: Schema) -> dict[str, Any]:
    """Return a document whose answer has this schema."""
    content = {"application/json": {"schema": schema}}
    return document(components, responses={"200": {"content": content}})


def members(*required: str, **properties: Any) -> dict[str, Any]:
    """Return the schema of an object with these members and no others."""
    found: dict[str, Any] = {"type": "object", "properties": properties}
    return {**found, "required": list(required), "additionalProperties": False}


def breaks(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """Return the breaking changes for clients of ``old``, without the operation's name."""
    return [each.removeprefix("POST /things: ") for each in breaking_changes(old, new)]
