"""Supervisors of teams: those whom a team names, and holders of the company's API keys."""

from collections.abc import Mapping

from chalicelib.api_keys.keys import partition_of_api_keys
from chalicelib.api_keys.records import ApiKey
from chalicelib.people.records import DELETED, read_people
from chalicelib.person_keys import PersonKey
from chalicelib.store.records import from_item
from chalicelib.team_folds import fold
from chalicelib.teams.canonical import TeamTexts
from chalicelib.teams.sight import led
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.roles import Role


def supervisors(context: Context) -> Mapping[str, PersonKey]:
    """Return the supervisor by the fold of the team's text as it is written now.

    A team is in it when exactly one person supervises it. That is who the team names; for a team
    that names nobody, who holds a supervisor key of it that is in force. A key may name several
    teams. Who was deleted supervises nobody.
    """
    items = context.table.query_all(partition_of_api_keys(context.scope))
    keys = [key for key in (from_item(ApiKey, item) for item in items) if _supervises(key)]
    texts = TeamTexts(context)
    texts.learn(team for key in keys for team in key.all_teams)
    found: dict[str, set[PersonKey]] = {}
    for key in keys:
        for name in key.all_teams:
            if key.bound_to is not None:
                found.setdefault(fold(texts.text(name) or ""), set()).add(key.bound_to)
    for team in led(context):
        if team.supervisors:
            found[fold(team.text)] = set(map(PersonKey, team.supervisors))
    known = read_people(context, sorted(set().union(*found.values())))
    gone = {person for person, one in known.items() if one.status == DELETED}
    left = {team: people - gone for team, people in found.items()}
    return {team: next(iter(people)) for team, people in left.items() if len(people) == 1}


def _supervises(key: ApiKey) -> bool:
    return key.has(Role.SUPERVISOR) and key.revoked_at is None
