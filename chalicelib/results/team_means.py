"""The mean value of each indicator in each team.

The policy ``team_mean`` uses it for a person without a value (rules.md §3). It is the mean of the
values of the team's other standing results of the period. Only values of their own count, not what
a policy or an exemption put in their place. A person who needs a mean has no value of that line, so
one mean serves the whole team.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from chalicelib.results.scorer import Means, Previous
from chalicelib.results.stored_inputs import StoredInputs
from chalicelib.schemes.compiled import ReadyScheme
from chalicelib.scorecards.records import Scorecard
from chalicelib.scoring import Exemption, Result, RowFault, Rows
from chalicelib.scoring.exact import WORKING, shown
from chalicelib.scoring.needs import needs_team_means
from chalicelib.scoring.result import SCORED
from chalicelib.scoring.scheme import Indicator

#: A person's own values by indicator, of the lines that take team means.
Own = Mapping[str, Decimal]


class TeamSums:
    """Sum and number of the values of each team and indicator. Exact, in any order.

    It grows with the teams and the lines, not with the people.
    """

    def __init__(self) -> None:
        self._sums: dict[tuple[str, str], tuple[Decimal, int]] = {}

    def add(self, team: str | None, own: Own) -> None:
        """Count a person's values."""
        for indicator, value in own.items():
            total, number = self._sums.get((team or "", indicator), (Decimal(0), 0))
            self._sums[team or "", indicator] = (WORKING.add(total, value), number + 1)

    def take(self, team: str | None, own: Own) -> None:
        """Count a person's values, which were added before, no more."""
        for indicator, value in own.items():
            total, number = self._sums[team or "", indicator]
            self._sums[team or "", indicator] = (WORKING.subtract(total, value), number - 1)

    def mean(self, team: str | None, indicator: str) -> Decimal | None:
        """Return the mean as it is displayed; None when nobody in the team has a value."""
        total, number = self._sums.get((team or "", indicator), (Decimal(0), 0))
        return shown(WORKING.divide(total, Decimal(number))) if number else None

    def means(self) -> Means:
        """Return all means, by team and then by indicator."""
        found: dict[str, dict[str, Decimal]] = {}
        for team, indicator in self._sums:
            if (mean := self.mean(team, indicator)) is not None:
                found.setdefault(team, {})[indicator] = mean
        return found


class OwnValues:
    """Reads the values that a result has of its own, of the lines of ``rules`` with team means.

    A result by another version of the scheme counts where its indicator measures the same: its
    value is made in the same way, whatever target and rule it has.
    """

    def __init__(self, rules: ReadyScheme) -> None:
        self._wanted = {
            one.code: _measured(one)
            for one in rules.scheme.indicators
            if one.not_available == "team_mean" and one.slices is None
        }
        self._places: dict[int, list[tuple[int, str]]] = {}

    def of(self, result: Result, version: ReadyScheme) -> Own:
        """Return the own values of a result by ``version``, as they are displayed."""
        found: dict[str, Decimal] = {}
        for place, indicator in self._in(version):
            figure = result.figures[place]
            if figure is not None and result.notes.get(place, SCORED).status == "scored":
                found[indicator] = shown(figure)
        return found

    def filled_in(
        self, result: Result, version: ReadyScheme
    ) -> Iterator[tuple[str, Decimal | None]]:
        """Yield the lines without a value of their own: the indicator, and the mean that the line
        was scored by (None: there was none)."""
        for place, indicator in self._in(version):
            if result.notes.get(place, SCORED).status == "not_available":
                yield indicator, result.figures[place]

    def _in(self, version: ReadyScheme) -> list[tuple[int, str]]:
        """Return the wanted indicators of a version, each with the number of its line."""
        if version.version not in self._places:
            self._places[version.version] = [
                (place, one.code)
                for place, one in enumerate(version.scheme.indicators)
                if self._wanted.get(one.code) == _measured(one)
            ]
        return self._places[version.version]


def _measured(indicator: Indicator) -> tuple[object, object, object]:
    """Return what makes an indicator's value. Such values can be compared, and have a mean."""
    return indicator.value, indicator.min_sample, indicator.slices


class StandingValues:
    """Reads the values of stored cards of a scheme, by the rules of one version."""

    def __init__(self, rules: ReadyScheme, inputs: StoredInputs) -> None:
        self.of_results, self._inputs = OwnValues(rules), inputs

    def of(self, card: Scorecard) -> Own:
        """Return the own values of a card. Raises LookupError without its version."""
        return self.read(card)[0]

    def read(self, card: Scorecard) -> tuple[Own, Iterator[tuple[str, Decimal | None]]]:
        """Return the own values of a card, and its other lines as OwnValues.filled_in.

        Raises LookupError without its version.
        """
        result, version = self._inputs.read(card)[0], self._inputs.version(card.version)
        own = self.of_results
        return own.of(result, version), own.filled_in(result, version)


def team_means(
    version: ReadyScheme,
    people: Iterable[tuple[str | None, Rows, Previous | None, Iterable[Exemption]]],
) -> Means:
    """Return the means by team and indicator over people whose results are not stored.

    ``people`` are tuples of team, inputs, the previous period and exemptions. Who cannot be scored
    does not count. When no indicator of the version uses a team mean, the answer is empty and
    ``people`` is not read.
    """
    if not needs_team_means(version.scheme):
        return {}
    sums, own = TeamSums(), OwnValues(version)
    for team, inputs, previous, exemptions in people:
        try:
            result = version.compiled.score(inputs, previous=previous, exemptions=exemptions)
        except RowFault:
            continue
        sums.add(team, own.of(result, version))
    return sums.means()
