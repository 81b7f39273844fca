"""Seals: a chain per company over the events of its audit log, made by the sealer alone."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from chalicelib.audit.keys import key_of_seal, partition_of_seals
from chalicelib.store.records import from_item
from chalicelib.store.table import Table
from chalicelib.tenancy.scope import TenantScope

#: The ``previous`` of a company's first seal.
BEGINNING = "0" * 64
#: Events of one seal. A seal of so many takes some 20 KB.
MOST_EVENTS = 200


@dataclass(frozen=True, slots=True)
class Seal:
    """One link of the chain.

    ``number`` counts from 1. ``previous`` is the hash of the seal before. ``events`` are the ids of
    events of one month in order, each with its leaf: ``evt_… 9f86…``. ``made_at`` is when. ``hash``
    is the SHA-256 over all the rest.
    """

    number: int
    previous: str
    month: str
    events: tuple[str, ...]
    made_at: str
    hash: str

    @property
    def first(self) -> str:
        """The id of the first event."""
        return self.events[0].partition(" ")[0]

    @property
    def last(self) -> str:
        """The id of the last event."""
        return self.events[-1].partition(" ")[0]

    def leaves(self) -> dict[str, str]:
        """The leaves by event id, in order."""
        pairs = (one.partition(" ") for one in self.events)
        return {event: leaf for event, _, leaf in pairs}


def hash_of(number: int, previous: str, month: str, events: tuple[str, ...], made_at: str) -> str:
    """Return the hash of a seal with these members."""
    members = [number, previous, month, list(events), made_at]
    return sha256(json.dumps(members, separators=(",", ":")).encode()).hexdigest()


def is_whole(seal: Seal) -> bool:
    """Return whether the seal is as it was made."""
    return bool(seal.events) and seal.hash == hash_of(
        seal.number, seal.previous, seal.month, seal.events, seal.made_at
    )


def last_seal(table: Table, scope: TenantScope) -> Seal | None:
    """Return the newest seal of a company; None before the first."""
    found = table.query(partition_of_seals(scope), limit=1, descending=True, consistent=True)
    return from_item(Seal, found.items[0]) if found.items else None


def read_seal(table: Table, scope: TenantScope, number: int) -> Seal | None:
    """Return one seal."""
    item = table.get(key_of_seal(scope, number))
    return None if item is None else from_item(Seal, item)


def seals_after(table: Table, scope: TenantScope, number: int, limit: int) -> Iterator[Seal]:
    """Yield the seals after a number in the order of their places, at most ``limit``."""
    partition = partition_of_seals(scope)
    after = key_of_seal(scope, number).sk if number else None
    for item in table.query(partition, after=after, limit=limit, consistent=True).items:
        yield from_item(Seal, item)
