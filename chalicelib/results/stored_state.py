"""The current cards of a period before new ones are written: revision and fingerprint of each.

For few people the cards are read by key, a hundred at a time. For many people the whole period is
read once, page by page, which costs a seventh of the read units and a tenth of the requests. For
each card these are kept, about 500 bytes a person: the revision, a fingerprint, the upload, and the
values that the period's summary counts. The period is read by key in two more cases: it has many
more cards than are to be written, or too many cards for memory.

A run that has read the whole period is also its only writer. At its end it knows all current cards
and does not read them again (:attr:`StoredState.heads`).
"""

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from hashlib import blake2b
from typing import Protocol, TypeVar

from chalicelib.person_keys import PersonKey
from chalicelib.scorecards.keys import key_of_scorecard
from chalicelib.scorecards.period_cards import Head, current_cards, head_of
from chalicelib.scorecards.records import Scorecard, read_cards, read_removed
from chalicelib.tenancy.context import Context

#: From this number of people on, the whole period is read at once.
WHOLE_FROM = 1000
#: The most items that are read whole: in all, and for each person to be written.
WHOLE_AT_MOST, WHOLE_PER_PERSON = 250_000, 5

T = TypeVar("T")
#: A text in JSON, which stays as it is, or the fraction of a number.
_FRACTION = re.compile(r'"(?:[^"\\]|\\.)*"|\.\d+')


@dataclass(frozen=True, slots=True)
class KnownCard:
    """A current card: its revision, the fingerprint of its content, the upload it came from, the
    values that the period's summary counts, its coefficient, and what it was made with: the
    previous revision, and the team of the register or of the file. ``closed``: it was settled ahead
    of the period, and stays. The summary's values say whether it was imported. ``other_uploads``
    are those of its other layers."""

    revision: int
    fingerprint: bytes
    upload: str
    head: Head
    previous_revision: str | None = None
    register_team: bool | None = None
    other_uploads: tuple[str, ...] = ()
    coefficient: Decimal | None = None
    closed: bool = False

    @property
    def uploads(self) -> tuple[str, ...]:
        """The uploads that figures of the card came from."""
        return (self.upload, *self.other_uploads)


class Stored(Protocol):
    """The current cards of a scheme's period, as a writer of cards asks for them."""

    def known(self, persons: Iterable[PersonKey]) -> Mapping[PersonKey, KnownCard]:
        """Return the known cards, by person, of at least these people, if they have one."""

    def cards(self, persons: Iterable[PersonKey]) -> Mapping[PersonKey, Scorecard]:
        """Return the full cards of these people and no others, to be kept as former revisions."""

    def removed(self, persons: Iterable[PersonKey]) -> Mapping[PersonKey, Scorecard]:
        """Return the last cards of these people, who have none now, where it was removed."""

    def written(self, cards: Iterable[Scorecard]) -> None:
        """Record that these cards are now the current ones."""


def fingerprint(card: Scorecard) -> bytes:
    """Return a fingerprint (16 bytes) of a card's content.

    Cards with the same content are one revision, even when they came from different files. Figures
    are compared by their value: 90 and 90.00 are the same content.
    """
    share = "" if card.share is None else format(card.share.normalize(), "f")
    parts = (
        _FRACTION.sub(_without_zeros, card.packed),
        str(card.version),
        card.employee_name or "",
        card.team or "",
        card.paid_by or "",
        share,
        "imported" if card.imported else "",
        "" if card.void is None else f"void since {card.void['at']}",
        *(card.cases or ()),
    )
    return blake2b("\0".join(parts).encode(), digest_size=16).digest()


def _without_zeros(found: re.Match[str]) -> str:
    part = found.group()
    return part if part[0] == '"' else part.rstrip("0").rstrip(".")


