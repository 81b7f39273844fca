"""The mean value of each indicator in each team: what `team_mean` gives to who has no value."""

from collections.abc import Iterable
from decimal import Decimal

from chalicelib.reading import BadRow
from chalicelib.reading.row_grouping import PersonRows
from chalicelib.scoring import CompiledScheme, RowFault, TeamMeans


def team_means(
    compiled: CompiledScheme, people: Iterable[PersonRows | BadRow]
) -> dict[str, dict[str, Decimal]]:
    """By team, the means over its members in this file whose rows can be scored."""
    teams: dict[str, TeamMeans] = {}
    for person in people:
        if isinstance(person, BadRow) or person.bad_row is not None:
            continue
        try:
            result = compiled.score(person.cells)
        except RowFault:
            continue
        teams.setdefault(person.team or "", TeamMeans()).add(result)
    return {team: found.means() for team, found in teams.items()}
