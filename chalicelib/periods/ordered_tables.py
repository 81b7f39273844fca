"""Ordered tables of a period's summary as they are stored: pieces and an index, one item each.

No item is changed: a new index is written under a new generation, with the pieces that differ, and
the period's item names the generation of each table's index in ``ordered``. So its one update makes
a table current, and pieces that are in the new index too stay where they are. A reader that misses
an item reads the period's item again (:func:`chalicelib.periods.summaries.reading`).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any, TypeVar

from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action

from chalicelib.periods.errors import SummaryReplaced
from chalicelib.periods.keys import key_of_ordered_piece
from chalicelib.periods.ordered_pieces import (
    Index,
    Made,
    Order,
    opened_index,
    packed_index,
)
from chalicelib.periods.pieces import opened
from chalicelib.periods.records import PeriodRecord
from chalicelib.store.converters import Item
from chalicelib.store.keys import Key
from chalicelib.tenancy.context import Context

#: The name of a table's index among its pieces. Others are numbers.
INDEX = "index"

Entry = TypeVar("Entry")


@dataclass(slots=True)
class Part:
    """A part of a summary that is to become current.

    ``writes`` are the items to write before, ``members`` what the period's item then has (None: the
    member goes), ``ordered`` the generation of the index of each table (None: the table is not in
    pieces). ``stays``: the keys of all items of the part. ``drops``: former ones that may go after.
    """

    writes: list[tuple[Key, Item]] = field(default_factory=list)
    members: dict[str, Any] = field(default_factory=dict)
    ordered: dict[str, str | None] = field(default_factory=dict)
    stays: set[Key] = field(default_factory=set)
    drops: list[Key] = field(default_factory=list)

    def add(self, other: "Part") -> None:
        """Add another part of the same summary."""
        self.writes += other.writes
        self.members |= other.members
        self.ordered |= other.ordered
        self.stays |= other.stays
        self.drops += other.drops

    def actions(self, record: PeriodRecord) -> list[Action]:
        """Return the changes of the period's item that make the part current.

        ``record`` is the period as the part was made from it. Tables that the part has not stay.
        """
        merged = {**(record.ordered or {}), **self.ordered}
        ordered = {table: at for table, at in merged.items() if at is not None}
        members = {**self.members, **({"ordered": ordered or None} if self.ordered else {})}
        return [
            Path(name).remove() if value is None else Path(name).set(value)
            for name, value in members.items()
        ]


def names(generation: str) -> Iterator[str]:
    """Give names for the pieces of one table of a generation."""
    return (f"{generation}/{number:05d}" for number in count())


def part_of(
    context: Context,
    place: tuple[str, str],
    generation: str,
    table: str,
    made: Made,
    former: Index = (),
    former_generation: str | None = None,
) -> Part:
    """Return the part that makes a table current. ``place``: period and scheme.

    When nothing has changed, the index stays the former one.
    """

    def key(at: str) -> Key:
        return _key(context, place, table, at)

    if former_generation is not None and made.index == former:
        generation, writes, drops = former_generation, [], []
    else:
        index = {"packed": packed_index(made.index)}
        writes = [(key(at), {"packed": piece}) for at, piece in made.writes.items()]
        writes.append((key(f"{generation}/{INDEX}"), index))
        drops = [key(at) for at in made.dropped(former)]
        if former_generation is not None:
            drops.append(key(f"{former_generation}/{INDEX}"))
    stays = {key(piece.at) for piece in made.index} | {key(f"{generation}/{INDEX}")}
    return Part(writes, {}, {table: generation}, stays, drops)


def without(
    context: Context, place: tuple[str, str], table: str, former: Index, generation: str | None
) -> Part:
    """Return the part that ends a table in pieces, because it has become small."""
    drops = [_key(context, place, table, piece.at) for piece in former]
    if generation is not None:
        drops.append(_key(context, place, table, f"{generation}/{INDEX}"))
    return Part(ordered={table: None}, drops=drops)


def generation_of(record: PeriodRecord, table: str) -> str | None:
    """Return the generation of the table's index. None: the table is not in pieces."""
    found: str | None = (record.ordered or {}).get(table)
    return found


def current_keys(context: Context, record: PeriodRecord) -> set[Key]:
    """Return the keys of all current indexes and pieces. Raises SummaryReplaced."""
    place, tables = (record.period, record.scheme), list(record.ordered or {})
    found: set[Key] = set()
    for table, index in read_indexes(context, record, tables).items():
        found.add(_key(context, place, table, f"{generation_of(record, table)}/{INDEX}"))
        found |= {_key(context, place, table, piece.at) for piece in index}
    return found


def read_indexes(context: Context, record: PeriodRecord, tables: Iterable[str]) -> dict[str, Index]:
    """Return the index of each of the tables, empty for one that is not in pieces.

    It costs one request. Raises SummaryReplaced.
    """
    place = record.period, record.scheme
    generations = {table: generation_of(record, table) for table in tables}
    keys = {
        table: _key(context, place, table, f"{at}/{INDEX}")
        for table, at in generations.items()
        if at is not None
    }
    found = _read(context, keys.values())
    return {
        table: opened_index(found[keys[table]]) if table in keys else () for table in generations
    }


def read_pieces(
    context: Context,
    record: PeriodRecord,
    order: Order[Entry],
    index: Index,
    numbers: Iterable[int],
) -> dict[int, list[Entry]]:
    """Return the entries of the pieces with these numbers, in one request for a hundred.

    Raises SummaryReplaced.
    """
    rows = read_rows(context, record, order.name, index, numbers)
    return {number: order.entries(one) for number, one in rows.items()}


def read_rows(
    context: Context, record: PeriodRecord, table: str, index: Index, numbers: Iterable[int]
) -> dict[int, Any]:
    """Return the rows of the pieces with these numbers as they are stored. Raises SummaryReplaced.

    It is for readers of few entries of a piece.
    """
    place = record.period, record.scheme
    keys = {number: _key(context, place, table, index[number].at) for number in numbers}
    found = _read(context, keys.values())
    return {number: opened(found[key]) for number, key in keys.items()}


def _read(context: Context, keys: Iterable[Key]) -> Mapping[Key, bytes]:
    wanted = list(keys)
    found = context.table.get_many(wanted) if wanted else {}
    if len(found) < len(wanted):
        raise SummaryReplaced
    return {key: bytes(item["packed"]) for key, item in found.items()}


def _key(context: Context, place: tuple[str, str], table: str, at: str) -> Key:
    generation, _, name = at.partition("/")
    return key_of_ordered_piece(context.scope, *place, generation, table, name)
