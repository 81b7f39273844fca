"""The mean value of each indicator in each team: what `team_mean` gives to who has no value."""

from collections.abc import Iterable
from decimal import Decimal

from chalicelib.scoring import CompiledScheme, RowFault
from chalicelib.uploads.people_rows import PersonRows
from chalicelib.uploads.reading import BadRow


def team_means(
    compiled: CompiledScheme, people: Iterable[PersonRows | BadRow]
) -> dict[str, dict[str, Decimal]]:
    """By team, the mean of its members' values as printed, over the members in this file."""
    sums: dict[str, dict[str, tuple[Decimal, int]]] = {}
    for person in people:
        if isinstance(person, BadRow) or person.bad_row is not None:
            continue
        try:
            values = compiled.score(person.cells).values
        except RowFault:
            continue
        of_team = sums.setdefault(person.team or "", {})
        for indicator, value in values.items():
            total, count = of_team.get(indicator, (Decimal(0), 0))
            of_team[indicator] = (total + value, count + 1)
    return {
        team: {indicator: total / count for indicator, (total, count) in found.items()}
        for team, found in sums.items()
    }
