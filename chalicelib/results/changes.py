"""What a run has changed: for each person the result before the run, and after it.

A run that has changed few results need not read the others: its end adjusts the period's summary,
and the followers work for these people alone (docs/decisions/one-persons-change.md).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from chalicelib.periods.lease import Lease
from chalicelib.person_keys import PersonKey
from chalicelib.scorecards.records import Scorecard

#: Most people whose change is followed by itself. A hundred cards are one read.
MOST: Final = 100


@dataclass(frozen=True, slots=True)
class Change:
    """A person's current card before a run, and after it. ``before`` is None when none stood."""

    before: Scorecard | None
    after: Scorecard


Changed = Mapping[PersonKey, Change]


class Changes:
    """Collects what a run changes under its lease: of more than MOST people nothing is kept."""

    def __init__(self, held: Lease) -> None:
        self._held = held
        self._found: dict[PersonKey, Change] | None = {}

    def note(self, before: Mapping[PersonKey, Scorecard], cards: Iterable[Scorecard]) -> None:
        """Note, before they are written, the cards that will be current.

        ``before``: the current cards of these people, of those who have one.
        """
        for card in cards:
            self._held.wrote = True
            if self._found is None:
                return
            person = card.person
            known = self._found.get(person)
            former = before.get(person) if known is None else known.before
            self._found[person] = Change(former, card)
            if len(self._found) > MOST:
                self._found = None

    def removing(self) -> None:
        """Note, before it is done, that results are removed: then everything is counted anew."""
        self._held.wrote = True
        self._found = None

    @property
    def few(self) -> Changed | None:
        """What has changed, by person; None: of more than MOST people, or results were removed."""
        return self._found
