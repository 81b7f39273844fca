"""The caller, as the authorizer describes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from chalicelib.person_keys import PersonKey
from chalicelib.tenancy.roles import Role

#: The limit of a tenant that has no other limit, and of the operator.
DEFAULT_REQUESTS_PER_MINUTE = 1200


class Kind(StrEnum):
    """The kind of a credential.

    It is an API key of this service, a person who signed in with the company's own provider, or
    the service itself when it works for a company.
    """

    KEY = "key"
    PERSON = "person"
    SERVICE = "service"


@dataclass(frozen=True, slots=True)
class Principal:
    """A credential's tenant (None: the operator), its role, and the team or employee it may see.

    The principal carries the tenant's shards, time zone, locale and rate, so that a request need
    not read them. They may be as old as the authorizer's cache (shards never change). ``name`` is
    the key's name or the subject of a sign-in. It is for the audit log, not for log lines.

    ``person`` is the lasting key of the person that the credential is bound to (None: nobody),
    ``employee_id`` what that person is called. ``register_shards`` is as in the tenant's record.
    """

    credential: str
    role: Role
    tenant: str | None = None
    team: str | None = None
    employee_id: str | None = None
    shards: int = 1
    time_zone: str = "UTC"
    locale: str = "en"
    requests_per_minute: int = DEFAULT_REQUESTS_PER_MINUTE
    kind: Kind = Kind.KEY
    name: str | None = None
    person: PersonKey | None = None
    register_shards: int = 0

    def may_see(self, person: PersonKey, team: str | None) -> bool:
        """Say whether this caller may read a person's results.

        An agent reads the own results, a supervisor those of the own team. The tenant's other
        roles read everybody's results, the operator nobody's. An agent's credential without a
        person, or a supervisor's without a team, reads nobody's.
        """
        if self.role is Role.AGENT:
            return self.person is not None and person == self.person
        if self.role is Role.SUPERVISOR:
            return self.team is not None and team == self.team
        return self.role is not Role.OPERATOR

    def as_context(self) -> dict[str, str]:
        """Return the texts that the authorizer passes to the API's function. None is a secret."""
        parts = {
            "credential": self.credential,
            "role": self.role.value,
            "tenant": self.tenant,
            "team": self.team,
            "employee_id": self.employee_id,
            "shards": str(self.shards),
            "time_zone": self.time_zone,
            "locale": self.locale,
            "requests_per_minute": str(self.requests_per_minute),
            "kind": self.kind.value,
            "name": self.name,
            "person": self.person,
            "register_shards": str(self.register_shards),
        }
        return {name: value for name, value in parts.items() if value is not None}

    @staticmethod
    def from_context(context: Mapping[str, str]) -> "Principal":
        """Parse what :meth:`as_context` returned. Raises KeyError, ValueError for other texts."""
        return Principal(
            credential=context["credential"],
            role=Role(context["role"]),
            tenant=context.get("tenant"),
            team=context.get("team"),
            employee_id=context.get("employee_id"),
            shards=int(context.get("shards", "1")),
            time_zone=context.get("time_zone", "UTC"),
            locale=context.get("locale", "en"),
            requests_per_minute=int(
                context.get("requests_per_minute", DEFAULT_REQUESTS_PER_MINUTE)
            ),
            kind=Kind(context.get("kind", Kind.KEY)),
            name=context.get("name"),
            person=PersonKey(context["person"]) if "person" in context else None,
            register_shards=int(context.get("register_shards", "0")),
        )
