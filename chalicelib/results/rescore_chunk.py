"""Score a chunk of stored results by another version, from their stored inputs, and write them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from chalicelib.person_keys import PersonKey
from chalicelib.results.changes import Changes
from chalicelib.results.decisions import decisions_of
from chalicelib.results.layers import WHOLE, source_codes
from chalicelib.results.scorer import Means, Origin, Previous, Scorer
from chalicelib.results.standing_teams import in_teams
from chalicelib.results.stored_inputs import StoredInputs
from chalicelib.results.stored_state import CardsAtHand
from chalicelib.results.team_means import StandingValues, TeamSums
from chalicelib.results.voiding import Said
from chalicelib.results.write_cards import write_cards
from chalicelib.schemes.compiled import ReadyScheme
from chalicelib.scorecards.belonging import Belongings, moved
from chalicelib.scorecards.period_cards import valued_cards
from chalicelib.scorecards.records import Scorecard, read_removed, removed_write
from chalicelib.scoring import Result, RowFault
from chalicelib.scoring.needs import needs_team_means
from chalicelib.teams.canonical import TeamTexts
from chalicelib.tenancy.context import Context

#: Cards whose previous period is read at a time.
SIZE = 500


class Rescorer:
    """Scores a period's cards by one version. Create one for each run.

    ``appeals``: those whose remedies the run carries out: the new revisions name them. ``made``:
    what they say of how they came to be, as of a scorecard.

    The means of the teams are those of the results as they will be after the rescoring: each card
    scored by the version with its own previous period, or as it stands when it cannot be scored.
    """

    def __init__(
        self,
        context: Context,
        version: ReadyScheme,
        scheme: str,
        period: str,
        computed_at: str,
        changes: Changes,
        appeals: Sequence[str] = (),
        made: Mapping[str, str] | None = None,
    ) -> None:
        self._context, self._version, self._changes = context, version, changes
        self._appeals, self._made = appeals, made
        self._texts = TeamTexts(context)
        self._belongings = Belongings(context, scheme, period)
        self._inputs = StoredInputs(context, scheme, version)
        decisions = decisions_of(context, scheme, period)
        self._scorer = Scorer(version, scheme, period, computed_at, {}, decisions)
        if needs_team_means(version.scheme):
            everybody = valued_cards(context, scheme, period)
            self._scorer = replace(self._scorer, means=self._means(everybody))

    def _means(self, everybody: Iterator[Scorecard]) -> Means:
        sums, values = TeamSums(), StandingValues(self._version, self._inputs)
        while found := list(islice(everybody, SIZE)):
            cards = self._moved(found)
            previous = self._scorer.previous(self._context, (card.person for card in cards))
            for card in cards:
                result = self._result(card, previous.get(card.person))
                sums.add(
                    card.team,
                    values.of(card)
                    if result is None
                    else values.of_results.of(result, self._version),
                )
        return sums.means()

    def _result(self, card: Scorecard, previous: Previous | None) -> Result | None:
        """Return the result without team means; None when the card cannot be scored."""
        if self._inputs.lacking(card):
            return None
        rows = self._inputs.read(card)[1]
        layers = self._inputs.layers(card, rows)
        if WHOLE not in layers and source_codes(self._version) == (WHOLE,):
            return None
        exceptions = self._scorer.exceptions(card, layers)
        try:
            return self._scorer.result(card.team, rows, previous, **exceptions)
        except RowFault:
            return None

    def chunk(self, cards: Sequence[Scorecard], said: Said | None = None) -> tuple[int, int]:
        """Rescore the cards; return how many changed and how many could not be scored.

        A card that the version would make the same is not written. A card keeps its result when its
        inputs are a row error by the new version. It also keeps it when its file lacked columns
        that the new version needs. Team and paying scheme are the register's in any case, and a
        card whose team is written otherwise now is another card. ``said``: what is declared of
        these cards.
        """
        now = self._moved(cards)
        if said is not None:
            now = [said(card, self._inputs.read(card)[0]) for card in now]
        scored = rescored(self._context, self._scorer, self._inputs, now)
        done = {card.person for card in scored}
        kept = [
            replace(card, computed_at=self._scorer.computed_at)
            for card, before in zip(now, cards, strict=True)
            if card.person not in done and card != before
        ]
        written = write_cards(
            self._context,
            [*scored, *kept],
            CardsAtHand(cards),
            self._changes,
            appeals=self._appeals,
            made=self._made,
        )
        return len(written.cards), len(cards) - len(scored)

    def removed(self, person: PersonKey, said: Said | None) -> None:
        """Let a declaration hold for a result that was removed since it was asked for."""
        context, scheme, period = self._context, self._scorer.scheme, self._scorer.period
        last = read_removed(context, scheme, period, [person]).get(person)
        if last is not None and said is not None:
            declared = said(last, self._inputs.read(last)[0])
            shards = context.principal.shards
            context.table.write_batch([removed_write(context.scope, declared, shards)])

    def _moved(self, cards: Sequence[Scorecard]) -> list[Scorecard]:
        """Return the cards with the teams and the paying schemes that the register has now.

        A team has the text that it has now.
        """
        found = self._belongings.read(card.person for card in cards)
        return list(in_teams(self._texts, (moved(card, found[card.person]) for card in cards)))


def rescored(
    context: Context, scorer: Scorer, inputs: StoredInputs, cards: Sequence[Scorecard]
) -> list[Scorecard]:
    """Return the cards made again from their inputs, without those that cannot be."""
    previous = scorer.previous(context, (card.person for card in cards))
    found: list[Scorecard] = []
    for card in cards:
        if inputs.lacking(card):
            continue
        rows = inputs.read(card)[1]
        layers = inputs.layers(card, rows)
        if WHOLE not in layers and source_codes(scorer.version) == (WHOLE,):
            continue  # A part of a result is none where the version does not know parts.
        origin = Origin(
            card.person,
            card.employee_name,
            card.team,
            card.upload,
            card.row,
            card.register_team,
            card.paid_by,
            card.share,
            layers,
            card.final,
            card.void,
        )
        try:
            again = scorer.card(origin, rows, previous.get(card.person))
        except RowFault:
            continue
        found.append(again)
    return found
