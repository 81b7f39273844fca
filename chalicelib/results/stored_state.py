"""The cards that are stored before new ones are written: which revision is current, what it says.

Asked for by key, a hundred at a time, for few people; for many the whole period is read once, page
by page, which costs a seventh of the read units and a tenth of the requests. What is kept of a card
is its revision, a fingerprint and what the period's summary counts: about 500 bytes a person. A
period with many more cards than are to be written, or more than memory likes, is asked for by key.

A run that has read the whole period, and alone writes it, knows at the end all its cards, and need
not read them again (:attr:`StoredState.heads`).
"""

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Protocol, TypeVar

from chalicelib.scorecards.period_cards import Head, current_cards, head_of
from chalicelib.scorecards.records import Scorecard, read_cards
from chalicelib.tenancy.context import Context

#: From this many people on, all that is stored is read at once.
WHOLE_FROM = 1000
#: At most so many items are read whole, and so many for each person to be written.
WHOLE_AT_MOST, WHOLE_PER_PERSON = 250_000, 5

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class KnownCard:
    """A current card: its revision, the fingerprint of what it says, the upload it came from."""

    revision: int
    says: bytes
    upload: str
    head: Head


class Stored(Protocol):
    """The current cards of a scheme's period, as a writer of cards asks for them."""

    def known(self, employee_ids: Iterable[str]) -> Mapping[str, KnownCard]:
        """Those of the ids (or more) who have a card."""

    def cards(self, employee_ids: Iterable[str]) -> Mapping[str, Scorecard]:
        """The cards themselves of those (or more), to be kept as former revisions."""

    def written(self, cards: Iterable[Scorecard]) -> None:
        """These are the current ones now."""


def fingerprint(card: Scorecard) -> bytes:
    """What a card says. Two that say the same are one revision, whichever file they came from."""
    parts = (card.packed, str(card.version), card.employee_name or "", card.team or "")
    return blake2b("\0".join(parts).encode(), digest_size=16).digest()


class StoredState:
    """A scheme's period as the table has it, for one run, which alone writes it.

    ``most``: the whole period is read at once if it has at most so many cards; None: by key only.
    """

    def __init__(self, context: Context, scheme: str, period: str, most: int | None = None) -> None:
        self._context, self._scheme, self._period = context, scheme, period
        self._written: dict[str, Head] = {}
        self._known: dict[str, KnownCard] | None = None
        if most is not None:
            everybody = current_cards(context, scheme, period)
            self._known = whole(((card.employee_id, _known(card)) for card in everybody), most)

    def known(self, employee_ids: Iterable[str]) -> Mapping[str, KnownCard]:
        if self._known is not None:
            return self._known
        found = self.cards(employee_ids)
        return {employee_id: _known(card) for employee_id, card in found.items()}

    def cards(self, employee_ids: Iterable[str]) -> dict[str, Scorecard]:
        context = self._context
        return read_cards(
            context.table,
            context.scope,
            self._scheme,
            self._period,
            employee_ids,
            context.principal.shards,
        )

    def written(self, cards: Iterable[Scorecard]) -> None:
        if self._known is not None:
            self._written.update((card.employee_id, head_of(card)) for card in cards)

    @property
    def heads(self) -> Mapping[str, Head] | None:
        """All the period's current cards by employee id; None when not all of them are known.

        Right while the run holds the period's lease: nobody else writes to it, and each card that
        the run has written is among them (:meth:`written`), or the run has failed.
        """
        if self._known is None:
            return None
        return {name: card.head for name, card in self._known.items()} | self._written


class CardsAtHand:
    """Cards that were read already, for their writer: nothing is read again."""

    def __init__(self, cards: Iterable[Scorecard]) -> None:
        self._cards = {card.employee_id: card for card in cards}

    def known(self, employee_ids: Iterable[str]) -> Mapping[str, KnownCard]:
        return {name: _known(self._cards[name]) for name in employee_ids if name in self._cards}

    def cards(self, employee_ids: Iterable[str]) -> Mapping[str, Scorecard]:
        return {name: self._cards[name] for name in employee_ids if name in self._cards}

    def written(self, cards: Iterable[Scorecard]) -> None:
        self._cards.update((card.employee_id, card) for card in cards)


def most_read_whole(people: int) -> int | None:
    """How many stored items may be read whole when results of so many people are to be written;
    None: they are asked for by key."""
    if people < WHOLE_FROM:
        return None
    return min(WHOLE_AT_MOST, WHOLE_PER_PERSON * people)


def whole(pairs: Iterator[tuple[str, T]], most: int) -> dict[str, T] | None:
    """All of the pairs, or None when they are more than so many."""
    found: dict[str, T] = {}
    for name, one in pairs:
        if len(found) == most:
            return None
        found[name] = one
    return found


def _known(card: Scorecard) -> KnownCard:
    # Many cards share a team, a grade and an upload: one text for all of them.
    head = head_of(card)._replace(
        team=sys.intern(card.team or ""), grade=sys.intern(card.grade or "")
    )
    return KnownCard(card.revision, fingerprint(card), sys.intern(card.upload), head)
