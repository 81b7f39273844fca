"""Shapes of API keys on the wire."""

from marshmallow import fields

from chalicelib.tenancy.roles import TENANT_ROLES
from chalicelib.web.fields import Choice, EmployeeId, Moment, Schema, Words
from chalicelib.web.paging import ListAnswer


class ApiKeyBody(Schema):
    """A key to make. A supervisor's needs a team, an agent's an employee; a team is refused for
    the roles that see the whole company (`team_not_for_role`)."""

    name = Words(100, load_default=None, allow_none=True)
    role = Choice(*(role.value for role in TENANT_ROLES), required=True)
    team = Words(64, load_default=None, allow_none=True)
    employee_id = EmployeeId(
        load_default=None,
        allow_none=True,
        metadata={"description": "an agent's: whom alone it sees; any other's: whose key it is"},
    )
    expires_at = Moment(load_default=None, allow_none=True, metadata={"format": "date-time"})


class ApiKeyAnswer(Schema):
    """A key, without its secret."""

    id = fields.String()
    name = fields.String(allow_none=True)
    role = fields.String()
    team = fields.String(allow_none=True)
    employee_id = fields.String(allow_none=True)
    created_at = fields.String()
    expires_at = fields.String(allow_none=True)
    revoked_at = fields.String(allow_none=True)


class NewApiKeyAnswer(ApiKeyAnswer):
    """A key with its secret, shown this once."""

    secret = fields.String()


class ApiKeyListAnswer(ListAnswer):
    """All keys of the tenant."""

    items = fields.List(fields.Nested(ApiKeyAnswer))
