"""A second reading of the chain, by docs/decisions/chain.md alone: nothing of the service is used.

It takes the answer of the API, as somebody has it who was given it, and computes every hash anew.
"""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

NOTHING = "0" * 40
ESCAPES = {
    '"': '\\"',
    "\\": "\\\\",
    "\b": "\\b",
    "\f": "\\f",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
}


def digest(*parts: str) -> str:
    return sha256("\n".join(parts).encode("utf-8")).hexdigest()[:40]


def canonical(value: Any) -> str:
    """JSON as RFC 8785 has it, of texts, whole numbers, truth values, nulls, lists and objects."""
    if isinstance(value, str):
        return '"' + "".join(_character(one) for one in value) + '"'
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list):
        return "[" + ",".join(canonical(one) for one in value) + "]"
    members = (f"{canonical(name)}:{canonical(value[name])}" for name in sorted(value))
    return "{" + ",".join(members) + "}"


def _character(one: str) -> str:
    return ESCAPES.get(one) or (f"\\u{ord(one):04x}" if one < " " else one)


def wrong(history: Mapping[str, Any]) -> list[int]:
    """The revisions of a whole history that are not what their hashes say."""
    return list(_wrong(history))


def _wrong(history: Mapping[str, Any]) -> Iterator[int]:
    before = NOTHING
    for one in history["items"]:
        if one["hash"] is None:
            continue
        salted = one["content"] is not None and one["erased"] is None
        if salted and digest(one["salt"], canonical(one["content"])) != one["commitment"]:
            yield one["revision"]
        hashed = digest(before, one["commitment"])
        gone = one["withdrawn"]
        if gone is not None:
            hashed = digest(hashed, "withdrawn", gone["upload"], gone["at"])
        if (one["follows"], one["hash"]) != (before, hashed):
            yield one["revision"]
        before = one["hash"]
