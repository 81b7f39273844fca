"""What stands before a chunk is written: the people on the register, the period's cards.

Asked for by key, a hundred at a time, for a small file; for a large one read once, page by page,
which costs a seventh of the read units and a tenth of the requests. What is kept of a card is
its revision, a fingerprint and what the period's summary counts: about 500 bytes a person, of a
file's contacts nothing. A register or a period much larger than the file, or than memory likes, is
asked for by key all the same.

Who has read the whole period and alone writes it knows at the end what stands there, and need not
read it again: ``heads``.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import TypeVar

from pynamodb.expressions.operand import Path

from chalicelib.people.keys import partition_of_employees
from chalicelib.people.records import DELETED, Employee, all_employees, read_employees
from chalicelib.scorecards.period_cards import Head, current_cards, head_of
from chalicelib.scorecards.records import Scorecard, read_cards
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.records import Limits, read_tenant
from chalicelib.uploads.arrival_order import came_later
from chalicelib.uploads.records import Upload

#: From this many rows on the whole register and the whole period are read at once.
WHOLE_FROM = 1000
#: Of so many people and cards at most, and of so many for each row of the file.
WHOLE_AT_MOST, WHOLE_PER_ROW = 250_000, 5

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Name and team of somebody on the register; whether it is an erased person's tombstone."""

    name: str | None
    team: str | None
    erased: bool = False


@dataclass(frozen=True, slots=True)
class KnownCard:
    """Which revision is current, what it says, as a fingerprint, and whose file said it."""

    revision: int
    says: bytes
    upload: str
    head: Head


def fingerprint(card: Scorecard) -> bytes:
    """What a card says; two that say the same are one revision, whatever file they came from."""
    parts = (card.packed, str(card.version), card.employee_name or "", card.team or "")
    return blake2b("\0".join(parts).encode(), digest_size=16).digest()


class Standing:
    """People and cards by id, for one run of an upload, which alone writes the period."""

    def __init__(self, context: Context, upload: Upload) -> None:
        self._context = context
        self._upload = upload
        self._people: dict[str, KnownPerson] | None = None
        self._cards: dict[str, KnownCard] | None = None
        self._later: dict[str, bool] = {upload.id: False}
        self._room: int | None = None
        self._admitted: set[str] = set()
        # Of a look through the file that an earlier run began (uploads/rejection.py).
        self._promised = upload.looked_new if upload.next_row == 0 else 0
        self._written: dict[str, Head] = {}
        rows = upload.rows_known or 0
        # A run that goes on from a checkpoint asks by key: what is behind it, it does not need.
        if rows >= WHOLE_FROM and upload.next_row == 0:
            most = min(WHOLE_AT_MOST, WHOLE_PER_ROW * rows)
            everybody = all_employees(context.table, context.scope)
            cards = current_cards(context, upload.scheme, upload.period)
            self._people = whole(((one.id, _person(one)) for one in everybody), most)
            self._cards = whole(((card.employee_id, _card(card)) for card in cards), most)

    def people(self, employee_ids: Iterable[str]) -> Mapping[str, KnownPerson]:
        """Those of the ids (or more) whom the register knows."""
        if self._people is not None:
            return self._people
        found = read_employees(self._context.table, self._context.scope, employee_ids)
        return {one.id: _person(one) for one in found.values()}

    def cards(self, employee_ids: Iterable[str]) -> Mapping[str, KnownCard]:
        """Those of the ids (or more) who have a card in the upload's period."""
        if self._cards is not None:
            return self._cards
        found = self.whole_cards(employee_ids)
        return {employee_id: _card(card) for employee_id, card in found.items()}

    def made(self, cards: Iterable[Scorecard]) -> None:
        """These are now current: the run has written them."""
        if self._cards is not None:
            self._written.update((card.employee_id, head_of(card)) for card in cards)

    @property
    def heads(self) -> Mapping[str, Head] | None:
        """All the period's current cards by employee id; None when not all of them are known.

        Right while the run holds the period: nobody else writes to it, and what the run has
        written it has told (:meth:`made`), or it came to no end.
        """
        if self._cards is None:
            return None
        return {name: card.head for name, card in self._cards.items()} | self._written

    def admit(self, employee_id: str) -> bool:
        """Whether somebody new still finds a place on the register, within the tenant's limit."""
        if employee_id in self._admitted:
            return True
        if self._room is None:
            context = self._context
            tenant = read_tenant(context.table, context.scope)
            most = (tenant.allowance if tenant else Limits()).max_employees
            there = context.table.count(
                partition_of_employees(context.scope), Path("status") != DELETED
            )
            self._room = most - there - self._promised
        if len(self._admitted) >= self._room:
            return False
        self._admitted.add(employee_id)
        return True

    def look_again(self) -> None:
        """The file was looked through, and its people come again, from the first, to stay."""
        self._promised, self._room = 0, None
        self._admitted.clear()

    def overtakes(self, upload_id: str) -> bool:
        """Whether the file that a standing card came from came later than the one at work."""
        if upload_id not in self._later:
            self._later[upload_id] = came_later(self._context, self._upload, upload_id)
        return self._later[upload_id]

    def whole_cards(self, employee_ids: Iterable[str]) -> dict[str, Scorecard]:
        """The cards themselves, to be kept as former revisions."""
        context, upload = self._context, self._upload
        return read_cards(
            context.table,
            context.scope,
            upload.scheme,
            upload.period,
            employee_ids,
            context.principal.shards,
        )


def whole(pairs: Iterator[tuple[str, T]], most: int) -> dict[str, T] | None:
    """All of the pairs, or None when they are more than so many."""
    found: dict[str, T] = {}
    for name, one in pairs:
        if len(found) == most:
            return None
        found[name] = one
    return found


def _person(one: Employee) -> KnownPerson:
    # Many people share a team, and many cards an upload: one text for all of them.
    team = sys.intern(one.team) if one.team else None
    return KnownPerson(one.name, team, one.erased_at is not None)


def _card(card: Scorecard) -> KnownCard:
    head = head_of(card)._replace(
        team=sys.intern(card.team or ""), grade=sys.intern(card.grade or "")
    )
    return KnownCard(card.revision, fingerprint(card), sys.intern(card.upload), head)
