"""The stored record of an API key."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.person_keys import PersonKey, first_key
from chalicelib.tenancy.api_secret import ApiSecret, new_secret
from chalicelib.tenancy.context import timestamp
from chalicelib.tenancy.roles import Role


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key without its secret. ``digest`` is the SHA-256 of the secret, in hex.

    ``tenant`` is None for the operator's keys. Times are RFC 3339, UTC. ``person`` is the key of
    the person that it is bound to, and ``employee_id`` what the person was called when it was made;
    older keys have the latter alone.
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
    person: PersonKey | None = None

    @property
    def bound_to(self) -> PersonKey | None:
        """The person that the key is bound to. None: nobody."""
        if self.person is not None or self.employee_id is None:
            return self.person
        return first_key(self.employee_id)


def new_key(
    tenant: str | None,
    role: Role,
    created_at: str,
    name: str | None,
    team: str | None = None,
    employee_id: str | None = None,
    expires_at: datetime | None = None,
    person: PersonKey | None = None,
) -> tuple[ApiKey, ApiSecret]:
    """Make a key and its secret; store neither. ``tenant`` is None for the operator's keys."""
    secret = new_secret(tenant)
    key = ApiKey(
        id=secret.key_id,
        role=role.value,
        digest=secret.digest,
        created_at=created_at,
        name=name,
        tenant=tenant,
        team=team,
        employee_id=employee_id,
        person=person,
        expires_at_time=timestamp(expires_at) if expires_at else None,
    )
    return key, secret
