"""A team as copies, the audit log and events have it."""

from collections.abc import Mapping
from typing import Any

from chalicelib.teams.records import Team


def described(team: Team, ids: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return the team as the API shows it.

    ``ids``: the employee ids of its leaders now, by their keys. Without it, and for whom it does
    not have, the key stands for the person.
    """
    known = ids or {}
    return {
        "code": team.code,
        "text": team.text,
        "names": dict(team.names),
        "aliases": [*team.aliases],
        "former_texts": [*team.former_texts],
        "former_codes": [*team.former_codes],
        "department": None if team.department is None else dict(team.department),
        "head": None if team.head is None else _person(team.head, known),
        "supervisors": [_person(one, known) for one in team.supervisors],
        "status": team.status,
        "merged_into": team.merged_into,
        "updated_at": team.updated_at,
    }


def _person(key: str, ids: Mapping[str, str]) -> dict[str, str]:
    return {"employee_id": ids.get(key, key)}
