"""Who joined the teams of a round since its draw, and the forms that are drawn for them.

Joined is whom nobody is asked to rate, though the round's draw would find raters by the register of
now: who came, who moved into one of the teams, and somebody whose raters hr took away.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from chalicelib.person_keys import PersonKey
from chalicelib.rating_forms.keys import is_sheet
from chalicelib.rating_forms.places import sheet_partitions
from chalicelib.rating_forms.records import Round, sheet_of
from chalicelib.rating_rounds.draw import PEERS, Assigned, TeamOf, assigned
from chalicelib.rating_rounds.sheets import by_rater
from chalicelib.rating_rounds.teams import staff_of
from chalicelib.tenancy.context import Context


class DrawnFor(NamedTuple):
    """The forms of people who joined, by rater, and which team everybody is in."""

    forms: dict[PersonKey, list[tuple[str, PersonKey]]]
    team_of: Mapping[PersonKey, str]


def joined(context: Context, found: Round) -> list[PersonKey]:
    """Return who joined since the draw, by key. Reads the register and the round's sheets once."""
    rated = set(_rated(context, found))
    new: set[PersonKey] = set()
    for team in staff_of(context, found).teams:
        missing = set(team.rated) - rated
        if missing:
            new |= {one.ratee for one in _drawn(found, team) if one.ratee in missing}
    return sorted(new)


def drawn_for(context: Context, found: Round, persons: Collection[PersonKey]) -> DrawnFor:
    """Return the forms about people, and those by which they rate their peers.

    Each team is drawn as it is now, from the round's seed: of this draw only what concerns these
    people is taken, and what others were asked stays.
    """
    staff = staff_of(context, found)
    made = [
        one
        for team in staff.teams
        if not frozenset(team.rated).isdisjoint(persons)
        for one in _drawn(found, team)
        if one.ratee in persons or (one.rater in persons and found.roles[one.role]["who"] == PEERS)
    ]
    return DrawnFor(by_rater(made), staff.team_of)


def _drawn(found: Round, team: TeamOf) -> Iterator[Assigned]:
    return assigned(team, found.roles, found.seed)


def _rated(context: Context, found: Round) -> Iterator[PersonKey]:
    for partition in sheet_partitions(context, found.id, found.draw):
        for item in context.table.query_all(partition):
            if is_sheet(item["sk"]):
                yield from (ratee for _, ratee in sheet_of(item).forms)
