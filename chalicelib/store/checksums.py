"""What is told of a file that was written, so that whoever fetches it can check it."""

import hashlib
from typing import IO

PIECE = 1024 * 1024


def size_and_sha256(file: IO[bytes]) -> tuple[int, str]:
    """The file's size and SHA-256, read piece by piece."""
    digest = hashlib.sha256()
    file.seek(0)
    while piece := file.read(PIECE):
        digest.update(piece)
    return file.tell(), digest.hexdigest()
