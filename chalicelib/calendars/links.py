"""Links of calendar feeds: made, replaced, revoked; and the caller whom a secret leads to."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from pynamodb.expressions.operand import Path

from chalicelib.audit.records import record_change
from chalicelib.calendars.keys import key_of_calendar_link, partition_of_calendar_links
from chalicelib.calendars.records import MOST, PREFIX, CalendarLink, link_of
from chalicelib.calendars.secret import FeedSecret, new_secret, read_secret
from chalicelib.errors import Changed, Conflict, NotFound, OverLimit, invalid_value
from chalicelib.language import Text
from chalicelib.schemes.records import read_head
from chalicelib.sign_in.callers import principal_of, stored_with_company
from chalicelib.store.identifiers import new_id
from chalicelib.store.records import to_item
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.principal import Kind, Principal
from chalicelib.tenancy.roles import Role
from chalicelib.tenancy.scope import TenantScope

#: Is no digest of a secret.
NO_DIGEST: Final = "0" * 64


def make(context: Context, wanted: Mapping[str, Any]) -> tuple[CalendarLink, FeedSecret]:
    """Make a link. Returns it with its secret, which nobody can read again.

    Raises Invalid (422) ``unknown_scheme``, and OverLimit for more than MOST links.
    """
    scheme = wanted.get("scheme")
    if scheme is not None and read_head(context.table, context.scope, scheme) is None:
        raise invalid_value("/scheme", "unknown_scheme", NO_SCHEME)
    if context.table.count(partition_of_calendar_links(context.scope)) >= MOST:
        raise OverLimit("too_many_links", TOO_MANY)
    link_id = new_id(PREFIX, context.now)
    secret = new_secret(context.scope.tenant, link_id)
    link = CalendarLink(
        id=link_id,
        created_at=context.time,
        created_by=context.principal.credential,
        name=wanted.get("name"),
        scheme=scheme,
        language=wanted.get("language"),
        digest=secret.digest,
    )
    key = key_of_calendar_link(context.scope, link_id)
    context.unit.put(key, to_item(link), Path("pk").does_not_exist(), Changed)
    target = f"calendar-links/{link_id}"
    record_change(context, "calendar_links.make", target, None, described(link), revision=1)
    return link, secret


def renew(context: Context, link_id: str) -> tuple[CalendarLink, FeedSecret]:
    """Give a link another secret: the former opens nothing from now on. Returns both.

    Raises NotFound (404), and Conflict (409) ``link_revoked``.
    """
    before = existing(context, link_id)
    if before.revoked_at is not None:
        raise Conflict("link_revoked", REVOKED)
    secret = new_secret(context.scope.tenant, link_id)
    after = _changed(context, before, digest=secret.digest, replaced_at=context.time)
    former, now = described(before), described(after)
    target = f"calendar-links/{link_id}"
    record_change(context, "calendar_links.replace", target, former, now, revision=after.revision)
    return after, secret


def revoke(context: Context, link_id: str) -> None:
    """Revoke a link at once. A revoked one stays as it is. Raises NotFound (404)."""
    before = existing(context, link_id)
    if before.revoked_at is not None:
        return
    after = _changed(context, before, digest=None, revoked_at=context.time)
    former, now = described(before), described(after)
    target = f"calendar-links/{link_id}"
    record_change(context, "calendar_links.revoke", target, former, now, revision=after.revision)


def page(context: Context, limit: int, after: str | None) -> tuple[list[CalendarLink], str | None]:
    """Return a page of the company's links, the newest first, and the next position."""
    partition = partition_of_calendar_links(context.scope)
    found = context.table.query(partition, limit=limit, after=after or None, descending=True)
    return [link_of(item) for item in found.items], found.after


def existing(context: Context, link_id: str) -> CalendarLink:
    """Return a link. Raises NotFound (404)."""
    item = context.table.get(key_of_calendar_link(context.scope, link_id))
    if item is None:
        raise NotFound("calendar_link")
    return link_of(item)


def caller_of(platform: Platform, query: Mapping[str, str]) -> Principal | None:
    """Return the caller of a feed by the secret in the query; None when it opens nothing.

    The caller is of the link's company and has no person, and so sees nothing of anybody. A wrong
    secret and an unknown link take the same path. Costs one batched read.
    """
    secret = read_secret(query.get("link", ""))
    if secret is None:
        return None
    scope = TenantScope(secret.tenant)
    key = key_of_calendar_link(scope, secret.link)
    item, tenant = stored_with_company(platform.table, scope, key)
    link = None if item is None else link_of(item)
    digest = None if link is None else link.digest
    if not secret.matches(digest or NO_DIGEST) or link is None or tenant is None:
        return None
    if tenant.status != "active":
        return None
    roles = frozenset({Role.AGENT})
    return principal_of(tenant, None, credential=link.id, roles=roles, kind=Kind.LINK)


def described(link: CalendarLink) -> dict[str, Any]:
    """Return a link as the API shows it, without its secret."""
    return {
        "id": link.id,
        "name": link.name,
        "scheme": link.scheme,
        "language": link.language,
        "created_at": link.created_at,
        "created_by": link.created_by,
        "replaced_at": link.replaced_at,
        "revoked_at": link.revoked_at,
    }


def _changed(context: Context, before: CalendarLink, **changes: Any) -> CalendarLink:
    after = replace(before, **changes, revision=before.revision + 1)
    context.unit.put(
        key_of_calendar_link(context.scope, before.id),
        to_item(after),
        Path("revision") == before.revision,
        Changed,
    )
    return after


NO_SCHEME = Text("没有该方案。", "There is no such scheme.")
REVOKED = Text(
    "该链接已停用，不能更换；请新建一个。",
    "The link is revoked and cannot be replaced; make another one.",
)
TOO_MANY = Text(
    f"最多可建 {MOST} 个日历链接（含已停用的）。",
    f"At most {MOST} links of calendars can be made, revoked ones included.",
)
