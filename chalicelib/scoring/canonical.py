"""The canonical JSON of a document, and its SHA-256 (rules.md §7)."""

import json
from collections.abc import Mapping
from decimal import Decimal
from hashlib import sha256 as hash_of
from typing import Final

from .exact import plain
from .limits import DEPTH

# A string as JSON; letters of every language are not escaped.
quoted: Final = json.JSONEncoder(ensure_ascii=False).encode


def canonical_json(document: object) -> bytes:
    """The document as UTF-8 JSON: sorted keys, no spaces, numbers in plain notation.

    Raises ValueError for what JSON cannot hold exactly: floats, NaN, infinities, numbers of more
    than a hundred digits, keys that are not strings, nesting deeper than a scheme may be.
    """
    return _written(document, DEPTH).encode()


def sha256(document: object) -> str:
    """The SHA-256 of the canonical JSON, in hexadecimal. Raises ValueError as that does."""
    return hash_of(canonical_json(document)).hexdigest()


def _written(value: object, depth: int) -> str:
    if depth < 0:
        raise ValueError(f"nested more than {DEPTH} levels deep")
    if isinstance(value, Mapping):
        return _object(value, depth)
    if isinstance(value, list | tuple):
        return "[" + ",".join(_written(item, depth - 1) for item in value) + "]"
    if value is None or isinstance(value, str | bool):
        return quoted(value)
    if isinstance(value, int | Decimal):
        return _number(Decimal(value))
    raise ValueError(f"not exact JSON: {type(value).__name__}")


def _object(value: Mapping[object, object], depth: int) -> str:
    keys = [key for key in value if isinstance(key, str)]
    if len(keys) < len(value):
        raise ValueError("a key is not a string")
    fields = (f"{quoted(key)}:{_written(value[key], depth - 1)}" for key in sorted(keys))
    return "{" + ",".join(fields) + "}"


def _number(value: Decimal) -> str:
    if not value.is_finite() or not -100 < value.adjusted() < 100 or len(value.as_tuple()[1]) > 100:
        raise ValueError("a number is not finite, or has more than a hundred digits")
    return plain(value)
