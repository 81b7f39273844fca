"""The stored record of a company's sign-in, and its keys."""

from dataclasses import dataclass, field

from pynamodb.expressions.operand import Path

from chalicelib.store.keys import Key, key_of_item
from chalicelib.store.records import from_item
from chalicelib.store.table import Table
from chalicelib.tenancy import operator_scope

#: The operator's register of providers. It leads from a token to its company.
REGISTER = operator_scope.register("sign-in")
#: The longest issuer or audience, in characters. Both are in one key, which holds 1,024 bytes.
LONGEST_NAME = 600


@dataclass(frozen=True, slots=True)
class SignIn:
    """The provider with which a company's people sign in.

    Its tokens must contain ``issuer`` and ``audience``. ``key_set`` is the URL of its public keys.
    ``role_claim`` names the claim with a person's roles, one or a list. ``roles`` maps the claim's
    values to our roles. ``team_claim`` and ``department_claim`` name the claims with a supervisor's
    teams and departments, one or a list each, ``employee_claim`` the claim with the person's
    employee id. ``since`` is the time (RFC 3339, UTC) at which issuer and audience
    became the company's. Tokens made before are refused. ``since`` is None in older records, and
    then no token is too old. ``revision`` grows with each change.
    """

    tenant: str
    issuer: str
    audience: str
    key_set: str
    role_claim: str
    roles: dict[str, str] = field(default_factory=dict)
    team_claim: str | None = None
    employee_claim: str | None = None
    department_claim: str | None = None
    since: str | None = None
    revision: int = 1


def registered_at(issuer: str, audience: str) -> Key:
    """Return the key of the entry that leads from issuer and audience to the company."""
    return operator_scope.entry(REGISTER, issuer, audience)


def of_company(tenant: str) -> Key:
    """Return the key of the entry that leads from a company to its issuer and audience."""
    return operator_scope.entry(REGISTER, "", tenant)


def entries_of(table: Table, tenant: str) -> list[Key]:
    """Return the keys of all entries of a company, found by their ``tenant``."""
    of_it = table.query_all(REGISTER, only=("pk", "sk"), where=Path("tenant") == tenant)
    return [key_of_item(item) for item in of_it]


def remove_entries(table: Table, tenant: str) -> None:
    """Remove the entries of a deleted company.

    Another company may then use its provider's issuer and audience.
    """
    table.write_batch((), entries_of(table, tenant))


def read_of_company(table: Table, tenant: str) -> SignIn | None:
    """Return a company's sign-in; None when it has none."""
    item = table.get(of_company(tenant))
    return None if item is None else from_item(SignIn, item)


def read_of_tokens(table: Table, issuer: str, audiences: list[str]) -> list[SignIn]:
    """Return the sign-ins with this issuer and one of these audiences: at most one per audience."""
    wanted = [registered_at(issuer, audience) for audience in audiences]
    return [from_item(SignIn, item) for item in table.get_many(wanted).values()]
