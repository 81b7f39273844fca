"""Determine the encoding of a text file by strict decoding of the whole file.

There are no letter statistics and no guesses by language: the same bytes always give the same
answer.

1. A byte order mark decides.
2. Only UTF-16 has NUL bytes: each separator, digit and line end has one. Their position (even or
   odd) gives the byte order.
3. A file that decodes as UTF-8, to the last byte, is UTF-8.
4. A file that decodes as GB18030 is GB18030 (Excel's Chinese CSV; a superset of GBK and GB 2312),
   unless most of it is well-formed UTF-8. Such a file is UTF-8 with damaged bytes.
"""

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from .faults import FileRejected, rejected

_CHUNK: Final = 1 << 20
_ASCII: Final = bytes(range(0x80))
_THREE_BYTES = re.compile(rb"[\xe2-\xef][\x80-\xbf]{2}")
_DAMAGED_AT_LEAST: Final = 10  # UTF-8 characters in a file that counts as damaged, not as GB18030

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def encoding_of(stream: BinaryIO) -> str:
    """Return utf-8, utf-8-sig, utf-16, utf-16-le, utf-16-be or gb18030. Raises FileRejected.

    The whole stream decodes in the returned encoding and has no NUL character. The stream is left
    at its beginning.
    """
    stream.seek(0)
    head = stream.read(3)
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return _confirmed(stream, encoding)
    nul_even, nul_odd = _nul_bytes(stream)
    if nul_even or nul_odd:
        return _confirmed(stream, "utf-16-le" if nul_odd > nul_even else "utf-16-be")
    if _first_bad_line(stream, "utf-8") is None:
        return "utf-8"
    if _first_bad_line(stream, "gb18030") is None and not _mostly_utf8(stream):
        return "gb18030"
    raise _undecodable(_first_bad_line(stream, "utf-8"))


def _confirmed(stream: BinaryIO, encoding: str) -> str:
    at = _first_bad_line(stream, encoding)
    if at is not None:
        raise _undecodable(at)
    return encoding


def _undecodable(line: int | None) -> FileRejected:
    return rejected(
        "unknown_encoding",
        f"第 {line} 行附近有无法识别的字符；请另存为 UTF-8 CSV 或 .xlsx 后再上传",
        f"near line {line} there are characters in no known encoding; "
        "save the file as UTF-8 CSV or .xlsx and send that",
        line=line,
    )


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    stream.seek(0)
    while chunk := stream.read(_CHUNK):
        yield chunk
    stream.seek(0)


def _nul_bytes(stream: BinaryIO) -> tuple[int, int]:
    """Return the number of NUL bytes at even and at odd offsets."""
    counts = [0, 0]
    offset = 0
    for chunk in _chunks(stream):
        if b"\0" in chunk:
            counts[offset % 2] += chunk[::2].count(0)
            counts[1 - offset % 2] += chunk[1::2].count(0)
        offset += len(chunk)
    return counts[0], counts[1]


def _first_bad_line(stream: BinaryIO, encoding: str) -> int | None:
    """Return the line of the first byte that does not decode, or of the first NUL; None without.

    For a damaged byte it is the line of the last good text before it.
    """
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    lines = 1
    try:
        for chunk in _chunks(stream):
            text = decoder.decode(chunk)
            if "\0" in text:
                return lines + text[: text.index("\0")].count("\n")
            lines += text.count("\n")
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        good = bytes(error.object[: error.start]).decode(encoding, "replace")
        return lines + good.count("\n")
    return None


def _mostly_utf8(stream: BinaryIO) -> bool:
    """Return whether two thirds of the non-ASCII bytes are UTF-8 characters of three bytes.

    GB18030 text matches that pattern rarely, by chance. UTF-8 Chinese with a bad byte matches it
    nearly everywhere.
    """
    characters = other = 0
    for chunk in _chunks(stream):
        characters += sum(1 for _ in _THREE_BYTES.finditer(chunk))
        other += len(chunk.translate(None, _ASCII))
    return characters >= _DAMAGED_AT_LEAST and 9 * characters >= 2 * other
