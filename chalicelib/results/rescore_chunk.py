"""Some results scored anew from the inputs that are stored with them, and written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from chalicelib.reading.row_grouping import PersonRows
from chalicelib.results.team_means import team_means
from chalicelib.schemes.compiled import ReadyScheme, ready
from chalicelib.scorecards.period_cards import current_cards
from chalicelib.scorecards.previous_period import previous_results
from chalicelib.scorecards.records import Scorecard, current_write, superseded_write
from chalicelib.scoring import RowFault, pack, unpack
from chalicelib.scoring.needs import needs_previous, needs_team_means
from chalicelib.tenancy.context import Context


class LackingColumns(Exception):
    """A card's file did not have these columns; blank, they would be re-weighted away."""


class Rescorer:
    """Scores a period's cards by one version. Made once for a run: the means of the teams are of
    everybody's stored inputs."""

    def __init__(
        self, context: Context, version: ReadyScheme, scheme: str, period: str, computed_at: str
    ) -> None:
        self._context, self._version = context, version
        self._scheme, self._period, self._computed_at = scheme, period, computed_at
        self._means: Mapping[str, Mapping[str, Decimal]] = {}
        if needs_team_means(version.scheme):
            self._means = team_means(version.compiled, self._people())

    def chunk(self, cards: Sequence[Scorecard]) -> tuple[int, int]:
        """Rescore some cards; gives how many have changed and how many could not be scored.

        A card that is already as the version makes it is left alone. What is a row error by the
        new rules keeps the result that it has, and so does one whose file did not have the columns
        that the version needs.
        """
        earlier = self._earlier(cards)
        pairs: list[tuple[Scorecard, Scorecard]] = []
        failed = 0
        for before in cards:
            try:
                after = self._rescored(before, earlier.get(before.employee_id))
            except (RowFault, LackingColumns):
                failed += 1
                continue
            if (before.packed, before.version) != (after.packed, after.version):
                pairs.append((before, after))
        scope, shards = self._context.scope, self._context.principal.shards
        table = self._context.table
        # The former revisions first: dying in between leaves a copy of what is still current.
        table.write_batch(superseded_write(scope, before, shards) for before, _ in pairs)
        table.write_batch(current_write(scope, after, shards) for _, after in pairs)
        return len(pairs), failed

    def _earlier(self, cards: Sequence[Scorecard]) -> dict[str, Mapping[str, object]]:
        if not needs_previous(self._version.scheme):
            return {}
        ids = [card.employee_id for card in cards]
        return previous_results(self._context, self._scheme, self._period, ids)

    def _rescored(self, card: Scorecard, earlier: Mapping[str, object] | None) -> Scorecard:
        then = self._then(card)
        lacking = self._version.lacking(then)
        if lacking:
            raise LackingColumns(lacking)
        inputs = unpack(then.compiled, card.packed)[1]
        means = self._means.get(card.team or "")
        result = self._version.compiled.score(inputs, previous=earlier, team_means=means)
        return replace(
            card,
            version=self._version.version,
            revision=card.revision + 1,
            packed=pack(result, inputs),
            computed_at=self._computed_at,
            total=result.total,
            grade=result.grade,
            coefficient=result.coefficient,
        )

    def _then(self, card: Scorecard) -> ReadyScheme:
        """The version that made the card."""
        then = ready(self._context.table, self._context.scope, self._scheme, card.version)
        if then is None:
            raise LookupError(f"version {card.version} of a scheme is gone")
        return then

    def _people(self) -> Iterator[PersonRows]:
        """Everybody's rows, as the file had them."""
        for card in current_cards(self._context, self._scheme, self._period):
            inputs = unpack(self._then(card).compiled, card.packed)[1]
            rows = (inputs,) if isinstance(inputs, Mapping) else tuple(inputs)
            yield PersonRows(card.row, card.employee_id, card.employee_name, card.team, rows)
