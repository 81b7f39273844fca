"""The caller, as the authorizer describes it."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from chalicelib.person_keys import PersonKey, first_key
from chalicelib.team_folds import fold
from chalicelib.tenancy.request_shares import DEFAULT_SHARES, RequestShares
from chalicelib.tenancy.roles import READERS, Role, in_order

#: The limit of a tenant that has no other limit, and of the operator.
DEFAULT_REQUESTS_PER_MINUTE = 1200
#: Teams and departments of one credential at most, each.
MOST_TEAMS = 50
#: Bytes of all its teams and departments together, as JSON in ASCII. The answer of an authorizer is
#: documented with 8 KB at most (API Gateway, quotas), and holds the rest of the principal too. A
#: runtime may write a Chinese character in six bytes.
MOST_TEAM_BYTES = 3000


class Kind(StrEnum):
    """The kind of a credential.

    It is an API key of this service, a person who signed in with the company's own provider, a
    rater's link or its session, or the service itself when it works for a company.
    """

    KEY = "key"
    PERSON = "person"
    LINK = "link"
    SERVICE = "service"


@dataclass(frozen=True, slots=True)
class Principal:
    """A credential's tenant (None: the operator), its roles, and whose results they may see.

    What a caller sees is what the roles see together (docs/decisions/several-roles.md). Ask the
    methods; no rule compares ``roles`` by itself.

    ``teams`` are names of teams, in any spelling, and ``departments`` codes of departments, of
    which the caller is a supervisor. ``led`` returns the folds of all names of all teams that the
    caller supervises, by them or by being named in a team; a request sets it (:meth:`leading`).

    The principal carries the tenant's shards, time zone, locale, rate and its division, so that a
    request need not read them. They may be as old as the authorizer's cache (shards never change).
    ``name`` is the key's name or the subject of a sign-in. It is for the audit log, not for log
    lines.

    ``person`` is the lasting key of the person that the credential is bound to (None: nobody),
    ``employee_id`` what that person is called. ``register_shards`` and ``people_by_team`` are as in
    the tenant's record.
    ``expires_at`` is when the credential ends (RFC 3339, UTC; None: it does not end by itself).
    ``round`` is the only rating round in which a rater without an account may rate.
    """

    credential: str
    roles: frozenset[Role]
    tenant: str | None = None
    teams: frozenset[str] = frozenset()
    departments: frozenset[str] = frozenset()
    employee_id: str | None = None
    shards: int = 1
    time_zone: str = "UTC"
    locale: str = "en"
    requests_per_minute: int = DEFAULT_REQUESTS_PER_MINUTE
    kind: Kind = Kind.KEY
    name: str | None = None
    person: PersonKey | None = None
    register_shards: int = 0
    people_by_team: bool = False
    expires_at: str | None = None
    request_shares: RequestShares = DEFAULT_SHARES
    round: str | None = None
    led: Callable[[], frozenset[str]] | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        if not self.roles:
            raise ValueError("a credential has a role")

    @property
    def role(self) -> Role:
        """The first of the roles in the order of :class:`Role`, where one text stands for all."""
        return self.ordered_roles[0]

    @property
    def ordered_roles(self) -> tuple[Role, ...]:
        return in_order(self.roles)

    def has(self, *roles: Role) -> bool:
        """Say whether the caller has one of these roles."""
        return not self.roles.isdisjoint(roles)

    def acting_in(self, roles: frozenset[Role]) -> "Principal | None":
        """Return the caller with those of the roles that are among these; None without one.

        An operation is open to some roles. Only these count in it, so that nobody sees more in it
        than these roles would see one by one.
        """
        acting = self.roles & roles
        return replace(self, roles=acting) if acting else None

    def leading(self, led: Callable[[], frozenset[str]]) -> "Principal":
        """Return the caller with a way to find the teams. It is asked once, at the first need."""
        found: list[frozenset[str]] = []

        def once() -> frozenset[str]:
            if not found:
                found.append(led())
            return found[0]

        return replace(self, led=once)

    @property
    def sees_all(self) -> bool:
        """Whether a role sees everybody of the company, and what only such roles see."""
        return not self.roles.isdisjoint(READERS)

    @property
    def sees_others(self) -> bool:
        """Whether a role sees other people. Without one, the caller sees the own person alone."""
        return self.sees_all or Role.SUPERVISOR in self.roles

    @property
    def led_folds(self) -> frozenset[str]:
        """The folds of the names of all teams that the caller sees as a supervisor."""
        if Role.SUPERVISOR not in self.roles:
            return frozenset()
        own = frozenset(map(fold, self.teams))
        return (own if self.led is None else own | self.led()) - {""}

    def oversees(self, team: str | None) -> bool:
        """Say whether the caller sees this team's people as their superior or for the company.

        This includes what is not published yet. Teams are compared by their folds.
        """
        if self.sees_all:
            return True
        return team is not None and Role.SUPERVISOR in self.roles and self._leads(fold(team))

    def _leads(self, folded: str) -> bool:
        """The credential's own teams need no look at the register of teams.

        A text of invisible characters has an empty fold, and is no team.
        """
        if not folded:
            return False
        if folded in map(fold, self.teams):
            return True
        return self.led is not None and folded in self.led()

    def is_own(self, person: PersonKey) -> bool:
        """Say whether these are results that the caller sees as the person scored."""
        return Role.AGENT in self.roles and self.person is not None and person == self.person

    def may_see(self, person: PersonKey, team: str | None) -> bool:
        """Say whether the caller may read a person's results, or some of them.

        An agent reads the own results, once they are published; a supervisor those of the own
        teams. The tenant's other roles read everybody's results, the operator nobody's. An agent
        without a person, or a supervisor without a team, reads nobody's.
        """
        return self.oversees(team) or self.is_own(person)

    def as_context(self) -> dict[str, str]:
        """Return the texts that the authorizer passes to the API's function. None is a secret.

        Together they have less than 8 KB. ``role`` and ``team`` are for a function of the version
        before, which an update may leave in place for some seconds.
        """
        parts = {
            "credential": self.credential,
            "role": self.role.value,
            "roles": " ".join(role.value for role in self.ordered_roles),
            "tenant": self.tenant,
            "team": next(iter(self.teams)) if len(self.teams) == 1 else None,
            "teams": _list(self.teams),
            "departments": _list(self.departments),
            "employee_id": self.employee_id,
            "shards": str(self.shards),
            "time_zone": self.time_zone,
            "locale": self.locale,
            "requests_per_minute": str(self.requests_per_minute),
            "request_shares": self.request_shares.as_text(),
            "kind": self.kind.value,
            "name": self.name,
            "person": self.person,
            "register_shards": str(self.register_shards),
            "people_by_team": "yes" if self.people_by_team else None,
            "expires_at": self.expires_at,
            "round": self.round,
        }
        return {name: value for name, value in parts.items() if value is not None}

    @staticmethod
    def from_context(context: Mapping[str, str]) -> "Principal":
        """Parse what :meth:`as_context` returned. Raises KeyError, ValueError for other texts.

        The gateway may still have an answer of the version before, with one role and one team.
        """
        person, employee_id = context.get("person"), context.get("employee_id")
        return Principal(
            credential=context["credential"],
            roles=frozenset(
                Role(name) for name in (context.get("roles") or context["role"]).split()
            ),
            tenant=context.get("tenant"),
            teams=_set(context.get("teams")) or frozenset(filter(None, [context.get("team")])),
            departments=_set(context.get("departments")),
            employee_id=employee_id,
            shards=int(context.get("shards", "1")),
            time_zone=context.get("time_zone", "UTC"),
            locale=context.get("locale", "en"),
            requests_per_minute=int(
                context.get("requests_per_minute", DEFAULT_REQUESTS_PER_MINUTE)
            ),
            request_shares=RequestShares.from_text(context.get("request_shares")),
            kind=Kind(context.get("kind", Kind.KEY)),
            name=context.get("name"),
            person=PersonKey(person)
            if person
            else (first_key(employee_id) if employee_id else None),
            register_shards=int(context.get("register_shards", "0")),
            people_by_team=context.get("people_by_team") is not None,
            expires_at=context.get("expires_at"),
            round=context.get("round"),
        )


def fit(teams: Iterable[str], departments: Iterable[str]) -> bool:
    """Say whether a credential may hold these teams and departments: their number and bytes."""
    groups = [list(teams), list(departments)]
    size = sum(len(json.dumps(name)) for group in groups for name in group)
    return all(len(group) <= MOST_TEAMS for group in groups) and size <= MOST_TEAM_BYTES


def _list(names: frozenset[str]) -> str | None:
    return json.dumps(sorted(names), ensure_ascii=False) if names else None


def _set(text: str | None) -> frozenset[str]:
    found: Any = json.loads(text) if text else []
    return frozenset(found)
