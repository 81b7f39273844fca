"""Turn a bearer token into a principal: the first layer of the tenant boundary."""

from collections.abc import Callable
from datetime import UTC, datetime

from chalicelib.api_keys.binding import still_bound
from chalicelib.api_keys.keys import key_of_api_key
from chalicelib.api_keys.records import ApiKey
from chalicelib.rating_links import secret as rater_secrets
from chalicelib.sign_in import key_sets as known
from chalicelib.sign_in import links, tokens
from chalicelib.sign_in.callers import principal_of, register_of, stored_with_company
from chalicelib.store.records import from_item
from chalicelib.store.table import Table
from chalicelib.tenancy import operator_scope
from chalicelib.tenancy.api_secret import ApiSecret, read_secret
from chalicelib.tenancy.current_tenant import acting_as, acting_as_operator
from chalicelib.tenancy.principal import Principal
from chalicelib.tenancy.records import Tenant
from chalicelib.tenancy.scope import TenantScope

Clock = Callable[[], datetime]


def authorize(
    table: Table, clock: Clock, header: str, key_sets: "known.KeySets | None" = None
) -> Principal | None:
    """Return the caller of an ``Authorization: Bearer …`` header; None for an invalid credential.

    The credential is an API key (``ssk_…``), a rater's link or session (``ssr_…``, ``sss_…``) or a
    token of a company's provider. Tokens need ``key_sets``. A key costs one read, and one more when
    it is bound to a person, as a rater's always is. A wrong secret and an unknown id take the same
    path, and the digest is compared in constant time. So an answer does not show which keys exist.
    """
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer":
        return None
    raters = rater_secrets.read_secret(token.strip())
    if raters is not None:
        return links.caller_of(table, clock, raters)
    secret = read_secret(token.strip())
    if secret is None:
        if key_sets is None or not tokens.looks_like_token(token.strip()):
            return None
        return tokens.caller_of(table, key_sets, clock, token.strip())
    key, tenant = _stored(table, secret)
    if not secret.matches(key.digest if key else "0" * 64) or key is None:
        return None
    if not _valid(key, clock()):
        return None
    if secret.tenant is None:
        return Principal(key.id, key.all_roles, name=key.name, expires_at=key.expires_at_time)
    if tenant is None or tenant.status != "active":
        return None
    return _of_key(table, key, tenant)


def _of_key(table: Table, key: ApiKey, tenant: Tenant) -> Principal | None:
    """Return the caller of a company's key; None when its person was deleted."""
    bound = None
    if key.bound_to is not None:
        with acting_as(TenantScope(tenant.id)):
            bound = still_bound(register_of(table, tenant), key.bound_to, key.created_at)
        if bound is None:
            return None
    return principal_of(
        tenant,
        bound,
        credential=key.id,
        roles=key.all_roles,
        teams=frozenset(key.all_teams),
        departments=frozenset(key.departments or ()),
        name=key.name,
        expires_at=key.expires_at_time,
    )


def _stored(table: Table, secret: ApiSecret) -> tuple[ApiKey | None, Tenant | None]:
    if secret.tenant is None:
        with acting_as_operator():
            item = table.get(operator_scope.api_key(secret.key_id))
        return (from_item(ApiKey, item) if item else None), None
    scope = TenantScope(secret.tenant)
    item, tenant = stored_with_company(table, scope, key_of_api_key(scope, secret.key_id))
    return (from_item(ApiKey, item) if item else None), tenant


def _valid(key: ApiKey, now: datetime) -> bool:
    if key.revoked_at is not None:
        return False
    expires = key.expires_at_time
    return expires is None or now.astimezone(UTC) < datetime.fromisoformat(expires)
