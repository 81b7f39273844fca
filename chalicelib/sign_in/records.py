"""What is stored of a company's sign-in, and where."""

from dataclasses import dataclass, field

from pynamodb.expressions.operand import Path

from chalicelib.store.keys import Key, key_of_item
from chalicelib.store.records import from_item
from chalicelib.store.table import Table
from chalicelib.tenancy import operator_scope

#: The register of providers, in the operator's part of the table: from a token to its company.
REGISTER = operator_scope.register("sign-in")


@dataclass(frozen=True, slots=True)
class SignIn:
    """A provider that a company's people sign in with.

    ``issuer`` and ``audience`` are what its tokens must say, ``key_set`` where its public keys
    are. ``role_claim`` names the claim that says what a person may do here; ``roles`` turns the
    claim's values into our roles. ``team_claim`` and ``employee_claim`` name those that say whom
    a supervisor and an agent are held to. ``since``: when issuer and audience became the
    company's; no token made before is taken (None: of the time before this was kept).
    ``revision`` grows with each change.
    """

    tenant: str
    issuer: str
    audience: str
    key_set: str
    role_claim: str
    roles: dict[str, str] = field(default_factory=dict)
    team_claim: str | None = None
    employee_claim: str | None = None
    since: str | None = None
    revision: int = 1


def registered_at(issuer: str, audience: str) -> Key:
    """Where the register holds the company whose tokens say this."""
    return operator_scope.entry(REGISTER, issuer, audience)


def of_company(tenant: str) -> Key:
    """Where the register holds what a company has said, to find its entry again."""
    return operator_scope.entry(REGISTER, "", tenant)


def entries_of(table: Table, tenant: str) -> list[Key]:
    """All that the register holds of a company, found by what is in it."""
    of_it = table.query_all(REGISTER, only=("pk", "sk"), where=Path("tenant") == tenant)
    return [key_of_item(item) for item in of_it]


def remove_entries(table: Table, tenant: str) -> None:
    """Remove what the register holds of a company that is deleted, so that another company may have
    its provider's issuer and audience."""
    table.write_batch((), entries_of(table, tenant))


def read_of_company(table: Table, tenant: str) -> SignIn | None:
    item = table.get(of_company(tenant))
    return None if item is None else from_item(SignIn, item)


def read_of_tokens(table: Table, issuer: str, audiences: list[str]) -> list[SignIn]:
    """The companies whose tokens have this issuer and one of these audiences; at most one each."""
    wanted = [registered_at(issuer, audience) for audience in audiences]
    return [from_item(SignIn, item) for item in table.get_many(wanted).values()]
