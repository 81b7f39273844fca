"""What a file of evidence may be, by its content: what it is called proves nothing."""

from collections.abc import Callable, Mapping
from typing import Final

#: Enough for a scan of some pages or ten minutes of a call.
MOST_BYTES: Final = 20 * 1024 * 1024
#: The first bytes that tell a type.
LOOKED_AT: Final = 16


def _pdf(start: bytes) -> bool:
    return start.startswith(b"%PDF-")


def _png(start: bytes) -> bool:
    return start.startswith(b"\x89PNG\r\n\x1a\n")


def _jpeg(start: bytes) -> bool:
    return start.startswith(b"\xff\xd8\xff")


def _mp3(start: bytes) -> bool:
    frame = len(start) > 1 and start[0] == 0xFF and start[1] & 0xE0 == 0xE0
    return start.startswith(b"ID3") or frame


def _wav(start: bytes) -> bool:
    return start.startswith(b"RIFF") and start[8:12] == b"WAVE"


TYPES: Final[Mapping[str, Callable[[bytes], bool]]] = {
    "application/pdf": _pdf,
    "image/png": _png,
    "image/jpeg": _jpeg,
    "audio/mpeg": _mp3,
    "audio/wav": _wav,
}


def is_of_type(content_type: str, start: bytes) -> bool:
    """Return whether a file that begins so (LOOKED_AT bytes) is of a type of TYPES."""
    return TYPES[content_type](start)
