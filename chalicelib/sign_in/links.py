"""The caller of a link that a rater without an account was sent, and of the session it opened.

A link gives the role ``invited``, with which its session can be opened, a session the role
``rater``. Both are of one person and one round. Whether the round still takes answers is for each
request to say, since the gateway keeps this answer for some seconds.
"""

from collections.abc import Callable
from datetime import UTC, datetime

from chalicelib.api_keys.binding import still_bound
from chalicelib.rating_links.keys import key_of_link
from chalicelib.rating_links.records import RaterLink
from chalicelib.rating_links.secret import LINK, RaterSecret
from chalicelib.sign_in.callers import principal_of, register_of, stored_with_company
from chalicelib.store.records import from_item
from chalicelib.store.table import Table
from chalicelib.tenancy.current_tenant import acting_as
from chalicelib.tenancy.principal import Kind, Principal
from chalicelib.tenancy.records import Tenant
from chalicelib.tenancy.roles import Role
from chalicelib.tenancy.scope import TenantScope

#: Is no digest of a secret.
NO_DIGEST = "0" * 64


def caller_of(table: Table, clock: Callable[[], datetime], secret: RaterSecret) -> Principal | None:
    """Return the caller of a link or a session; None when it is not valid, or not any more.

    Costs a batched read, and one of the rater.
    """
    link, tenant = _stored(table, secret)
    digest = link.digest_of(secret.kind) if link else None
    if not secret.matches(digest or NO_DIGEST) or link is None or tenant is None:
        return None
    ends_at = link.end_of(secret.kind)
    over = datetime.fromisoformat(ends_at) <= clock().astimezone(UTC)
    if over or tenant.status != "active":
        return None
    with acting_as(TenantScope(tenant.id)):
        bound = still_bound(register_of(table, tenant), link.rater, link.created_at)
    if bound is None:
        return None
    return principal_of(
        tenant,
        bound,
        credential=link.id,
        roles=frozenset({Role.INVITED if secret.kind == LINK else Role.RATER}),
        kind=Kind.LINK,
        expires_at=ends_at,
        round=link.round,
    )


def _stored(table: Table, secret: RaterSecret) -> tuple[RaterLink | None, Tenant | None]:
    scope = TenantScope(secret.tenant)
    key = key_of_link(scope, secret.round, secret.place)
    item, tenant = stored_with_company(table, scope, key)
    return (from_item(RaterLink, item) if item else None), tenant