class StoredState:
    """The stored cards of a scheme's period, for one run, which is the period's only writer.

    ``most``: read the whole period at once if it has at most this many cards. None: read by key.
    ``some_removed``: results of the period were removed, and left something.
    """

    def __init__(
        self,
        context: Context,
        scheme: str,
        period: str,
        most: int | None = None,
        *,
        some_removed: bool = False,
    ) -> None:
        self._context, self._scheme, self._period = context, scheme, period
        self._some_removed = some_removed
        self._written: dict[PersonKey, Head] = {}
        #: The full cards that were read by key last, until new ones are written.
        self._at_hand: dict[PersonKey, Scorecard] = {}
        self._looked_for: frozenset[PersonKey] = frozenset()
        self._known: dict[PersonKey, KnownCard] | None = None
        if most is not None:
            everybody = current_cards(context, scheme, period)
            self._known = whole(((card.person, _known(card)) for card in everybody), most)

    def standing(
        self, persons: Iterable[PersonKey], needed: Callable[[KnownCard], bool]
    ) -> dict[PersonKey, Scorecard]:
        """Return the full cards of these people, before anything of theirs is written.

        Where the whole period is known, only those that are ``needed``. Other people are left out.
        Another thread may write cards of other people meanwhile.
        """
        wanted = tuple(persons)
        known = self._known
        if known is None:
            return self._read(wanted)
        return self._read([one for one in wanted if one in known and needed(known[one])])

    def at_hand(self, persons: Iterable[PersonKey], cards: Mapping[PersonKey, Scorecard]) -> None:
        """Take the cards that :meth:`standing` has read for these people."""
        self._at_hand, self._looked_for = dict(cards), frozenset(persons)

    def known(self, persons: Iterable[PersonKey]) -> Mapping[PersonKey, KnownCard]:
        if self._known is not None:
            return self._known
        wanted = frozenset(persons)
        if not wanted <= self._looked_for:
            self.at_hand(wanted, self._read(wanted))
        return {person: _known(card) for person, card in self._at_hand.items()}

    def cards(self, persons: Iterable[PersonKey]) -> Mapping[PersonKey, Scorecard]:
        wanted = tuple(persons)
        here = {name: self._at_hand[name] for name in wanted if name in self._at_hand}
        left = [name for name in wanted if name not in here]
        return here | self._read(left) if left else here

    def removed(self, persons: Iterable[PersonKey]) -> Mapping[PersonKey, Scorecard]:
        if not self._some_removed:
            return {}
        known = self._known or {}
        wanted = [one for one in persons if one not in known]
        return read_removed(self._context, self._scheme, self._period, wanted)

    def written(self, cards: Iterable[Scorecard]) -> None:
        self._at_hand, self._looked_for = {}, frozenset()
        if self._known is not None:
            self._written.update((card.person, head_of(card)) for card in cards)

    def computed_here(self, persons: Iterable[PersonKey]) -> frozenset[PersonKey]:
        """Return who of these people has a result that was computed here, and not imported.

        It may be asked while another thread writes cards: it changes nothing here.
        """
        if self._known is not None:
            there = self._known
            return frozenset(
                one for one in persons if one in there and not there[one].head.imported
            )
        context = self._context
        keys = {
            key_of_scorecard(
                context.scope, self._scheme, self._period, one, context.principal.shards
            ): one
            for one in persons
        }
        found = context.table.get_many(list(keys), only=("imported",))
        return frozenset(keys[key] for key, item in found.items() if not item.get("imported"))

    def _read(self, persons: Iterable[PersonKey]) -> dict[PersonKey, Scorecard]:
        context = self._context
        return read_cards(
            context.table,
            context.scope,
            self._scheme,
            self._period,
            persons,
            context.principal.shards,
        )

    @property
    def none_stands(self) -> bool:
        """Whether the period is known to have no card yet."""
        return self._known == {} and not self._written

    @property
    def heads(self) -> Mapping[PersonKey, Head] | None:
        """All the period's current cards by person; None when not all of them are known.

        This holds while the run has the period's lease. Then no other run writes the period. Each
        card that this run wrote is included (:meth:`written`), or else the run has failed.
        """
        if self._known is None:
            return None
        return {name: card.head for name, card in self._known.items()} | self._written


class CardsAtHand:
    """The current cards of a writer that has read them already. Nothing is read again."""

    def __init__(self, cards: Iterable[Scorecard]) -> None:
        self._cards = {card.person: card for card in cards}

    def known(self, persons: Iterable[PersonKey]) -> Mapping[PersonKey, KnownCard]:
        return {name: _known(self._cards[name]) for name in persons if name in self._cards}

    def cards(self, persons: Iterable[PersonKey]) -> Mapping[PersonKey, Scorecard]:
        return {name: self._cards[name] for name in persons if name in self._cards}

    def removed(self, _persons: Iterable[PersonKey]) -> Mapping[PersonKey, Scorecard]:
        return {}

    def written(self, cards: Iterable[Scorecard]) -> None:
        self._cards.update((card.person, card) for card in cards)


def most_read_whole(people: int) -> int | None:
    """Return how many stored items may be read whole, when results of ``people`` are written.

    None: read them by key.
    """
    if people < WHOLE_FROM:
        return None
    return min(WHOLE_AT_MOST, WHOLE_PER_PERSON * people)


def whole(pairs: Iterator[tuple[PersonKey, T]], most: int) -> dict[PersonKey, T] | None:
    """Return all the pairs, or None when there are more than ``most``."""
    found: dict[PersonKey, T] = {}
    for name, one in pairs:
        if len(found) == most:
            return None
        found[name] = one
    return found


def _known(card: Scorecard) -> KnownCard:
    # Many cards share a team, a grade and an upload: keep each of these texts once.
    head = head_of(card)._replace(
        team=sys.intern(card.team or ""),
        grade=sys.intern(card.grade or ""),
        upload=sys.intern(card.upload),
    )
    made_with = card.previous_revision
    return KnownCard(
        card.revision,
        fingerprint(card),
        sys.intern(card.upload),
        head,
        None if made_with is None else sys.intern(made_with),
        card.register_team,
        tuple(sys.intern(one) for one in sorted(card.uploads - {card.upload})),
        card.coefficient,
        card.closed is not None,
    )
