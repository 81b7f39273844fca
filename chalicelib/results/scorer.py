"""Scoring one person's inputs by a version: to a result, or to a scorecard."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from chalicelib.periods.pilot_codes import scheme_of
from chalicelib.schemes.compiled import ReadyScheme
from chalicelib.scorecards.previous_period import previous_results
from chalicelib.scorecards.records import Scorecard
from chalicelib.scoring import Result, Rows, pack
from chalicelib.scoring.needs import needs_previous
from chalicelib.tenancy.context import Context

#: The previous period's inputs and values of one person, as the scoring core takes them.
Previous = Mapping[str, object]
#: By team, the mean value of each indicator.
Means = Mapping[str, Mapping[str, Decimal]]


class Origin(NamedTuple):
    """Whose figures they are, and the upload and row (the header is row 1) that brought them."""

    employee_id: str
    employee_name: str | None
    team: str | None
    upload: str
    row: int


@dataclass(frozen=True, slots=True)
class Scorer:
    """Scores the people of a scheme's period by one version. Made once for a run.

    ``scheme`` is the code under which the cards are kept: the scheme's, or a pilot's.
    ``computed_at`` is the time that the cards bear. The run's own clock must not be used: a card
    that is computed again must be the same card.
    """

    version: ReadyScheme
    scheme: str
    period: str
    computed_at: str
    means: Means

    def previous(self, context: Context, employee_ids: Iterable[str]) -> dict[str, Previous]:
        """The previous period's results of those who have one, by employee id. Nothing is read
        when the version does not look back (rules.md §1 growth, previous(); §3 carry_previous).

        A pilot goes by its own results of that period, and where it has none by the scheme's.
        """
        if not needs_previous(self.version.scheme):
            return {}
        ids = tuple(employee_ids)
        found: dict[str, Previous] = {}
        for code in dict.fromkeys((scheme_of(self.scheme), self.scheme)):
            found |= previous_results(context, code, self.period, ids)
        return found

    def result(
        self, team: str | None, inputs: Rows, previous: Previous | None, **exceptions: Any
    ) -> Result:
        """Score one person's row, or rows when the scheme has slices.

        ``exceptions`` are the exemptions and the veto that the scoring core takes. Raises RowFault.
        """
        return self.version.compiled.score(
            inputs,
            previous=previous,
            team_means=self.means.get(team or "") if self.means else None,
            **exceptions,
        )

    def card(self, origin: Origin, inputs: Rows, previous: Previous | None) -> Scorecard:
        """The person's scorecard, as revision 1; whoever writes it counts the revisions
        (:mod:`chalicelib.results.write_cards`). Raises RowFault."""
        result = self.result(origin.team, inputs, previous)
        return Scorecard(
            employee_id=origin.employee_id,
            scheme=self.scheme,
            period=self.period,
            version=self.version.version,
            revision=1,
            packed=pack(result, inputs),
            upload=origin.upload,
            row=origin.row,
            computed_at=self.computed_at,
            employee_name=origin.employee_name,
            team=origin.team,
            total=result.total,
            grade=result.grade,
            coefficient=result.coefficient,
        )
