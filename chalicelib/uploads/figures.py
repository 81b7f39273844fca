"""What each file said of each person: kept beside the cards, so that a file can be taken back.

A card has the figures that stand. When an upload is withdrawn, the figures of the file before it
stand again (docs/decisions/undo.md). That file may be gone by then, its ids may mean others, and
its card may never have stood. So a chunk keeps what its good rows say, by the people's lasting
keys, packed in an item for each shard of the period.

``figures_kept`` of the period says that this is so of all its files. It is set before the first
result is written, and never for a period that had results from an older version of the service.
"""

import json
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final, NamedTuple

from pynamodb.expressions.operand import Path

from chalicelib.periods.keys import key_of_period
from chalicelib.periods.lease import Lease
from chalicelib.person_keys import PersonKey
from chalicelib.results.leased_run import TakenOver
from chalicelib.scorecards.keys import CURRENT, partition_of_scorecards
from chalicelib.scoring import Rows
from chalicelib.scoring.canonical import quoted
from chalicelib.scoring.rows import Cell
from chalicelib.store.converters import Item
from chalicelib.store.keys import Key, key_of_item, parts_of
from chalicelib.store.table import ConditionFailed
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.scope import TenantScope, shard_of
from chalicelib.uploads.keys import key_of_figures, partition_of_figures

#: Bytes of a part before it is compressed. An item of the table holds 400 KB.
PART_BYTES: Final = 300_000


class Said(NamedTuple):
    """What a file says of a person: the number of the (first) row, name and team where it has them,
    and the cells of the row, or of the rows of slices."""

    person: PersonKey
    row: int
    name: str | None
    team: str | None
    rows: Rows


def begin(context: Context, held: Lease) -> None:
    """Note, before results are written, that the figures of all files of the period are kept.

    Nothing is noted where results stand that an older version made. Raises TakenOver.
    """
    record = held.record
    if record.figures_kept or record.settled_at is not None:
        return
    # Somebody may have written results and died before the period was ever settled.
    if not held.settled and _any_result(context, held):
        return
    key = key_of_period(context.scope, held.period, held.scheme)
    try:
        context.table.update(key, [Path("figures_kept").set(True)], held.held)
    except ConditionFailed:
        raise TakenOver from None


def _any_result(context: Context, held: Lease) -> bool:
    for shard in range(context.principal.shards):
        partition = partition_of_scorecards(context.scope, held.scheme, held.period, shard)
        if context.table.query(partition, prefix=CURRENT, limit=1, only=("sk",)).items:
            return True
    return False


def figure_writes(
    scope: TenantScope,
    place: tuple[str, str],
    upload_id: str,
    before: int,
    said: Iterable[Said],
    shards: int,
) -> Iterator[tuple[Key, Item]]:
    """Yield the items of what a chunk says. ``place``: scheme and period; ``before``: the people
    before the chunk in the file.

    They depend on the chunk alone, so a chunk that is written again writes the same.
    """
    by_shard: dict[int, list[Said]] = defaultdict(list)
    for one in said:
        by_shard[shard_of(one.person, shards)].append(one)
    for shard, found in sorted(by_shard.items()):
        for part, packed in enumerate(_parts(found)):
            key = key_of_figures(scope, *place, shard, upload_id, before, f"{part:02d}")
            yield key, {"packed": packed}


def stored(said: Iterable[Said]) -> Item:
    """Return the item of a part."""
    return {"packed": _packed(map(_line, said))}


def read_figures(
    context: Context, scheme: str, period: str, shard: int, upload_id: str | None = None
) -> Iterator[tuple[str, Said]]:
    """Give what the files say of the people of a shard, with the ids of their uploads, by upload.

    ``upload_id``: of this upload alone.
    """
    partition = partition_of_figures(context.scope, scheme, period, shard)
    prefix = "" if upload_id is None else f"{upload_id}#"
    for item in context.table.query_all(partition, prefix=prefix):
        name, *_ = parts_of(key_of_item(item).sk)
        for one in said_in(item):
            yield name, one


def said_in(item: Mapping[str, Any]) -> Iterator[Said]:
    """Yield what a part says."""
    text = zlib.decompress(bytes(item["packed"])).decode()
    for person, row, name, team, rows in json.loads(text, parse_float=Decimal, parse_int=Decimal):
        yield Said(
            PersonKey(person), int(row), name, team, rows[0] if len(rows) == 1 else tuple(rows)
        )


def _parts(said: Iterable[Said]) -> Iterator[bytes]:
    lines: list[str] = []
    size = 0
    for one in said:
        line = _line(one)
        length = len(line.encode())
        if lines and size + length > PART_BYTES:
            yield _packed(lines)
            lines, size = [], 0
        lines.append(line)
        size += length
    if lines:
        yield _packed(lines)


def _packed(lines: Iterable[str]) -> bytes:
    return zlib.compress(f"[{','.join(lines)}]".encode())


def _line(one: Said) -> str:
    rows = [one.rows] if isinstance(one.rows, Mapping) else one.rows
    packed = ",".join(_row(row) for row in rows)
    return f"[{quoted(one.person)},{one.row},{_cell(one.name)},{_cell(one.team)},[{packed}]]"


def _row(row: Mapping[str, Cell]) -> str:
    cells = (f"{quoted(code)}:{_cell(cell)}" for code, cell in row.items() if cell is not None)
    return f"{{{','.join(cells)}}}"


def _cell(cell: Cell) -> str:
    if cell is None:
        return "null"
    return quoted(cell) if isinstance(cell, str) else str(cell)
