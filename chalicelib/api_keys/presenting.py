"""An API key as the API shows it."""

from chalicelib.api_keys.records import ApiKey


def described(key: ApiKey) -> dict[str, str | None]:
    """Return the key as the API shows it, without its digest. Times are RFC 3339, UTC."""
    return {
        "id": key.id,
        "name": key.name,
        "role": key.role,
        "team": key.team,
        "employee_id": key.employee_id,
        "created_at": key.created_at,
        "expires_at": key.expires_at_time,
        "revoked_at": key.revoked_at,
    }
