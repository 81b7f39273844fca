"""Read the inputs that are stored with scorecards, to score them by another version.

A card's inputs are packed by the version that made the card, so that version unpacks them.
Rescoring, team means and simulation use this.
"""

from chalicelib.results.layers import Layers, arrived
from chalicelib.schemes.compiled import ReadyScheme, existing
from chalicelib.scorecards.records import Scorecard
from chalicelib.scoring import Result, Rows, unpack
from chalicelib.tenancy.context import Context


class StoredInputs:
    """Reads the cards of one scheme, to be scored again by the version ``rules``."""

    def __init__(self, context: Context, scheme: str, rules: ReadyScheme) -> None:
        self._context, self._scheme, self._rules = context, scheme, rules
        self._versions: dict[int, ReadyScheme] = {}
        self._lacking: dict[int, tuple[str, ...]] = {}

    def version(self, number: int) -> ReadyScheme:
        """Return a version that made some of the cards. Raises LookupError when it is missing."""
        if number not in self._versions:
            context = self._context
            found = existing(context.table, context.scope, self._scheme, number)
            self._versions[number] = found
        return self._versions[number]

    def lacking(self, card: Scorecard) -> tuple[str, ...]:
        """Return the codes of columns that the rules need and the card's file did not have.

        Such a card cannot be scored by the rules: the weight of a blank column would be spread over
        the others. Raises LookupError when the card's version is not stored.
        """
        if card.version not in self._lacking:
            self._lacking[card.version] = self._rules.lacking(self.version(card.version))
        return self._lacking[card.version]

    def layers(self, card: Scorecard, rows: Rows) -> Layers:
        """Return the layers of the card, with its rows, under the rules.

        Raises LookupError when the card's version is not stored.
        """
        return arrived(card, self.version(card.version), rows, self._rules)

    def read(self, card: Scorecard) -> tuple[Result, Rows]:
        """Return the card's stored result, and its inputs as they were in the file.

        Raises LookupError when the card's version is not stored.
        """
        return unpack(self.version(card.version).compiled, card.packed)
