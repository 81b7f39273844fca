"""A team as copies, the audit log and events have it."""

from collections.abc import Mapping
from typing import Any

from chalicelib.person_keys import first_id, shown
from chalicelib.teams.records import Team


def described(team: Team, ids: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return the team as the API shows it.

    ``ids``: the employee ids of its leaders now, by their keys. Without it, for the audit log and
    copies, a leader is told by ``person`` and by the id with which the person came.
    """
    return {
        "code": team.code,
        "text": team.text,
        "names": dict(team.names),
        "aliases": [*team.aliases],
        "former_texts": [*team.former_texts],
        "former_codes": [*team.former_codes],
        "department": None if team.department is None else dict(team.department),
        "head": None if team.head is None else _person(team.head, ids),
        "supervisors": [_person(one, ids) for one in team.supervisors],
        "status": team.status,
        "merged_into": team.merged_into,
        "updated_at": team.updated_at,
    }


def _person(key: str, ids: Mapping[str, str] | None) -> dict[str, str]:
    if ids is None:
        return {"employee_id": first_id(key), "person": shown(key)}
    return {"employee_id": ids.get(key, first_id(key))}
