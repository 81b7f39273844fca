"""Shapes of API keys on the wire."""

from marshmallow import ValidationError, fields, validates_schema

from chalicelib.tenancy.principal import MOST_TEAM_BYTES, MOST_TEAMS, fit
from chalicelib.tenancy.roles import TENANT_ROLES
from chalicelib.web.fields import CODE, Choice, EmployeeId, Matching, Moment, Schema, Several, Words
from chalicelib.web.paging import ListAnswer

_NAMES = [role.value for role in TENANT_ROLES]


class ApiKeyBody(Schema):
    """A key to make, with one role or several, which see together what each sees.

    A supervisor's needs a team, a department, or an employee who is named in teams; an agent's
    needs an employee. Teams are refused where every role sees the whole company
    (`team_not_for_role`): such a key would look like a narrow one."""

    name = Words(100, load_default=None, allow_none=True)
    role = Choice(*_NAMES, metadata={"description": "in place of `roles`; one of them is needed"})
    roles = Several(Choice(*_NAMES), len(_NAMES), 1, load_default=None)
    team = Words(
        64, load_default=None, allow_none=True, metadata={"description": "in place of `teams`"}
    )
    teams = Several(Words(64), MOST_TEAMS, 1, load_default=None)
    departments = Several(Matching(CODE, "not_a_code"), MOST_TEAMS, 1, load_default=None)
    employee_id = EmployeeId(
        load_default=None,
        allow_none=True,
        metadata={
            "description": "whose key it is: an agent sees this person, and decisions are this "
            "person's. The key is bound to the person and ends when the person is deleted"
        },
    )
    expires_at = Moment(load_default=None, allow_none=True, metadata={"format": "date-time"})

    @validates_schema
    def said_once(self, data: dict[str, object], **_: object) -> None:
        if data.get("role") is None and data.get("roles") is None:
            raise ValidationError({"role": ["required"]})
        for one, several in (("role", "roles"), ("team", "teams")):
            if data.get(one) is not None and data.get(several) is not None:
                raise ValidationError({one: [f"given_twice:{several}"]})

    @validates_schema
    def few(self, data: dict[str, list[str]], **_: object) -> None:
        for name in ("roles", "teams", "departments"):
            given = data.get(name) or []
            for place, one in enumerate(given):
                if one in given[:place]:
                    raise ValidationError({name: {place: ["named_twice"]}})
        if not fit(data.get("teams") or (), data.get("departments") or ()):
            raise ValidationError({"teams": [f"too_much_text:{MOST_TEAM_BYTES}"]})


class ApiKeyAnswer(Schema):
    """A key, without its secret."""

    id = fields.String()
    name = fields.String(allow_none=True)
    role = fields.String(metadata={"description": "the first of `roles`"})
    roles = fields.List(fields.String())
    team = fields.String(allow_none=True, metadata={"description": "the first of `teams`"})
    teams = fields.List(fields.String())
    departments = fields.List(fields.String())
    employee_id = fields.String(
        allow_none=True, metadata={"description": "what the person was called when it was made"}
    )
    person = fields.String(
        allow_none=True, metadata={"description": "the person whose key it is; null: nobody's"}
    )
    created_at = fields.String()
    expires_at = fields.String(allow_none=True)
    revoked_at = fields.String(allow_none=True)


class NewApiKeyAnswer(ApiKeyAnswer):
    """A key with its secret, shown this once."""

    secret = fields.String()


class ApiKeyListAnswer(ListAnswer):
    """All keys of the tenant."""

    items = fields.List(fields.Nested(ApiKeyAnswer))
