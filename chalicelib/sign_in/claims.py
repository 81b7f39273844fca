"""What the claims of a verified token mean here: roles, teams, departments, the employee."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.employee_ids import EMPLOYEE_ID
from chalicelib.sign_in.records import SignIn
from chalicelib.tenancy.principal import MOST_TEAMS, fit
from chalicelib.tenancy.roles import Role

#: The longest value of a claim that names a team or a department, in characters.
LONGEST_CLAIM = 200


@dataclass(frozen=True, slots=True)
class Said:
    """What a token says of its person. ``employee_id`` None: it is bound to nobody."""

    roles: frozenset[Role]
    teams: frozenset[str]
    departments: frozenset[str]
    employee_id: str | None


def said_by(sign_in: SignIn, claims: Mapping[str, Any]) -> Said | None:
    """Return what the claims mean by the company's table; None without a role that holds.

    A supervisor needs a team, a department or the employee, an agent or inspector the employee. A
    role without what it needs is left out. More teams or departments than a credential may hold
    (:func:`chalicelib.tenancy.principal.fit`) are not cut off: the token is refused.
    """
    employee_id = _employee(claims, sign_in.employee_claim)
    teams = _texts(claims, sign_in.team_claim)
    departments = _texts(claims, sign_in.department_claim)
    if teams is None or departments is None or not fit(teams, departments):
        return None
    roles = set(_roles(sign_in, claims.get(sign_in.role_claim)))
    if not (teams or departments or employee_id):
        roles.discard(Role.SUPERVISOR)
    if employee_id is None:
        roles -= {Role.AGENT, Role.INSPECTOR}
    return Said(frozenset(roles), teams, departments, employee_id) if roles else None


def issued_at(claims: Mapping[str, Any]) -> float | None:
    """Return when the token was made, in seconds (``iat``); None when it does not say."""
    made = claims.get("iat")
    return made if isinstance(made, (int, float)) else None


def _roles(sign_in: SignIn, said: Any) -> list[Role]:
    """Return the roles of all values of the claim that the company's table has."""
    values = said if isinstance(said, list) else [said]
    named = [sign_in.roles.get(one) for one in values if isinstance(one, str)]
    return [Role(one) for one in named if one is not None and one != Role.OPERATOR]


def _employee(claims: Mapping[str, Any], name: str | None) -> str | None:
    """Return the employee id of a claim; None for what is none, such as a person's key."""
    value = claims.get(name) if name else None
    return value if isinstance(value, str) and EMPLOYEE_ID.fullmatch(value) else None


def _texts(claims: Mapping[str, Any], name: str | None) -> frozenset[str] | None:
    """Return the texts of a claim, which is one or a list; None when there are too many.

    What is no text, or too long for a name, is left out.
    """
    value = claims.get(name) if name else None
    values = value if isinstance(value, list) else [value]
    if len(values) > MOST_TEAMS:
        return None
    return frozenset(
        one for one in values if isinstance(one, str) and 0 < len(one) <= LONGEST_CLAIM
    )
