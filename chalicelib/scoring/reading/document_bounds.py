"""The bounds of a whole document, checked before anything walks it recursively."""

from collections.abc import Mapping

from chalicelib.scoring.findings import InvalidScheme, finding, joined
from chalicelib.scoring.limits import DEPTH, NODES


def bounded_document(document: object) -> Mapping[str, object]:
    """The document, if it is an object within the limits of depth and size.

    Raises InvalidScheme with one finding otherwise.
    """
    if not isinstance(document, Mapping):
        raise InvalidScheme((finding("not_an_object", ""),))
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
                raise InvalidScheme((finding("too_large", "", most=NODES),))
        if not below:
            return document
        level = below
    raise InvalidScheme((finding("too_deep", level[0][1], most=DEPTH),))
