"""The caller, as the authorizer knows them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from chalicelib.tenancy.roles import Role

#: Of a tenant whose limits say nothing else, and of the operator.
DEFAULT_REQUESTS_PER_MINUTE = 1200


class Kind(StrEnum):
    """What a credential is: a key of ours, a person signed in with the company's own provider, or
    the service itself at work for a company."""

    KEY = "key"
    PERSON = "person"
    SERVICE = "service"


@dataclass(frozen=True, slots=True)
class Principal:
    """A credential's tenant (None: the operator), role, and the team or employee it is held to.

    The tenant's shards, time zone, locale and rate come along, so that a request need not read
    them; they may be as old as the authorizer's cache (shards never change). ``name`` is what the
    credential is called (a key's name, the subject of a sign-in): for the audit log, not for lines.
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

    def may_see(self, employee_id: str, team: str | None) -> bool:
        """Whether a person's results are this caller's to read: an agent the own, a supervisor the
        own team's, the tenant's other roles everybody's. A credential of those two roles without
        its employee or team sees nobody."""
        if self.role is Role.AGENT:
            return self.employee_id is not None and employee_id == self.employee_id
        if self.role is Role.SUPERVISOR:
            return self.team is not None and team == self.team
        return self.role is not Role.OPERATOR

    def as_context(self) -> dict[str, str]:
        """What the authorizer hands on to the API's function: texts only, no secret."""
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
        }
        return {name: value for name, value in parts.items() if value is not None}

    @staticmethod
    def from_context(context: Mapping[str, str]) -> "Principal":
        """The inverse of :meth:`as_context`. Raises KeyError or ValueError for anything else."""
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
        )
