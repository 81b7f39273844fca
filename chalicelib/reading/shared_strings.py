"""The shared strings of an XLSX: texts that are stored once and that cells refer to by number.

All texts are kept in one byte array with their offsets. So a text costs its own length and eight
bytes, not a Python object.
"""

import re
from array import array
from collections.abc import Iterable

from .limits import Limits
from .package import broken_workbook
from .xml_stream import Attributes, Nesting, parse

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class SharedStrings:
    """The texts by number from 0. A number without a text raises FileRejected."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._ends = array("Q", [0])

    def add(self, text: str) -> None:
        self._bytes += text.encode("utf-8", "replace")
        self._ends.append(len(self._bytes))

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, index: int) -> str:
        if not 0 <= index < len(self):
            raise broken_workbook(f"shared string {index} is missing")
        return self._bytes[self._ends[index] : self._ends[index + 1]].decode()

    @property
    def size(self) -> int:
        """The length of all texts in bytes of UTF-8."""
        return len(self._bytes)


def read_shared_strings(chunks: Iterable[bytes], limits: Limits) -> SharedStrings:
    """Read the shared strings part. Raises FileRejected.

    A text over a cell's limit keeps one character more than the limit, so that the cell is refused
    as too long. Phonetic guides beside the text (<rPh>) are left out.
    """
    strings = SharedStrings()
    pieces: list[str] = []
    room = limits.cell_characters + 1
    left, in_text, in_phonetic = room, False, False

    nesting = Nesting(limits)

    def start(name: str, _: Attributes) -> None:
        nonlocal in_text, in_phonetic, left
        nesting.enter()
        if name == "si":
            pieces.clear()
            left = room
        in_text = name == "t" and not in_phonetic
        in_phonetic = in_phonetic or name == "rPh"

    def end(name: str) -> None:
        nonlocal in_text, in_phonetic
        nesting.leave()
        in_text = False
        in_phonetic = in_phonetic and name != "rPh"
        if name == "si":
            strings.add(unescaped("".join(pieces)))
            if len(strings) > limits.shared_strings or strings.size > limits.shared_bytes:
                raise broken_workbook("too many texts")

    def characters(text: str) -> None:
        nonlocal left
        if in_text and left > 0:
            pieces.append(text[:left])
            left -= len(text)

    for _ in parse(chunks, limits, start, end, characters):
        pass
    return strings


def unescaped(text: str) -> str:
    """Decode characters that XML cannot hold, which Office writes as _x000D_.

    NUL and surrogates stay encoded.
    """
    if "_x" not in text:
        return text
    return _ESCAPED.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return match[0] if code == 0 or 0xD800 <= code <= 0xDFFF else chr(code)
