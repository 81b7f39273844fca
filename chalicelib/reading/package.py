"""Open the zip of an XLSX file without trust in the sizes that it declares.

The directory's size is checked before it is read, and a part's declared size before it unpacks
(zipfile gives no more than that). Bytes and XML tags are counted while parts unpack, over all parts
together: a part that is read twice counts twice. No part is written to a path: part names are only
keys of the directory.
"""

import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, Final

from .faults import FileRejected, rejected
from .limits import Limits

_CHUNK: Final = 1 << 16
_END: Final = b"PK\x05\x06"
_END_BYTES: Final = 22
_ZIP64_LOCATOR: Final = struct.Struct("<4sLQL")
_ZIP64_END: Final = struct.Struct("<4sQ2H2L4Q")
_READABLE: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)


class Package:
    """The parts of an Office file by name."""

    def __init__(self, stream: BinaryIO, limits: Limits) -> None:
        """Read the zip's directory. Raises FileRejected for a zip that is broken or too large."""
        self._limits = limits
        self._unpacked = self._tags = 0
        self._packed = _check_directory(stream, limits)
        try:
            self._zip = zipfile.ZipFile(stream)
        except (*_BROKEN, ValueError, struct.error, OSError) as error:
            raise broken_workbook(str(error)) from None
        # Some programs write backslashes.
        self._parts = {part_name(name).lower(): name for name in self._zip.namelist()}

    def has(self, name: str) -> bool:
        """Return whether the zip has the part; case does not matter."""
        return part_name(name).lower() in self._parts

    def chunks(self, name: str, tags: int | None = None) -> Iterator[bytes]:
        """Yield a part's bytes as they unpack. ``tags``: its XML tags at most.

        Raises FileRejected for a part that is missing, encrypted, broken or over the limits.
        """
        info = self._info(name)
        self._check_size(info.file_size, info.compress_size)
        most = None if tags is None else self._tags + tags
        for chunk in self._unpacking(info):
            if most is not None and self._tags > most:
                raise _too_large_unpacked(self._limits)
            yield chunk

    def chunks_from(self, name: str, first: int, at: int) -> Iterator[bytes]:
        """Yield a part's bytes before the byte ``first``, and those from the byte ``at`` on.

        Those between are unpacked and counted, and no more. Raises FileRejected as ``chunks``.
        """
        passed = 0
        for chunk in self.chunks(name):
            begins, passed = passed, passed + len(chunk)
            if begins < first:
                yield chunk[: first - begins]
            if passed > at:
                yield chunk[max(0, at - begins) :]

    def beginning(self, name: str, tags: int) -> Iterator[bytes]:
        """Yield a part's first bytes, until they have more than ``tags`` XML tags.

        The part's declared size is not checked, because the rest of it may never be read. Raises
        FileRejected like ``chunks``.
        """
        most = self._tags + tags
        for chunk in self._unpacking(self._info(name)):
            yield chunk
            if self._tags > most:
                return

    def _unpacking(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        unpacked = 0
        try:
            with self._zip.open(info) as part:
                while chunk := part.read(_CHUNK):
                    unpacked += len(chunk)
                    self._unpacked += len(chunk)
                    self._check_size(unpacked, info.compress_size)
                    # In every encoding that expat reads, a tag has this byte.
                    self._tags += chunk.count(b"<")
                    if self._tags > self._limits.tags:
                        raise _too_large_unpacked(self._limits)
                    yield chunk
        except (*_BROKEN, ValueError, OSError) as error:
            raise broken_workbook(str(error)) from None

    def _info(self, name: str) -> zipfile.ZipInfo:
        actual = self._parts.get(part_name(name).lower())
        if actual is None:
            raise broken_workbook(f"part {name[:80]} is missing")
        info = self._zip.getinfo(actual)
        if info.flag_bits & 0x1:
            raise rejected(
                "encrypted_file",
                "文件已加密，无法读取；请去掉密码后再上传",
                "the file is encrypted; remove the password and send it again",
            )
        if info.compress_type not in _READABLE:
            raise broken_workbook("unusual compression")
        return info

    def _check_size(self, unpacked: int, packed: int) -> None:
        limits = self._limits
        too_dense = any(
            large > limits.ratio_from_bytes and large > limits.ratio * max(small, 1)
            for large, small in ((unpacked, packed), (self._unpacked, self._packed))
        )
        too_much = unpacked > limits.part_bytes or self._unpacked > limits.unpacked_bytes
        if too_much or too_dense:
            raise _too_large_unpacked(limits)


def _too_large_unpacked(limits: Limits) -> FileRejected:
    return rejected(
        "file_too_large_unpacked",
        "文件解压后过大，不像正常的表格；请只保留要上传的工作表，或分成几个文件上传",
        "the file unpacks to far more than a table would; keep only the sheet to be read, or send "
        "it in parts",
        limit_bytes=limits.part_bytes,
    )


def part_name(name: str) -> str:
    """Return a part's name as in the directory: no leading slash, `..` resolved inside the zip."""
    return posixpath.normpath("/" + name.replace("\\", "/")).lstrip("/")


def broken_workbook(reason: str) -> FileRejected:
    """Return the error for a damaged workbook; `reason` (English) goes into its details."""
    return rejected(
        "broken_workbook",
        "Excel 文件已损坏或不完整；请用 Excel 或 WPS 打开并另存后再上传",
        "the workbook is damaged or incomplete; open it in a spreadsheet, save it, send it again",
        reason=reason[:200],
    )


def _check_directory(stream: BinaryIO, limits: Limits) -> int:
    """Check the directory's size in the zip's end record, before it is built in memory.

    Return the file's size in bytes.
    """
    stream.seek(0, 2)
    size = stream.tell()
    start = max(0, size - 65_536 - _END_BYTES)
    stream.seek(start)
    tail = stream.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_BYTES:
        raise broken_workbook("no zip directory")
    parts, length = struct.unpack_from("<HL", tail, at + 10)
    claims = [(0 if parts == 0xFFFF else parts, 0 if length == 0xFFFFFFFF else length)]
    claims += _zip64_claims(stream, start + at)
    if any(parts > limits.parts or length > limits.directory_bytes for parts, length in claims):
        raise broken_workbook("too many parts")
    stream.seek(0)
    return size


def _zip64_claims(stream: BinaryIO, end_at: int) -> Iterator[tuple[int, int]]:
    """Yield the directory's parts and bytes of each 64-bit end record that a reader may use."""
    locator_at = end_at - _ZIP64_LOCATOR.size
    if locator_at < _ZIP64_END.size:
        return
    stream.seek(locator_at)
    signature, _, pointed_at, _ = _ZIP64_LOCATOR.unpack(stream.read(_ZIP64_LOCATOR.size))
    before = locator_at - _ZIP64_END.size
    for offset in (pointed_at, before) if signature == b"PK\x06\x07" else ():
        if offset <= before:
            stream.seek(offset)
            record = _ZIP64_END.unpack(stream.read(_ZIP64_END.size))
            if record[0] == b"PK\x06\x06":
                yield record[7], record[8]
