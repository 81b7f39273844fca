"""What a new key is to be: the roles of a request, and what each of them needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.errors import invalid_value
from chalicelib.language import Text
from chalicelib.tenancy.roles import Role

_NOT_HELD_TO_A_TEAM = Text(
    "所列角色均可查看全公司，不限于某个团队。若只查看某些团队，请使用 supervisor 角色。",
    "These roles see the whole company and are held to no team. A key for some teams has the role "
    "supervisor.",
)
_NOT_A_HEADS = Text(
    "只有 supervisor 角色可以主管部门。", "Only a key with the role supervisor has departments."
)
_LEADS_NOBODY = Text(
    "主管的密钥须指定团队、部门，或在团队中担任主管的员工。",
    "A supervisor's key needs a team, a department, or an employee who is named in teams.",
)
_NOBODYS = Text("客服人员的密钥须指定员工编号。", "An agent's key needs an employee id.")
_NOBODYS_TASKS = Text("检查人的密钥须指定员工编号。", "An inspector's key needs an employee id.")
_PAST = Text("应为将来的时间。", "A time to come is expected.")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A key as a request describes it. ``employee_id`` None: the key is bound to nobody."""

    roles: frozenset[Role]
    name: str | None = None
    teams: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    employee_id: str | None = None
    expires_at: datetime | None = None


def wanted(body: Mapping[str, Any], now: datetime) -> Wanted:
    """Return what a loaded ``ApiKeyBody`` asks for. Raises Invalid (422)."""
    found = Wanted(
        roles=frozenset(map(Role, body["roles"] or [body.get("role")])),
        name=body["name"],
        teams=tuple(body["teams"] or ([body["team"]] if body["team"] else ())),
        departments=tuple(body["departments"] or ()),
        employee_id=body["employee_id"],
        expires_at=body["expires_at"],
    )
    leads = Role.SUPERVISOR in found.roles
    teams = "/teams" if body["teams"] else "/team"
    if leads and not (found.teams or found.departments or found.employee_id):
        raise invalid_value(teams, "required", _LEADS_NOBODY)
    if found.teams and not leads and Role.AGENT not in found.roles:
        raise invalid_value(teams, "team_not_for_role", _NOT_HELD_TO_A_TEAM)
    if found.departments and not leads:
        raise invalid_value("/departments", "team_not_for_role", _NOT_A_HEADS)
    if Role.INSPECTOR in found.roles and not found.employee_id:
        raise invalid_value("/employee_id", "required", _NOBODYS_TASKS)
    if Role.AGENT in found.roles and not found.employee_id:
        raise invalid_value("/employee_id", "required", _NOBODYS)
    if found.expires_at is not None and found.expires_at <= now:
        raise invalid_value("/expires_at", "in_the_past", _PAST)
    return found
