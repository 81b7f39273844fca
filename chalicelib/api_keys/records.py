"""The stored record of an API key."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib.person_keys import PersonKey, first_key
from chalicelib.tenancy.api_secret import ApiSecret, new_secret
from chalicelib.tenancy.context import timestamp
from chalicelib.tenancy.roles import Role, in_order


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key without its secret. ``digest`` is the SHA-256 of the secret, in hex.

    ``tenant`` is None for the operator's keys. Times are RFC 3339, UTC. ``role`` is the first of
    several ``roles``, ``team`` the first of several ``teams``. Where there is one at most, the
    lists are None. ``departments`` are codes.

    ``person`` is the lasting key of the person whose key it is, ``employee_id`` what the person was
    called when the key was made. A key of older versions has no ``person``: it is the first who
    came with the id.
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
    roles: list[str] | None = None
    teams: list[str] | None = None
    departments: list[str] | None = None

    @property
    def all_roles(self) -> frozenset[Role]:
        return frozenset(map(Role, self.roles or [self.role]))

    @property
    def all_teams(self) -> tuple[str, ...]:
        """The teams' names, as they were given."""
        return tuple(self.teams or ([self.team] if self.team else ()))

    @property
    def bound_to(self) -> PersonKey | None:
        """The person whose key it is; None for a key of the company."""
        if self.person is not None:
            return self.person
        return first_key(self.employee_id) if self.employee_id else None

    def has(self, role: Role) -> bool:
        return role in self.all_roles


def new_key(
    tenant: str | None,
    roles: Collection[Role],
    created_at: str,
    name: str | None,
    teams: Sequence[str] = (),
    departments: Sequence[str] = (),
    employee_id: str | None = None,
    person: PersonKey | None = None,
    expires_at: datetime | None = None,
) -> tuple[ApiKey, ApiSecret]:
    """Make a key and its secret; store neither. ``tenant`` is None for the operator's keys."""
    secret = new_secret(tenant)
    names = [role.value for role in in_order(roles)]
    key = ApiKey(
        id=secret.key_id,
        role=names[0],
        digest=secret.digest,
        created_at=created_at,
        name=name,
        tenant=tenant,
        team=teams[0] if teams else None,
        employee_id=employee_id,
        expires_at_time=timestamp(expires_at) if expires_at else None,
        person=person,
        roles=names if len(names) > 1 else None,
        teams=list(teams) if len(teams) > 1 else None,
        departments=list(departments) or None,
    )
    return key, secret
