"""Issue, list and revoke API keys. A secret leaves this module once, when its key is issued."""

from datetime import datetime

from pynamodb.expressions.operand import Path

from chalicelib.api_keys.keys import key_of_api_key, partition_of_api_keys
from chalicelib.api_keys.presenting import described
from chalicelib.api_keys.records import ApiKey, new_key
from chalicelib.audit.records import record_change, record_for_company
from chalicelib.errors import Conflict, NotFound, invalid_value
from chalicelib.language import Text
from chalicelib.people.identity import Use, place
from chalicelib.person_keys import PersonKey, first_key
from chalicelib.store.records import from_item, to_item
from chalicelib.tenancy.api_secret import ApiSecret
from chalicelib.tenancy.context import Context, OperatorContext
from chalicelib.tenancy.roles import Role
from chalicelib.tenancy.scope import TenantScope


def issue(
    context: Context,
    *,
    role: Role,
    name: str | None,
    team: str | None = None,
    employee_id: str | None = None,
    expires_at: datetime | None = None,
) -> tuple[ApiKey, ApiSecret]:
    """Add a new key of the context's tenant, and its audit event, to the unit of work.

    Return the key and its secret. ``team`` and ``employee_id`` restrict a supervisor's or an
    agent's key, and bind it to the person. Raises Invalid (422) for the id of somebody deleted, or
    for a former one.
    """
    person = None if employee_id is None else _person(context, employee_id)
    key, secret = new_key(
        context.scope.tenant, role, context.time, name, team, employee_id, expires_at, person
    )
    context.unit.put(key_of_api_key(context.scope, key.id), to_item(key))
    record_change(
        context, "api_keys.create", f"api-keys/{key.id}", None, described(key), revision=1
    )
    return key, secret


def _person(context: Context, employee_id: str) -> PersonKey:
    """Return the person with the id: who has it, or who will come with it."""
    there = place(context, employee_id)
    if there.holder is not None:
        return there.holder.key
    if there.use is not Use.FREE:
        raise invalid_value(
            "/employee_id",
            "nobody_has_the_id",
            Text(
                f"编号 {employee_id} 曾有人使用，现在无人使用。",
                f"Somebody had the id {employee_id}; nobody has it now.",
            ),
        )
    return first_key(employee_id)


def issue_first(context: OperatorContext, scope: TenantScope) -> tuple[ApiKey, ApiSecret]:
    """Add the first admin key of a tenant to the operator's unit of work, at onboarding.

    Return the key and its secret. The tenant must be open
    (:func:`chalicelib.tenancy.current_tenant.open_tenant`).
    """
    key, secret = new_key(scope.tenant, Role.ADMIN, context.time, "first admin key")
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
    if key.role == Role.ADMIN and not _has_another_admin_key(context, key):
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
    """Say whether there is another admin key that is not revoked and never expires."""
    stored = context.table.query_all(partition_of_api_keys(context.scope))
    return any(
        other.role == Role.ADMIN and other.revoked_at is None and other.expires_at_time is None
        for other in (from_item(ApiKey, item) for item in stored)
        if other.id != key.id
    )
