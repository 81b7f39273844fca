"""A table in order: its entries in pieces of bounded size, and an index of the pieces.

Entries are sorted by a place, of which no two are equal. The index has for each piece its first
place, the number of people in it, and where it is stored, so that a reader of one place or of a
range reads the index and the pieces that it needs. A change of one entry changes one piece and the
index. A piece is never changed: a changed one is stored anew under another name, and one with the
same content keeps its name, so that a table made again writes only what differs.

This module is pure: it reads and writes nothing (:mod:`chalicelib.periods.ordered_tables` does).
"""

import json
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from operator import itemgetter
from typing import Any, Protocol, TypeVar

from chalicelib.periods.pieces import opened, packed

#: Bytes of a piece before it is compressed: the aim, the most, and what is joined with the next.
AIM = 24 * 1024
MOST = 2 * AIM
SMALL = AIM // 4

Entry = TypeVar("Entry")
#: What entries are sorted by. All places of a table can be compared.
Place = tuple[Any, ...]
#: The first place of a piece as the index has it.
First = tuple[str, ...]


class Order(Protocol[Entry]):
    """An order of entries, and how they are written."""

    @property
    def name(self) -> str:
        """The table's name, in the sort keys of its pieces."""

    def place(self, entry: Entry, /) -> Place:
        """Return what the entry is sorted by. Entries of one table have different places."""

    def first(self, entry: Entry, /) -> First:
        """Return the entry's place as the index has it."""

    def placed(self, first: First, /) -> Place:
        """Return the place that :meth:`first` has written."""

    def people(self, entry: Entry, /) -> int:
        """Return the number of people that the entry stands for."""

    def rows(self, entries: Sequence[Entry], /) -> object:
        """Return entries as JSON has them."""

    def entries(self, rows: Any, /) -> list[Entry]:
        """Return the entries that :meth:`rows` has written, in order."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece as the index has it: its first place, how many people it has, its name, and a digest
    of its content."""

    first: First
    people: int
    at: str
    digest: str


#: The pieces of a table in order.
Index = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """A table's new index, and the packed pieces to write, by name."""

    index: Index
    writes: dict[str, bytes]

    def dropped(self, former: Index) -> list[str]:
        """Return the names of the former pieces that are in the index no more."""
        kept = {piece.at for piece in self.index}
        return [piece.at for piece in former if piece.at not in kept]


def made(
    order: Order[Entry],
    entries: Sequence[Entry],
    names: Iterator[str],
    former: Index = (),
) -> Made:
    """Pack sorted entries. ``names`` gives a new name for each piece that is written.

    ``former`` is the index of the same table before: pieces begin where they began, and those with
    the same content are not written again.
    """
    return _written(order, _joined(order, _as_before(order, entries, former)), names, former)


def changed(
    order: Order[Entry],
    former: Index,
    opened_pieces: Mapping[int, Sequence[Entry]],
    changes: Mapping[Place, Entry | None],
    names: Iterator[str],
) -> Made:
    """Put entries into their places. None removes the entry of a place, if there is one.

    ``opened_pieces`` are the entries of the pieces at :func:`numbers_at` of the changed places. All
    other pieces stay as they are. A piece that has grown too large is split, one that is left empty
    is dropped.
    """
    of_piece: dict[int, dict[Place, Entry | None]] = {}
    for place, entry in changes.items():
        of_piece.setdefault(number_at(order, former, place), {})[place] = entry
    index: list[Piece] = []
    writes: dict[str, bytes] = {}
    for number, piece in enumerate(former or (None,)):
        if number not in of_piece and piece is not None:
            index.append(piece)
            continue
        found: dict[Place, Entry | None] = {
            order.place(entry): entry for entry in opened_pieces.get(number, ())
        }
        found.update(of_piece.get(number, {}))
        left = [entry for _, entry in sorted(found.items(), key=itemgetter(0)) if entry is not None]
        parts = _fitting(order, left, _text(order, left)) if left else ()
        new = _written(order, parts, names, former)
        index += new.index
        writes |= new.writes
    return Made(tuple(index), writes)


def number_at(order: Order[Entry], index: Index, place: Place) -> int:
    """Return the number of the piece that has a place, or would have it: 0 without any piece."""
    found = bisect_right(index, place, key=lambda piece: order.placed(piece.first))
    return max(0, found - 1)


def numbers_at(order: Order[Entry], index: Index, places: Iterable[Place]) -> list[int]:
    """Return the numbers of the pieces that have these places, sorted, each once."""
    return sorted({number_at(order, index, place) for place in places} if index else ())


def opened_piece(order: Order[Entry], piece: bytes) -> list[Entry]:
    """Return the entries of a packed piece, in order."""
    return order.entries(opened(piece))


def packed_index(index: Index) -> bytes:
    """Return an index as it is stored."""
    return packed(
        [
            [piece.first for piece in index],
            [piece.people for piece in index],
            [piece.at for piece in index],
            [piece.digest for piece in index],
        ]
    )


def opened_index(stored: bytes) -> Index:
    """Return a stored index."""
    firsts, people, names, digests = opened(stored)
    return tuple(map(Piece, map(tuple, firsts), people, names, digests))


def _as_before(
    order: Order[Entry], entries: Sequence[Entry], former: Index
) -> Iterator[Sequence[Entry]]:
    """Give the entries in the parts in which the former pieces have them."""
    start = 0
    for piece in former[1:]:
        end = bisect_left(entries, order.placed(piece.first), start, key=order.place)
        yield entries[start:end]
        start = end
    yield entries[start:]


def _joined(
    order: Order[Entry], parts: Iterable[Sequence[Entry]]
) -> Iterator[tuple[Sequence[Entry], bytes]]:
    """Give parts that fit with their texts. A small part is joined with the next one."""
    waiting: list[Entry] = []
    for part in parts:
        waiting += part
        text = _text(order, waiting)
        if waiting and len(text) >= SMALL:
            yield from _fitting(order, waiting, text)
            waiting = []
    if waiting:
        yield from _fitting(order, waiting, _text(order, waiting))


def _fitting(
    order: Order[Entry], entries: Sequence[Entry], text: bytes
) -> Iterator[tuple[Sequence[Entry], bytes]]:
    """Give entries in parts of at most MOST bytes, each with its text. One alone is smaller."""
    if len(text) <= MOST or len(entries) == 1:
        yield entries, text
        return
    size = max(1, -(-len(entries) // -(-len(text) // AIM)))
    for start in range(0, len(entries), size):
        part = entries[start : start + size]
        yield from _fitting(order, part, _text(order, part))


def _written(
    order: Order[Entry],
    parts: Iterable[tuple[Sequence[Entry], bytes]],
    names: Iterator[str],
    former: Index,
) -> Made:
    standing = {piece.digest: piece for piece in former}
    index: list[Piece] = []
    writes: dict[str, bytes] = {}
    for entries, text in parts:
        digest = blake2b(text, digest_size=8).hexdigest()
        piece = standing.get(digest)
        if piece is None:
            people = sum(map(order.people, entries))
            piece = Piece(order.first(entries[0]), people, next(names), digest)
            writes[piece.at] = zlib.compress(text, 6)
        index.append(piece)
    return Made(tuple(index), writes)


def _text(order: Order[Entry], entries: Sequence[Entry]) -> bytes:
    rows = order.rows(entries)
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()
