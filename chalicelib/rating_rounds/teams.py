"""The teams of a round's period as the register has them: who is rated, who may rate."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from chalicelib.people.records import ACTIVE, Employee, all_items
from chalicelib.people.today import on_day, today
from chalicelib.person_keys import PersonKey
from chalicelib.rating_forms.records import Round
from chalicelib.rating_rounds.draw import TeamOf
from chalicelib.scorecards.belonging import Belongings
from chalicelib.store.records import from_item
from chalicelib.team_folds import fold
from chalicelib.teams import canonical
from chalicelib.teams.keys import partition_of_teams
from chalicelib.teams.records import Team
from chalicelib.tenancy.context import Context


class Rated(NamedTuple):
    """Somebody who is rated, and whether the person is active today."""

    person: PersonKey
    active: bool


class Staff(NamedTuple):
    """The round's teams, in one order, and of everybody on the register the team of today.

    A team is called by its text; empty: without a team.
    """

    teams: list[TeamOf]
    team_of: Mapping[PersonKey, str]


def staff_of(context: Context, found: Round) -> Staff:
    """Return the round's teams and who is in which. Reads the register and the teams once.

    Rated is who is employed in the period and paid by the scheme.
    Rating is who of them is active today.
    """
    teams = _by_fold(context)
    wanted = frozenset(map(fold, found.teams))
    belongings = Belongings(context, found.scheme, found.period)
    day = today(context)
    rated: dict[str, list[Rated]] = defaultdict(list)
    team_of: dict[PersonKey, str] = {}
    for person in all_items(context):
        if person.is_person:
            team_of[person.key] = _text(teams, on_day(person, day).team)
        belonging = belongings.of(person) if person.is_person else None
        if belonging is None or not belonging.employed or belonging.paid_by is not None:
            continue
        folded = fold(belonging.team or "")
        team = teams.get(folded)
        if not wanted or folded in wanted or (team is not None and team.folds & wanted):
            active = on_day(person, day).status == ACTIVE
            rated[team.code if team is not None else folded].append(Rated(person.key, active))
    codes = {team.code: team for team in teams.values()}
    # Who has no team has no colleagues and no superior.
    alone = [_team([one], None) for one in sorted(rated.pop("", []))]
    listed = [*alone, *(_team(rated[code], codes.get(code)) for code in sorted(rated))]
    return Staff(listed, team_of)


def team_text(context: Context, person: Employee | None) -> str:
    """Return the text of a person's team today; empty without a team."""
    there = None if person is None else on_day(person, today(context)).team
    if there is None:
        return ""
    found = canonical.known(context, [there]).get(there)
    return "" if found is None else found.text


def _text(teams: Mapping[str, Team], team: str | None) -> str:
    found = teams.get(fold(team or ""))
    return found.text if found is not None else (team or "")


def _team(people: Iterable[Rated], team: Team | None) -> TeamOf:
    listed = sorted(people)
    leaders = () if team is None else (team.supervisors or ((team.head,) if team.head else ()))
    return TeamOf(
        tuple(one.person for one in listed),
        frozenset(one.person for one in listed if one.active),
        tuple(map(PersonKey, leaders)),
    )


def _by_fold(context: Context) -> Mapping[str, Team]:
    items = context.table.query_all(partition_of_teams(context.scope))
    teams = (from_item(Team, item) for item in items if "text" in item)
    return {folded: team for team in teams if team.merged_into is None for folded in team.folds}
