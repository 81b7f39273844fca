"""The mean value of each indicator in each team.

The policy ``team_mean`` gives it to whoever has no value (rules.md §3).
"""

from collections.abc import Iterable

from chalicelib.results.scorer import Means
from chalicelib.schemes.compiled import ReadyScheme
from chalicelib.scoring import RowFault, Rows, TeamMeans
from chalicelib.scoring.needs import needs_team_means


def team_means(version: ReadyScheme, people: Iterable[tuple[str | None, Rows]]) -> Means:
    """By team, the means over those people (team, inputs) who can be scored.

    Empty, and ``people`` is not looked at, when no indicator of the version takes a team's mean.
    """
    if not needs_team_means(version.scheme):
        return {}
    teams: dict[str, TeamMeans] = {}
    for team, inputs in people:
        try:
            result = version.compiled.score(inputs)
        except RowFault:
            continue
        teams.setdefault(team or "", TeamMeans()).add(result)
    return {team: found.means() for team, found in teams.items()}
