"""The OpenAPI document, as ``make openapi`` wrote it from the routes and their schemas."""

from functools import cache
from pathlib import Path

DOCUMENT = Path(__file__).with_name("openapi.json")


@cache
def openapi() -> str:
    """The document's text."""
    return DOCUMENT.read_text(encoding="utf-8")
