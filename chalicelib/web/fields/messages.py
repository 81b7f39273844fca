"""The codes for marshmallow's own faults. Each field adds its own codes."""

from typing import Any


def codes(**own: str) -> dict[str, Any]:
    """Map marshmallow's names of faults to our codes; ``own`` adds or replaces entries."""
    return {"required": "required", "null": "null", "validator_failed": "invalid", **own}


def codes_of_text() -> dict[str, Any]:
    """Return the codes of a field that takes a text."""
    return codes(invalid="not_text", invalid_utf8="not_text")
