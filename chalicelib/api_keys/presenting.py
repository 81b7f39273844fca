"""An API key as the API shows it."""

from typing import Any

from chalicelib.api_keys.records import ApiKey
from chalicelib.person_keys import shown


def described(key: ApiKey) -> dict[str, Any]:
    """Return the key as the API shows it, without its digest. Times are RFC 3339, UTC."""
    person = key.bound_to
    return {
        "id": key.id,
        "name": key.name,
        "role": key.role,
        "roles": key.roles or [key.role],
        "team": key.team,
        "teams": list(key.all_teams),
        "departments": list(key.departments or ()),
        "employee_id": key.employee_id,
        "person": None if person is None else shown(person),
        "created_at": key.created_at,
        "expires_at": key.expires_at_time,
        "revoked_at": key.revoked_at,
    }
