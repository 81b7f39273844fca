"""The cards that stand, as the writer of cards sees them while a file is taken back."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from chalicelib.person_keys import PersonKey
from chalicelib.results.stored_state import CardsAtHand, KnownCard
from chalicelib.scorecards.period_cards import PAST
from chalicelib.scorecards.records import Scorecard

#: The fingerprint of no card.
NOTHING = b""


class StandingWithout(CardsAtHand):
    """Cards at hand. One that names the upload is another than every new one: the new card must
    not name it, also where another file has said the same figures. A computed one has no precedence
    over an imported one that comes back."""

    def __init__(self, cards: Iterable[Scorecard], upload_id: str) -> None:
        super().__init__(cards)
        self._upload_id = upload_id

    def known(self, persons: Iterable[PersonKey]) -> Mapping[PersonKey, KnownCard]:
        return {person: self._without(one) for person, one in super().known(persons).items()}

    def _without(self, one: KnownCard) -> KnownCard:
        if self._upload_id not in one.uploads:
            return one
        return replace(one, fingerprint=NOTHING, head=one.head._replace(pays=PAST))
