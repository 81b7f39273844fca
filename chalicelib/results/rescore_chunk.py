"""Score a chunk of stored results by another version, from their stored inputs, and write them."""

from collections.abc import Sequence

from chalicelib.results.scorer import Origin, Scorer
from chalicelib.results.stored_inputs import StoredInputs
from chalicelib.results.stored_state import CardsAtHand
from chalicelib.results.team_means import team_means
from chalicelib.results.write_cards import write_cards
from chalicelib.schemes.compiled import ReadyScheme
from chalicelib.scorecards.period_cards import current_cards
from chalicelib.scorecards.records import Scorecard
from chalicelib.scoring import RowFault
from chalicelib.tenancy.context import Context


class Rescorer:
    """Scores a period's cards by one version. Create one for each run.

    The means of the teams are computed from the stored inputs of all cards of the period.
    """

    def __init__(
        self, context: Context, version: ReadyScheme, scheme: str, period: str, computed_at: str
    ) -> None:
        self._context = context
        self._inputs = StoredInputs(context, scheme, version)
        everybody = current_cards(context, scheme, period)
        means = team_means(version, self._inputs.by_team(everybody))
        self._scorer = Scorer(version, scheme, period, computed_at, means)

    def chunk(self, cards: Sequence[Scorecard]) -> tuple[int, int]:
        """Rescore the cards; return how many changed and how many could not be scored.

        A card that the version would make the same is not written. A card keeps its result when its
        inputs are a row error by the new version. It also keeps it when its file lacked columns
        that the new version needs.
        """
        previous = self._scorer.previous(self._context, (card.employee_id for card in cards))
        scored: list[Scorecard] = []
        for card in cards:
            if self._inputs.lacking(card):
                continue
            origin = Origin(card.employee_id, card.employee_name, card.team, card.upload, card.row)
            inputs = self._inputs.read(card)[1]
            try:
                scored.append(self._scorer.card(origin, inputs, previous.get(card.employee_id)))
            except RowFault:
                continue
        written = write_cards(self._context, scored, CardsAtHand(cards))
        return len(written.cards), len(cards) - len(scored)
