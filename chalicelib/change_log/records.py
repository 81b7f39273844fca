"""An entry of the log: the ids of what one piece of work changed.

An entry has at most ENTRY_IDS ids, compressed: 1 KB holds some 60 ids of plans, or 150 people.
"""

import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import NamedTuple

from chalicelib.change_log.keys import key_of_changes
from chalicelib.store.converters import Item
from chalicelib.store.identifiers import base32
from chalicelib.store.keys import EXPIRES_AT, Key
from chalicelib.tenancy.context import Context, timestamp

#: How long an entry is kept. A token ends before (web/syncing.py).
KEPT = timedelta(days=400)
#: Ids of one entry at most: an item holds 400 KB, an id at most 1 KB.
ENTRY_IDS = 250
#: Characters of a time at the beginning of a place.
_TIME = 24


class Change(NamedTuple):
    """A thing that changed, by its id. ``left`` is the team that it left, if it left one."""

    id: str
    left: str | None = None


def entries(
    context: Context, listed: str, changes: Iterable[Change], at: datetime, tail: int
) -> Iterator[tuple[Key, Item]]:
    """Give the writes that enter the changes at a time. ``tail`` makes the places unique."""
    rest, number = iter(changes), 0
    while some := list(islice(rest, ENTRY_IDS)):
        place = f"{timestamp(at)}{base32(tail, 12)}{number:04d}"
        item = {"changed": packed(some), EXPIRES_AT: int((at + KEPT).timestamp())}
        yield key_of_changes(context.scope, listed, place[:7], place), item
        number += 1


def packed(changes: Sequence[Change]) -> bytes:
    """Return changes as they are stored: JSON, compressed."""
    text = json.dumps([[one for one in change if one is not None] for change in changes])
    return zlib.compress(text.encode(), 9)


def opened(item: Item) -> list[Change]:
    """Return the changes of an entry."""
    return [Change(*one) for one in json.loads(zlib.decompress(item["changed"]))]


def time_of(place: str) -> str:
    """Return the time of an entry by its sort key."""
    return place[:_TIME]
