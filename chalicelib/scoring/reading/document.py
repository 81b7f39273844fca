"""The outer bounds of a document, checked before anything walks it by recursion."""

from collections.abc import Mapping

from chalicelib.scoring.findings import Finding, finding, joined
from chalicelib.scoring.limits import DEPTH, NODES


def bounds(document: object) -> Finding | None:
    """What is wrong with the document's size as a whole: not an object, too deep, or too large."""
    if not isinstance(document, Mapping):
        return finding("not_an_object", "")
    nodes = 0
    level: list[tuple[object, str]] = [(document, "")]
    for _ in range(DEPTH):
        below: list[tuple[object, str]] = []
        for value, pointer in level:
            nodes += 1
            if isinstance(value, Mapping):
                below += ((child, joined(pointer, str(key)[:50])) for key, child in value.items())
            elif isinstance(value, list | tuple):
                below += ((child, joined(pointer, n)) for n, child in enumerate(value))
            if nodes + len(below) > NODES:
                return finding("too_large", "", most=NODES)
        if not below:
            return None
        level = below
    return finding("too_deep", level[0][1], most=DEPTH)
