"""The inputs that are stored with scorecards, read back to be scored by other rules.

A card's inputs are packed by the version that made it, so that version reads them. Rescoring and
simulation both work from them.
"""

from collections.abc import Iterable, Iterator

from chalicelib.schemes.compiled import ReadyScheme, ready
from chalicelib.scorecards.records import Scorecard
from chalicelib.scoring import Result, Rows, unpack
from chalicelib.tenancy.context import Context


class StoredInputs:
    """Reads cards of one scheme, for ``rules`` to score them anew."""

    def __init__(self, context: Context, scheme: str, rules: ReadyScheme) -> None:
        self._context, self._scheme, self._rules = context, scheme, rules
        self._versions: dict[int, ReadyScheme] = {}
        self._lacking: dict[int, tuple[str, ...]] = {}

    def version(self, number: int) -> ReadyScheme:
        """A version that made some of the cards. Raises LookupError when it is not stored."""
        if number not in self._versions:
            context = self._context
            found = ready(context.table, context.scope, self._scheme, number)
            if found is None:
                raise LookupError(f"version {number} of a scheme is gone")
            self._versions[number] = found
        return self._versions[number]

    def lacking(self, card: Scorecard) -> tuple[str, ...]:
        """The columns that the rules need and the card's file did not have.

        Such a card cannot be scored by the rules: blank columns would be re-weighted away.
        """
        if card.version not in self._lacking:
            self._lacking[card.version] = self._rules.lacking(self.version(card.version))
        return self._lacking[card.version]

    def read(self, card: Scorecard) -> tuple[Result, Rows]:
        """The card's result as it was, and its inputs as the file had them."""
        return unpack(self.version(card.version).compiled, card.packed)

    def by_team(self, cards: Iterable[Scorecard]) -> Iterator[tuple[str | None, Rows]]:
        """Team and inputs of each card, for :func:`chalicelib.results.team_means.team_means`."""
        for card in cards:
            yield card.team, self.read(card)[1]
