"""Score stored scorecards by other rules. Writes nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from chalicelib.person_keys import PersonKey
from chalicelib.results.scorer import Scorer
from chalicelib.results.stored_inputs import StoredInputs
from chalicelib.results.team_means import team_means
from chalicelib.schemes.compiled import ReadyScheme
from chalicelib.schemes.rule_source import ChosenRules
from chalicelib.scorecards.records import Scorecard
from chalicelib.scoring import Exemption, Result, RowFault, Text
from chalicelib.simulation.person import Compared, Outcome, Skipped
from chalicelib.tenancy.context import Context


class Simulator:
    """Scores a period's cards by the given rules.

    It reads the results of the previous period and computes the means of the teams. ``cards`` are
    the current cards of the period, at least one. The means cover the cards that have all columns
    the rules need.
    """

    def __init__(
        self, context: Context, rules: ChosenRules, period: str, cards: Sequence[Scorecard]
    ) -> None:
        self._cards = cards
        code = cards[0].scheme
        self._inputs = StoredInputs(context, code, rules.ready)
        scheme = rules.ready.scheme
        self._vetoes = {veto.code for veto in scheme.vetoes}
        self._indicators = {indicator.code for indicator in scheme.indicators}
        scorable = (card for card in cards if not self._inputs.lacking(card))
        scorer = Scorer(rules.ready, code, period, context.time, {})
        self._previous = scorer.previous(context, (card.person for card in cards))
        people = (
            (card.team, self._inputs.read(card)[1], self._previous.get(card.person))
            for card in scorable
        )
        self._scorer = replace(scorer, means=team_means(rules.ready, people))

    def compared(self, bases: Mapping[PersonKey, Decimal]) -> Iterator[Compared | Skipped]:
        """Yield one entry for each card: a comparison, or the reason why there is none.

        ``bases`` are bonus bases by person. A card is skipped when its file did not have a
        required column, or when the rules refuse its figures.
        """
        for card in self._cards:
            missing = self._inputs.lacking(card)
            if missing:
                yield Skipped(card.person, "missing_columns", missing, _missing_words(missing))
                continue
            try:
                result = self._scored(card)
            except RowFault as fault:
                columns = (fault.column,)
                yield Skipped(card.person, fault.code, columns, fault.message)
                continue
            yield Compared(
                card.person,
                card.employee_name,
                card.team,
                Outcome(card.total, card.grade, card.coefficient),
                Outcome(result.total, result.grade, result.coefficient),
                bases.get(card.person),
            )

    def version(self, number: int) -> ReadyScheme:
        """Return a version that made some of the cards. Raises LookupError if it is not stored."""
        return self._inputs.version(number)

    def _scored(self, card: Scorecard) -> Result:
        """Score the card's inputs by the new rules, with the exemptions and veto on the card.

        Exemptions of indicators and a veto that the new rules do not have are left out.
        """
        stored, inputs = self._inputs.read(card)
        exceptions: dict[str, Any] = {}
        if stored.notes:
            exceptions["exemptions"] = tuple(self._exemptions(stored))
        if stored.veto in self._vetoes:
            exceptions["veto"] = stored.veto
        previous = self._previous.get(card.person)
        return self._scorer.result(card.team, inputs, previous, **exceptions)

    def _exemptions(self, stored: Result) -> Iterator[Exemption]:
        """Yield the stored result's exemptions of indicators that the new rules have."""
        for line in stored.lines:
            if line.status == "exempt" and line.indicator in self._indicators:
                treatment: Any = line.reason
                adjusted = treatment == "adjusted_target"
                yield Exemption(line.indicator, treatment, line.target if adjusted else None)


def _missing_words(columns: tuple[str, ...]) -> Text:
    return {
        "zh": f"当期文件没有这些列：{'、'.join(columns)}。",
        "en": f"The period's file did not have these columns: {', '.join(columns)}.",
    }
