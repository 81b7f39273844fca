"""Parse XML parts as a stream, with the standard library's expat, safe against hostile XML.

A document type is refused, and with it every entity. A token over the limit (a tag or attribute of
a gigabyte) is refused. Text reaches the handlers in pieces, so a cell of a gigabyte costs no
memory. expat keeps every open element, so the handlers must limit the depth (see Nesting).
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Final
from xml.parsers import expat

from .limits import Limits
from .package import broken_workbook

Attributes = dict[str, str]
Start = Callable[[str, Attributes], None]
End = Callable[[str], None]
_BUFFER: Final = 1 << 14


def parse(
    chunks: Iterable[bytes],
    limits: Limits,
    start: Start,
    end: End,
    characters: Callable[[str], None] | None = None,
    *,
    whole: bool = True,
    made: Callable[[expat.XMLParserType], None] | None = None,
) -> Iterator[None]:
    """Parse a part and call the handlers; the iterator yields once per chunk.

    The handlers get element names without a prefix. ``whole``: the chunks go to the part's end, so
    XML that has no end is broken. ``made`` gets the parser, which knows the byte of the element of
    a handler. Raises FileRejected for broken XML.
    """
    parser = expat.ParserCreate()
    if made is not None:
        made(parser)
    parser.buffer_text = True
    parser.buffer_size = _BUFFER
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = _root_handler(parser, start, end)
    parser.EndElementHandler = end
    if characters is not None:
        parser.CharacterDataHandler = characters
    fed = 0
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
            fed += len(chunk)
            if fed - parser.CurrentByteIndex > limits.xml_token_bytes:
                raise broken_workbook("an XML tag is too long")
            yield
        if whole:
            parser.Parse(b"", True)
            yield
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise broken_workbook(f"XML: {error}") from None


def _root_handler(parser: expat.XMLParserType, start: Start, end: End) -> Start:
    """Return a handler for the root element, which shows whether names have a prefix.

    A few programs write prefixes (<x:worksheet>). Only their files pay for the removal.
    """

    def started(name: str, attributes: Attributes) -> None:
        prefixed = ":" in name
        parser.StartElementHandler = (lambda n, a: start(_bare(n), a)) if prefixed else start
        parser.EndElementHandler = (lambda n: end(_bare(n))) if prefixed else end
        start(_bare(name), attributes)

    return started


def _bare(name: str) -> str:
    return name.rpartition(":")[2]


def _refuse_doctype(*_: object) -> None:
    raise broken_workbook("a document type is not allowed")


class Nesting:
    """The number of open elements. More than the limit raise FileRejected."""

    __slots__ = ("_deepest", "_depth")

    def __init__(self, limits: Limits) -> None:
        self._depth = 0
        self._deepest = limits.xml_depth

    def enter(self) -> None:
        self._depth += 1
        if self._depth > self._deepest:
            raise broken_workbook("XML is nested too deep")

    def leave(self) -> None:
        self._depth -= 1

    @property
    def depth(self) -> int:
        """The number of elements that are open, of those that were counted."""
        return self._depth


def read_all(chunks: Iterable[bytes], limits: Limits, start: Start) -> None:
    """Parse a whole small part for the attributes of its elements. Raises FileRejected."""
    nesting = Nesting(limits)

    def started(name: str, attributes: Attributes) -> None:
        nesting.enter()
        start(name, attributes)

    for _ in parse(chunks, limits, started, lambda _: nesting.leave()):
        pass
