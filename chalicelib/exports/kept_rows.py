"""Whose rows a file has: the employee ids as they stand in it, each with its person.

Payroll answers by the ids of the file, which the register may call otherwise by then. The rows lie
in pieces by a hash of the id, so that some rows are found in as many reads of keys, whatever the
file's length. Two people have one id in a file when one of them is on the register no more.
"""

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from chalicelib.exports.keys import key_of_export_rows
from chalicelib.exports.records import Export
from chalicelib.person_keys import PersonKey
from chalicelib.store.converters import Item
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.scope import number_of

#: Rows of a piece, about: some 20 KB before they are compressed.
PER_PIECE: Final = 500

#: The persons of a file's rows, by the employee id in the file.
Rows = Mapping[str, Sequence[PersonKey]]


def pieces_for(rows: int) -> int:
    """Return the number of pieces for so many rows."""
    return max(1, -(-rows // PER_PIECE))


def piece_of(employee_id: str, pieces: int) -> int:
    """Return the number of the piece that has the row of this id."""
    return number_of(employee_id) % pieces


def keep(context: Context, export_id: str, rows: Rows, pieces: int, first: int = 0) -> None:
    """Store whose rows the file has. A repeated run writes the same. ``first``: the first piece.

    A run of before, of another source, may have stored more pieces, which nobody reads.
    """
    found: list[dict[str, Sequence[PersonKey]]] = [{} for _ in range(pieces)]
    for employee_id, persons in rows.items():
        found[piece_of(employee_id, pieces)][employee_id] = persons
    for number, some in enumerate(found, first):
        context.table.put(key_of_export_rows(context.scope, export_id, number), packed(some))


def of_ids(
    context: Context, export: Export, employee_ids: Iterable[str], *, lines: bool = False
) -> Rows:
    """Return the persons of these rows of the file. One batch read of a hundred pieces at most.

    ``lines``: of the differences of a file that has coefficients too, whose pieces come after those
    of its rows. An id that has no row is not in the answer.
    """
    wanted = list(dict.fromkeys(employee_ids))
    first, pieces = part_of(export, lines=lines)
    numbers = sorted({first + piece_of(one, pieces) for one in wanted})
    keys = [key_of_export_rows(context.scope, export.id, number) for number in numbers]
    items = context.table.get_many(keys) if keys else {}
    rows = {one: persons for item in items.values() for one, persons in opened(item).items()}
    return {one: rows[one] for one in wanted if one in rows}


def part_of(export: Export, *, lines: bool) -> tuple[int, int]:
    """Return the first piece of a file's rows or ``lines``, and how many there are."""
    if lines:
        return export.row_pieces or 0, export.line_pieces or 1
    return 0, export.row_pieces or 1


def of_piece(context: Context, export: Export, number: int) -> list[tuple[str, PersonKey]]:
    """Return the rows of a piece, sorted."""
    item = context.table.get(key_of_export_rows(context.scope, export.id, number))
    rows = opened(item) if item is not None else {}
    return sorted((one, person) for one, persons in rows.items() for person in persons)


def packed(rows: Rows) -> Item:
    """Return the item of a piece. The same rows give the same item."""
    text = json.dumps(dict(sorted(rows.items())), ensure_ascii=False, separators=(",", ":"))
    return {"rows": zlib.compress(text.encode(), 9)}


def opened(item: Item) -> dict[str, Sequence[PersonKey]]:
    """Return the rows of a piece's item."""
    found: dict[str, list[str]] = json.loads(zlib.decompress(item["rows"]))
    return {employee_id: list(map(PersonKey, persons)) for employee_id, persons in found.items()}
