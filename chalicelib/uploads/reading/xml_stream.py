"""XML parts read as a stream, by the standard library's expat, with nothing that XML can hide.

A document type is refused, and with it every entity; nesting is counted; an unfinished token (a
tag or attribute of a gigabyte) is given up on. Text reaches the handlers in pieces, so a cell of a
gigabyte costs no memory.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Final
from xml.parsers import expat

from .limits import Limits
from .package import broken_workbook

Attributes = dict[str, str]
_BUFFER: Final = 1 << 14


def parse(
    chunks: Iterable[bytes],
    limits: Limits,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None],
    characters: Callable[[str], None] | None = None,
) -> Iterator[None]:
    """Feeds a part to the handlers, one step of the iterator for each chunk.

    Handlers get element names without a prefix. Raises FileRejected where the XML is broken.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = _BUFFER
    parser.StartDoctypeDeclHandler = _refuse_doctype
    _connect(parser, limits, start, end)
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
        parser.Parse(b"", True)
        yield
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise broken_workbook(f"XML: {error}") from None


def _connect(
    parser: expat.XMLParserType,
    limits: Limits,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None],
) -> None:
    depth, deepest = 0, limits.xml_depth

    # The prefix that a few programs write (<x:row>) is cut off here, so that handlers compare
    # whole names; `in` costs nothing where there is none.
    def started(name: str, attributes: Attributes) -> None:
        nonlocal depth
        depth += 1
        if depth > deepest:
            raise broken_workbook("XML is nested too deep")
        start(name.rpartition(":")[2] if ":" in name else name, attributes)

    def ended(name: str) -> None:
        nonlocal depth
        depth -= 1
        end(name.rpartition(":")[2] if ":" in name else name)

    parser.StartElementHandler = started
    parser.EndElementHandler = ended


def _refuse_doctype(*_: object) -> None:
    raise broken_workbook("a document type is not allowed")


def read_all(
    chunks: Iterable[bytes], limits: Limits, start: Callable[[str, Attributes], None]
) -> None:
    """A small part from end to end, for what its elements' attributes say."""
    for _ in parse(chunks, limits, start, _ignore):
        pass


def _ignore(_: str) -> None:
    """The end of an element says nothing here."""
