"""Supervisors of teams, found from the company's API keys."""

from collections.abc import Mapping

from chalicelib.api_keys.keys import partition_of_api_keys
from chalicelib.api_keys.records import ApiKey
from chalicelib.people.records import DELETED, read_people
from chalicelib.person_keys import PersonKey
from chalicelib.store.records import from_item
from chalicelib.team_folds import fold
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.roles import Role


def supervisors(context: Context) -> Mapping[str, PersonKey]:
    """Return the supervisor by the fold of the team's name.

    A team is in it when exactly one person holds a supervisor key of the team that is in force. A
    key may name several teams. The key of somebody who was deleted has ended.
    """
    found: dict[str, set[PersonKey]] = {}
    for item in context.table.query_all(partition_of_api_keys(context.scope)):
        key = from_item(ApiKey, item)
        if not key.has(Role.SUPERVISOR) or key.revoked_at is not None:
            continue
        if key.bound_to is not None:
            for team in key.all_teams:
                found.setdefault(fold(team), set()).add(key.bound_to)
    known = read_people(context, sorted(set().union(*found.values())))
    gone = {person for person, one in known.items() if one.status == DELETED}
    left = {team: people - gone for team, people in found.items()}
    return {team: next(iter(people)) for team, people in left.items() if len(people) == 1}
