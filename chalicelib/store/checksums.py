"""The size and checksum of a written file, so that its receiver can verify it."""

import hashlib
from typing import IO

PIECE = 1024 * 1024


def size_and_sha256(file: IO[bytes]) -> tuple[int, str]:
    """Return the file's size in bytes and its SHA-256 in hexadecimal, read 1 MiB at a time."""
    digest = hashlib.sha256()
    file.seek(0)
    while piece := file.read(PIECE):
        digest.update(piece)
    return file.tell(), digest.hexdigest()
