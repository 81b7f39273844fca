"""The stored record of an API key."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key without its secret. ``digest`` is the SHA-256 of the secret, in hex.

    ``tenant`` is None for the operator's keys. Times are RFC 3339, UTC.
    """

    id: str
    role: str
    digest: str
    created_at: str
    name: str | None = None
    tenant: str | None = None
    team: str | None = None
    employee_id: str | None = None
    expires_at_time: str | None = None
    revoked_at: str | None = None
