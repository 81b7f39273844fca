"""Small OpenAPI documents of one operation, and what breaks between two of them."""

from collections.abc import Mapping
from typing import Any

from infra.openapi.evolution.breaking import breaking_changes

Schema = Mapping[str, Any]
TEXT = {"type": "string"}
WHOLE = {"type": "integer"}


def document(components: Mapping[str, Schema] | None = None, **operation: Any) -> dict[str, Any]:
    """One with ``POST /things``, which answers 200 unless ``responses`` says otherwise."""
    found = {"operationId": "things_make", "responses": {"200": {}}, **operation}
    return {"paths": {"/things": {"post": found}}, "components": {"schemas": components or {}}}


def taking(schema: Any, **components: Schema) -> dict[str, Any]:
    """One whose request has this schema."""
    return document(components, requestBody={"content": {"application/json": {"schema": schema}}})


def giving(schema: Any, **components: Schema) -> dict[str, Any]:
    """One whose answer has this schema."""
    content = {"application/json": {"schema": schema}}
    return document(components, responses={"200": {"content": content}})


def members(*required: str, **properties: Any) -> dict[str, Any]:
    """An object that has these members and takes no other."""
    found: dict[str, Any] = {"type": "object", "properties": properties}
    return {**found, "required": list(required), "additionalProperties": False}


def breaks(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """What breaks for clients of ``old``, without the name of the operation."""
    return [each.removeprefix("POST /things: ") for each in breaking_changes(old, new)]
