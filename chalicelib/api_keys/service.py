"""Issue, list and revoke API keys. A secret leaves this module once, when its key is issued."""

from pynamodb.expressions.operand import Path

from chalicelib.api_keys.binding import named
from chalicelib.api_keys.keys import key_of_api_key, partition_of_api_keys
from chalicelib.api_keys.presenting import described
from chalicelib.api_keys.records import ApiKey, new_key
from chalicelib.api_keys.wanted import Wanted
from chalicelib.audit.records import record_change, record_for_company
from chalicelib.errors import Conflict, NotFound
from chalicelib.language import Text
from chalicelib.store.records import from_item, to_item
from chalicelib.teams.canonical import chosen_texts
from chalicelib.tenancy.api_secret import ApiSecret
from chalicelib.tenancy.context import Context, OperatorContext
from chalicelib.tenancy.roles import Role
from chalicelib.tenancy.scope import TenantScope


def issue(context: Context, wanted: Wanted) -> tuple[ApiKey, ApiSecret]:
    """Add a new key of the context's tenant, and its audit event, to the unit of work.

    Return the key and its secret. Raises Invalid (422) for an employee who was deleted.
    """
    person = named(context, wanted.employee_id) if wanted.employee_id else None
    key, secret = new_key(
        context.scope.tenant,
        wanted.roles,
        context.time,
        wanted.name,
        chosen_texts(context, wanted.teams),
        wanted.departments,
        wanted.employee_id,
        person,
        wanted.expires_at,
    )
    context.unit.put(key_of_api_key(context.scope, key.id), to_item(key))
    record_change(
        context, "api_keys.create", f"api-keys/{key.id}", None, described(key), revision=1
    )
    return key, secret


def issue_first(context: OperatorContext, scope: TenantScope) -> tuple[ApiKey, ApiSecret]:
    """Add the first admin key of a tenant to the operator's unit of work, at onboarding.

    Return the key and its secret. The tenant must be open
    (:func:`chalicelib.tenancy.current_tenant.open_tenant`).
    """
    key, secret = new_key(scope.tenant, (Role.ADMIN,), context.time, "first admin key")
    context.unit.put(key_of_api_key(scope, key.id), to_item(key))
    record_for_company(
        context, scope, "api_keys.create", f"api-keys/{key.id}", None, described(key), revision=1
    )
    return key, secret


def revoke(context: Context, key_id: str) -> None:
    """Revoke a key. It is refused once the authorizer's cache expires (CACHE_SECONDS).

    A revoked key stays as it is. Raises NotFound (404) for an unknown key, and Conflict (409) for
    the last admin key in force, because nobody could make another.
    """
    where = key_of_api_key(context.scope, key_id)
    item = context.table.get(where)
    if item is None:
        raise NotFound("key")
    key = from_item(ApiKey, item)
    if key.revoked_at is not None:
        return
    if key.has(Role.ADMIN) and not _has_another_admin_key(context, key):
        raise Conflict(
            "last_admin_key",
            Text(
                "这是最后一个有效的管理员密钥。请先创建另一个。",
                "This is the last admin key in force. Make another one first.",
            ),
        )
    context.unit.update(
        where, [Path("revoked_at").set(context.time)], Path("pk").exists(), NotFound
    )
    record_change(
        context,
        "api_keys.revoke",
        f"api-keys/{key_id}",
        described(key),
        {**described(key), "revoked_at": context.time},
        revision=2,
    )


def page(context: Context, limit: int, after: str | None) -> tuple[list[ApiKey], str | None]:
    """Return a page of the tenant's keys by id, and the position of the next page (None: last).

    Revoked keys are included.
    """
    partition = partition_of_api_keys(context.scope)
    found = context.table.query(partition, limit=limit, after=after or None)
    keys = [from_item(ApiKey, item) for item in found.items]
    return keys, found.after


def _has_another_admin_key(context: Context, key: ApiKey) -> bool:
    """Say whether there is another admin key that is not revoked and that never ends by itself.

    A key that is bound to a person ends with the person.
    """
    stored = context.table.query_all(partition_of_api_keys(context.scope))
    return any(
        other.has(Role.ADMIN)
        and other.revoked_at is None
        and other.expires_at_time is None
        and other.bound_to is None
        for other in (from_item(ApiKey, item) for item in stored)
        if other.id != key.id
    )
