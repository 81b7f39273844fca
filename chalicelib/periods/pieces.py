"""A table of a period's summary in pieces: items of bounded size, each found by a hash.

An entry has a name. Its hash and the number of pieces tell its piece, so no index is needed and a
reader of one entry reads one item.
"""

import json
import zlib
from collections.abc import Callable, Mapping
from hashlib import blake2b
from typing import Any, TypeVar

#: The mean size of a piece before it is compressed, in bytes.
AIM = 24 * 1024
#: The most bytes of a piece. DynamoDB allows 400 KB.
MOST_BYTES = 64 * 1024
#: The most bytes of a whole table that is stored in the period's item, and the most entries that
#: can be so small.
MOST_INSIDE = 4 * 1024
MOST_ENTRIES_INSIDE = 1_000

Name = TypeVar("Name")


def packed(table: object) -> bytes:
    """Return a table as compressed JSON."""
    text = json.dumps(table, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode(), 6)


def opened(table: bytes) -> Any:
    """Return a packed table."""
    return json.loads(zlib.decompress(table))


def inside(entries: int, pack: Callable[[], bytes]) -> bytes | None:
    """Return a table packed whole, if it is small enough for the period's item."""
    if entries > MOST_ENTRIES_INSIDE:
        return None
    table = pack()
    return table if len(table) <= MOST_INSIDE else None


def piece_of(name: str, number_of_pieces: int) -> int:
    """Return the number of the piece that has an entry: 0 to ``number_of_pieces`` - 1."""
    digest = blake2b(name.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") % number_of_pieces


def divided(names: Mapping[Name, str], table: Callable[[list[Name]], object]) -> list[bytes]:
    """Divide entries into packed pieces of at most MOST_BYTES.

    ``names``: the entries, each with the name that is hashed. ``table`` makes the table of some
    entries, which is packed. A single entry must be smaller than a piece.
    """
    whole = len(json.dumps(table(list(names)), ensure_ascii=False).encode())
    number = max(1, -(-whole // AIM))
    while True:
        entries: list[list[Name]] = [[] for _ in range(number)]
        for entry, name in names.items():
            entries[piece_of(name, number)].append(entry)
        pieces = [packed(table(some)) for some in entries]
        if max(map(len, pieces)) <= MOST_BYTES:
            return pieces
        number *= 2
