"""Rows of a locked period as they were locked: packed in parts, read from any person on.

A part has about PART_BYTES of rows before it is compressed, so that it fits in an item whatever
ids people have. The row of an erased person is an item of its own, under the pseudonym.
"""

import json
import zlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from decimal import Decimal
from heapq import merge
from itertools import islice
from typing import Any

from chalicelib.coefficients.columns import SHARE
from chalicelib.coefficients.keys import (
    ERASED,
    PARTS,
    key_of_locked_rows,
    partition_of_locked_rows,
    rows_prefix,
)
from chalicelib.coefficients.records import Snapshot
from chalicelib.coefficients.rows import CoefficientRow
from chalicelib.person_keys import PersonKey, first_key
from chalicelib.store.converters import Item
from chalicelib.store.keys import Key, escaped
from chalicelib.tenancy.context import Context

#: Bytes of a part's rows, not compressed. An item of the table holds 400 KB.
PART_BYTES = 200_000
#: Parts, and rows of erased people, read in one request. A page of a list needs one part, or two.
AT_ONCE = {PARTS: 2, ERASED: 201}
#: Members of a row that are exact decimals, kept as texts.
_DECIMALS = ("total", "coefficient", SHARE)


def line_of(row: CoefficientRow) -> str:
    """Return a row as a line of JSON. The same row gives the same text.

    A row that pays all of its month has no share, as rows from before there were shares.
    """
    members = asdict(row)
    members.update({name: _text(members[name]) for name in _DECIMALS})
    if row.share is None:
        del members[SHARE]
    return json.dumps(members, ensure_ascii=False, separators=(",", ":"))


def packed(lines: Iterable[str]) -> Item:
    """Return the item of a part."""
    return {"rows": zlib.compress("\n".join(lines).encode(), 9)}


def opened(item: Item, after: str = "") -> Iterator[CoefficientRow]:
    """Give the rows of a part's item, after a person. Only those that are taken are made."""
    lines = zlib.decompress(item["rows"]).decode().split("\n")
    start = (
        bisect_right(lines, escaped(after), key=lambda line: place_of(_row(line))) if after else 0
    )
    yield from map(_row, islice(lines, start, None))


def key_of(context: Context, snapshot: Snapshot, kind: str, last_id: str) -> Key:
    """Return the key of rows of the snapshot that end with this employee id."""
    return key_of_locked_rows(
        context.scope, snapshot.scheme, snapshot.period, snapshot.generation, kind, last_id
    )


def locked_rows(context: Context, snapshot: Snapshot, after: str = "") -> Iterator[CoefficientRow]:
    """Give the rows by employee id, after an employee id."""

    def of(kind: str) -> Iterator[CoefficientRow]:
        partition = partition_of_locked_rows(context.scope, snapshot.scheme, snapshot.period)
        start = key_of(context, snapshot, kind, after).sk if after else None
        prefix = rows_prefix(snapshot.generation, kind)
        while True:
            page = context.table.query(partition, prefix=prefix, after=start, limit=AT_ONCE[kind])
            for item in page.items:
                yield from opened(item, after)
            if page.after is None:
                return
            start = page.after

    return merge(of(PARTS), of(ERASED), key=place_of)


def place_of(row: CoefficientRow) -> str:
    """Return what rows are sorted by: the person's key as keys have it."""
    return escaped(row.person)


def pseudonymised(row: CoefficientRow, pseudonym: str) -> CoefficientRow:
    """Return the row of an erased person: figures, team and rank stay."""
    return replace(
        row, employee_id=pseudonym, person=PersonKey(pseudonym), employee_name=None, external_ids={}
    )


def _row(line: str) -> CoefficientRow:
    members: dict[str, Any] = json.loads(line)
    for name in _DECIMALS:
        text = members.get(name)
        members[name] = None if text is None else Decimal(text)
    # Rows from before persons had keys of their own lack it.
    members.setdefault("person", first_key(members["employee_id"]))
    return CoefficientRow(**members)


def _text(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")
