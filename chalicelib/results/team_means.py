"""The mean value of each indicator in each team.

The policy ``team_mean`` uses it for a person without a value (rules.md §3).
"""

from collections.abc import Iterable

from chalicelib.results.scorer import Means
from chalicelib.schemes.compiled import ReadyScheme
from chalicelib.scoring import RowFault, Rows, TeamMeans
from chalicelib.scoring.needs import needs_team_means


def team_means(version: ReadyScheme, people: Iterable[tuple[str | None, Rows]]) -> Means:
    """Return the means by team and indicator, over the people who can be scored.

    ``people`` are pairs of team and inputs. When no indicator of the version uses a team mean, the
    answer is empty and ``people`` is not read.
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
