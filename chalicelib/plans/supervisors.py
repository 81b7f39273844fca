"""Supervisors of teams, found from the company's API keys."""

from chalicelib.api_keys.keys import partition_of_api_keys
from chalicelib.api_keys.records import ApiKey
from chalicelib.person_keys import PersonKey
from chalicelib.store.records import from_item
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.roles import Role


def supervisors(context: Context) -> dict[str, PersonKey]:
    """Return the supervisor by team.

    A team is in it when exactly one person holds a supervisor key of the team that is not revoked.
    """
    found: dict[str, set[PersonKey]] = {}
    for item in context.table.query_all(partition_of_api_keys(context.scope)):
        key = from_item(ApiKey, item)
        if key.role != Role.SUPERVISOR.value or key.revoked_at is not None:
            continue
        if key.team is not None and key.bound_to is not None:
            found.setdefault(key.team, set()).add(key.bound_to)
    return {team: next(iter(people)) for team, people in found.items() if len(people) == 1}
