"""Scoring stored cards by other rules. Reads; writes nothing."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from chalicelib.reading.row_grouping import PersonRows
from chalicelib.results.team_means import team_means
from chalicelib.schemes.compiled import ReadyScheme, ready
from chalicelib.schemes.rule_source import Chosen
from chalicelib.scorecards.previous_period import previous_results
from chalicelib.scorecards.records import Scorecard
from chalicelib.scoring import Exemption, Result, RowFault, Rows, Text, unpack
from chalicelib.scoring.needs import needs_previous, needs_team_means
from chalicelib.simulation.person import Compared, Outcome, Skipped
from chalicelib.tenancy.context import Context


class Simulator:
    """The chosen rules, with what they need besides a card: the period before, the team's means."""

    def __init__(
        self, context: Context, rules: Chosen, period: str, cards: Sequence[Scorecard]
    ) -> None:
        self._context, self._rules, self._cards = context, rules, cards
        self._versions: dict[int, ReadyScheme] = {}
        self._missing: dict[int, tuple[str, ...]] = {}
        scheme = rules.ready.scheme
        self._vetoes = {veto.code for veto in scheme.vetoes}
        self._indicators = {indicator.code for indicator in scheme.indicators}
        self._earlier: Mapping[str, Mapping[str, object]] = {}
        if needs_previous(scheme):
            ids = [card.employee_id for card in cards]
            self._earlier = previous_results(context, cards[0].scheme, period, ids)
        self._means: Mapping[str, Mapping[str, Decimal]] = {}
        if needs_team_means(scheme):
            self._means = team_means(rules.ready.compiled, self._people())

    def compared(self, bases: Mapping[str, Decimal]) -> Iterator[Compared | Skipped]:
        """Every card, compared or with the reason why it cannot be."""
        for card in self._cards:
            missing = self.missing(card.version)
            if missing:
                yield Skipped(card.employee_id, "missing_columns", missing, _missing_words(missing))
                continue
            try:
                result = self._scored(card)
            except RowFault as fault:
                columns = (fault.column,)
                yield Skipped(card.employee_id, fault.code, columns, fault.message)
                continue
            yield Compared(
                card.employee_id,
                card.employee_name,
                card.team,
                Outcome(card.total, card.grade, card.coefficient),
                Outcome(result.total, result.grade, result.coefficient),
                bases.get(card.employee_id),
            )

    def version(self, number: int) -> ReadyScheme:
        """The version that made some of the cards."""
        if number not in self._versions:
            code = self._cards[0].scheme
            found = ready(self._context.table, self._context.scope, code, number)
            if found is None:
                raise LookupError(f"version {number} of a scheme is gone")
            self._versions[number] = found
        return self._versions[number]

    def missing(self, number: int) -> tuple[str, ...]:
        """Columns that the rules need and that version's files did not have."""
        if number not in self._missing:
            self._missing[number] = self._rules.ready.lacking(self.version(number))
        return self._missing[number]

    def _scored(self, card: Scorecard) -> Result:
        """The card's inputs by the other rules, with the exceptions that were made for it."""
        then, inputs = unpack(self.version(card.version).compiled, card.packed)
        more: dict[str, Any] = {}
        if then.notes:
            more["exemptions"] = tuple(self._exemptions(then))
        if then.veto in self._vetoes:
            more["veto"] = then.veto
        return self._rules.ready.compiled.score(
            inputs,
            previous=self._earlier.get(card.employee_id),
            team_means=self._means.get(card.team or ""),
            **more,
        )

    def _exemptions(self, then: Result) -> Iterator[Exemption]:
        for line in then.lines:
            if line.status == "exempt" and line.indicator in self._indicators:
                treatment: Any = line.reason
                adjusted = treatment == "adjusted_target"
                yield Exemption(line.indicator, treatment, line.target if adjusted else None)

    def _people(self) -> Iterator[PersonRows]:
        for card in self._cards:
            if self.missing(card.version):
                continue
            rows = _rows(unpack(self.version(card.version).compiled, card.packed)[1])
            yield PersonRows(card.row, card.employee_id, card.employee_name, card.team, rows)


def _rows(inputs: Rows) -> tuple[Any, ...]:
    return (inputs,) if isinstance(inputs, Mapping) else tuple(inputs)


def _missing_words(columns: tuple[str, ...]) -> Text:
    return {
        "zh": f"当期文件没有这些列：{'、'.join(columns)}。",
        "en": f"The period's file did not have these columns: {', '.join(columns)}.",
    }
