"""Shapes of a company's sign-in on the wire."""

import re

from marshmallow import fields, validate

from chalicelib.outbound.address import LOCAL, PUBLIC, unnamed
from chalicelib.tenancy.roles import TENANT_ROLES
from chalicelib.web.fields import Choice, Mapped, Matching, Schema, Words

#: The name of a provider, an https address. It is compared, and never fetched. On this machine
#: (tests, the local AWS) also plain http.
ISSUER = re.compile(
    r"(https://[A-Za-z0-9.-]+(:[0-9]{1,5})?|http://127\.0\.0\.1:[0-9]{1,5})(/[\x21-\x7e]{0,300})?"
)
#: Where a provider's keys are fetched. The service also checks where the address leads.
KEY_SET = re.compile(f"({unnamed(PUBLIC)}|{unnamed(LOCAL)})")
#: Values of the role claim that may be mapped at most. At least one is needed to sign in.
MOST_ROLES = 100
CLAIM = re.compile(r"[\x21-\x7e]{1,100}")


class SignInBody(Schema):
    """A provider, and what its tokens' claims mean here."""

    issuer = Matching(ISSUER, "not_an_address", required=True)
    audience = Matching(CLAIM, "not_a_claim", required=True)
    key_set = Matching(
        KEY_SET,
        "not_a_key_sets_address",
        required=True,
        metadata={
            "description": "the provider's jwks_uri: https on port 443, a name that leads to "
            "public addresses alone; redirects are not followed"
        },
    )
    role_claim = Matching(
        CLAIM,
        "not_a_claim",
        load_default="role",
        metadata={"description": "the claim with the person's roles: a text, or a list of texts"},
    )
    roles = Mapped(
        keys=Words(100),
        values=Choice(*(role.value for role in TENANT_ROLES)),
        required=True,
        validate=validate.Length(1, MOST_ROLES, error=f"wrong_count:1 – {MOST_ROLES}"),
        metadata={"description": "from the claim's values to our roles"},
    )
    team_claim = Matching(
        CLAIM,
        "not_a_claim",
        load_default=None,
        allow_none=True,
        metadata={"description": "the claim with a supervisor's teams: a text, or a list of texts"},
    )
    department_claim = Matching(
        CLAIM,
        "not_a_claim",
        load_default=None,
        allow_none=True,
        metadata={"description": "the claim with the codes of a head's departments, as above"},
    )
    employee_claim = Matching(
        CLAIM,
        "not_a_claim",
        load_default=None,
        allow_none=True,
        metadata={
            "description": "the claim with the employee id: the token is bound to whoever has it, "
            "and must be newer than that"
        },
    )


class SignInAnswer(Schema):
    """The company's provider."""

    issuer = fields.String()
    audience = fields.String()
    key_set = fields.String()
    role_claim = fields.String()
    roles = fields.Dict(keys=fields.String(), values=fields.String())
    team_claim = fields.String(allow_none=True)
    department_claim = fields.String(allow_none=True)
    employee_claim = fields.String(allow_none=True)
