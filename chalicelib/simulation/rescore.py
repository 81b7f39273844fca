"""Score stored scorecards by other rules. Writes nothing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from chalicelib.person_keys import PersonKey
from chalicelib.results.decisions import decisions_of
from chalicelib.results.scorer import Means, Previous, Scorer
from chalicelib.results.stored_inputs import StoredInputs
from chalicelib.results.team_means import team_means
from chalicelib.schemes.compiled import ReadyScheme
from chalicelib.schemes.rule_source import ChosenRules
from chalicelib.scorecards.records import Scorecard
from chalicelib.scoring import Exemption, Result, RowFault, Rows, Text
from chalicelib.simulation.person import Compared, Outcome, Skipped, base_paid
from chalicelib.tenancy.context import Context


class Simulator:
    """Scores stored cards of a scheme's period by the given rules.

    ``means`` are the teams' means, where the rules use them (:meth:`with_means`). A card that
    awaits a source has no total by the rules either.
    """

    def __init__(
        self,
        context: Context,
        rules: ChosenRules,
        code: str,
        period: str,
        means: Means | None = None,
    ) -> None:
        self._context, self._rules, self._place = context, rules, (code, period)
        self._own_points = rules.ready.scheme.total_points
        self._inputs = StoredInputs(context, code, rules.ready)
        self._scorer = Scorer(
            rules.ready,
            code,
            period,
            context.time,
            means or {},
            decisions_of(context, code, period),
        )

    def with_means(self, chunks: Iterable[Sequence[Scorecard]]) -> "Simulator":
        """Return the same simulator with the teams' means over these cards.

        The means cover the cards that have all columns the rules need. The cards are not read when
        the rules use no mean.
        """
        people = (person for cards in chunks for person in self._scorable(cards))
        means = team_means(self._rules.ready, people)
        return Simulator(self._context, self._rules, *self._place, means) if means else self

    def _scorable(
        self, cards: Sequence[Scorecard]
    ) -> Iterator[tuple[str | None, Rows, Previous | None, Iterable[Exemption]]]:
        scorer, inputs = self._scorer, self._inputs
        previous = scorer.previous(self._context, (card.person for card in cards))
        for card in cards:
            if not inputs.lacking(card):
                effects = scorer.decisions.about(card.person, scorer.version)
                before = previous.get(card.person)
                yield card.team, inputs.read(card)[1], before, effects.exemptions

    def compared(
        self, cards: Sequence[Scorecard], bases: Mapping[PersonKey, Decimal]
    ) -> Iterator[Compared | Skipped]:
        """Yield one entry for each card: a comparison, or the reason why there is none.

        ``bases`` are bonus bases by person. A card is skipped when its file did not have a
        required column, or when the rules refuse its figures.
        """
        previous = self._scorer.previous(self._context, (card.person for card in cards))
        for card in cards:
            missing = self._inputs.lacking(card)
            if missing:
                yield Skipped(card.person, "missing_columns", missing, _missing_words(missing))
                continue
            try:
                result = self._scored(card, previous.get(card.person))
            except RowFault as fault:
                columns = (fault.column,)
                yield Skipped(card.person, fault.code, columns, fault.message)
                continue
            yield Compared(
                card.person,
                card.employee_name,
                card.team,
                Outcome(card.total, card.grade, card.coefficient, self._points(card)),
                Outcome(result.total, result.grade, result.coefficient, self._own_points),
                base_paid(card, bases.get(card.person)),
            )

    def version(self, number: int) -> ReadyScheme:
        """Return a version that made some of the cards. Raises LookupError if it is not stored."""
        return self._inputs.version(number)

    def _points(self, card: Scorecard) -> Decimal:
        """Return the total points of the version that made a card."""
        return self._inputs.version(card.version).scheme.total_points

    def _scored(self, card: Scorecard, previous: Previous | None) -> Result:
        """Score the card's inputs by the new rules, with the person's cases in force.

        Cases about what the new rules do not have are left out.
        """
        inputs = self._inputs.read(card)[1]
        exceptions = self._scorer.exceptions(card, self._inputs.layers(card, inputs))
        return self._scorer.result(card.team, inputs, previous, **exceptions)


def _missing_words(columns: tuple[str, ...]) -> Text:
    return {
        "zh": f"当期文件没有这些列：{'、'.join(columns)}。",
        "en": f"The period's file did not have these columns: {', '.join(columns)}.",
    }
