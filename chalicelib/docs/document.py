"""The OpenAPI document, which ``make openapi`` writes from the routes and their schemas."""

from functools import cache
from pathlib import Path

DOCUMENT = Path(__file__).with_name("openapi.json")


@cache
def openapi() -> str:
    """Return the document as JSON text. It is read once."""
    return DOCUMENT.read_text(encoding="utf-8")
