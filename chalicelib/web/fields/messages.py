"""The codes that marshmallow's own faults are given. Every field adds those of its own."""

from typing import Any


def codes(**own: str) -> dict[str, Any]:
    """What a field may find: marshmallow's names of its faults, and our codes for them."""
    return {"required": "required", "null": "null", "validator_failed": "invalid", **own}


def codes_of_text() -> dict[str, Any]:
    """The same for a field that takes a text."""
    return codes(invalid="not_text", invalid_utf8="not_text")
