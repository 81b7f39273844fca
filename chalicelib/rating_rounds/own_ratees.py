"""Which of a rater's ratees are of the rater's own team, by the register's team of the period."""

from collections.abc import Collection, Mapping

from chalicelib.person_keys import PersonKey
from chalicelib.rating_forms.records import Round
from chalicelib.rating_forms.register import people_of
from chalicelib.rating_rounds.earlier_rounds import SELF, Given
from chalicelib.scorecards.belonging import Belongings
from chalicelib.team_folds import fold
from chalicelib.tenancy.context import Context


def own_ratees(context: Context, found: Round, given: Given) -> Mapping[str, frozenset[PersonKey]]:
    """Return by rater (``role/person``) the ratees of the team that the rater belongs to.

    Who belongs to no team has none. Costs a read for a hundred people, or the
    register whole for many.
    """
    pairs = [
        (role, PersonKey(rater), ratee)
        for ratee, rated in given.items()
        for role, raters in rated.said.items()
        if role != SELF
        for rater in raters
    ]
    named = dict.fromkeys(one for _, *both in pairs for one in both)
    teams = _teams(context, found, named.keys())
    own: dict[str, set[PersonKey]] = {}
    for role, rater, ratee in pairs:
        mine = own.setdefault(f"{role}/{rater}", set())
        if teams.get(rater) is not None and teams.get(rater) == teams.get(ratee):
            mine.add(ratee)
    return {rater: frozenset(ratees) for rater, ratees in own.items()}


def _teams(
    context: Context, found: Round, persons: Collection[PersonKey]
) -> dict[PersonKey, str | None]:
    """Return the fold of each person's team of the period."""
    belongings = Belongings(context, found.scheme, found.period)
    teams: dict[PersonKey, str | None] = {}
    for person in people_of(context, persons):
        belonging = belongings.of(person)
        team = None if belonging is None else belonging.team
        teams[person.key] = (fold(team) or None) if team else None
    return teams
