"""/v1/me: who the caller's credential is."""

from typing import Any

from marshmallow import fields

from chalicelib.person_keys import shown
from chalicelib.tenancy.principal import Kind, Principal
from chalicelib.tenancy.records import read_tenant
from chalicelib.tenancy.roles import ANYBODY
from chalicelib.web.answers import Answer
from chalicelib.web.fields import Schema
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Tenants and keys")


class MyLimits(Schema):
    """What the company may use. The operator has requests of a minute alone."""

    requests_per_minute = fields.Integer()
    max_upload_rows = fields.Integer(allow_none=True)
    max_upload_bytes = fields.Integer(allow_none=True)
    max_employees = fields.Integer(allow_none=True)


class MeAnswer(Schema):
    """The caller's credential, without its secret."""

    tenant = fields.String(allow_none=True, metadata={"description": "null for the operator"})
    kind = fields.String(
        metadata={
            "description": "an API key, a person who signed in, or a rater's link",
            "enum": [Kind.KEY.value, Kind.PERSON.value, Kind.LINK.value],
        }
    )
    credential = fields.String(metadata={"description": "its id, as the audit log names it"})
    name = fields.String(
        allow_none=True, metadata={"description": "the key's name, or the subject of the sign-in"}
    )
    role = fields.String(metadata={"description": "the first of `roles`"})
    roles = fields.List(fields.String())
    team = fields.String(allow_none=True, metadata={"description": "the first of `teams`"})
    teams = fields.List(fields.String())
    departments = fields.List(fields.String())
    person = fields.String(allow_none=True, metadata={"description": "null: bound to nobody"})
    employee_id = fields.String(
        allow_none=True, metadata={"description": "what the company calls the person now"}
    )
    expires_at = fields.String(
        allow_none=True,
        metadata={"format": "date-time", "description": "null: it does not end by itself"},
    )
    limits = fields.Nested(MyLimits)
    sandbox = fields.Boolean(metadata={"description": "always false: there are no sandboxes"})


@routes.get(
    "/v1/me",
    "me.read",
    "Who the credential is",
    roles=ANYBODY,
    description=(
        "Company, roles, teams, the person it is bound to, when it ends, what it may use. It may "
        "be as old as the gateway's answer for the credential (30 s)."
    ),
    answer=MeAnswer,
)
def me(request: Request) -> Answer:
    return Answer(_described(request, request.caller))


def _described(request: Request, caller: Principal) -> dict[str, Any]:
    teams = sorted(caller.teams)
    return {
        "tenant": caller.tenant,
        "kind": caller.kind.value,
        "credential": caller.credential,
        "name": caller.name,
        "role": caller.role.value,
        "roles": [role.value for role in caller.ordered_roles],
        "team": teams[0] if teams else None,
        "teams": teams,
        "departments": sorted(caller.departments),
        "person": None if caller.person is None else shown(caller.person),
        "employee_id": caller.employee_id,
        "expires_at": caller.expires_at,
        "limits": _limits(request, caller),
        "sandbox": False,
    }


def _limits(request: Request, caller: Principal) -> dict[str, int | None]:
    tenant = None
    if caller.tenant is not None:
        tenant = read_tenant(request.context.table, request.context.scope)
    most = tenant.allowance if tenant else None
    return {
        "requests_per_minute": caller.requests_per_minute,
        "max_upload_rows": most.max_upload_rows if most else None,
        "max_upload_bytes": most.max_upload_bytes if most else None,
        "max_employees": most.max_employees if most else None,
    }
