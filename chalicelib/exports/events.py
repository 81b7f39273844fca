"""What the hourly tick and the exports queue set off."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from chalicelib.exports import queue
from chalicelib.exports.failed_exports import note_given_up
from chalicelib.exports.records import read_export, read_schedule
from chalicelib.exports.running import run
from chalicelib.exports.scheduling import fall_due, register
from chalicelib.privacy.copying import events as copying
from chalicelib.privacy.erasing import events as erasing
from chalicelib.privacy.leaving import events as leaving
from chalicelib.tenancy import operator_scope
from chalicelib.tenancy.background import ATTEMPTS, Errand, background
from chalicelib.tenancy.context import timestamp
from chalicelib.tenancy.current_tenant import acting_as, acting_as_operator, open_tenant
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.records import Tenant, read_tenant
from chalicelib.tenancy.scope import TenantScope

NAME = "exports"
_EXPORT = Errand(NAME, "export", read_export, run, queue.send_run)


class UnreadableMessage(ValueError):
    """A message that is none of ours: it goes to the dead-letter queue."""


def tick(platform: Platform) -> int:
    """Put a message on the queue for every tenant whose export is due; gives their number.

    Nothing is changed here: an entry leaves the register when its tenant's schedule has moved
    on, so a tick that comes twice, late or not at all loses and doubles nothing.
    """
    now = timestamp(platform.clock())
    with acting_as_operator():
        due = list(_due(platform, now))
    queue.send_all(platform, (queue.due_message(tenant, at) for tenant, at in due))
    return len(due)


def _due(platform: Platform, now: str) -> Iterator[tuple[str, str]]:
    for item in platform.table.query_all(operator_scope.DUE_EXPORTS):
        if item["due"] > now:
            return
        yield item["tenant"], item["due"]


def run_exports(platform: Platform, body: str, deadline: datetime) -> None:
    """Work on one message of the exports queue. Raises UnreadableMessage."""
    message = _read(body)
    scope = _scope(message)
    match message.get("kind"):
        case erasing.KIND:
            erasing.work(platform, scope, message, deadline)
        case copying.KIND:
            copying.work(platform, scope, message, deadline)
        case leaving.KIND:
            leaving.work(platform, scope, message, deadline)
        case queue.RUN:
            _EXPORT.work(platform, scope, message, deadline)
        case queue.DUE:
            _on_schedule(platform, scope, message)
        case queue.CHANGED:
            _on_schedule(platform, scope, message)
        case _:
            raise UnreadableMessage("not a message of ours")


work = run_exports


def give_up(platform: Platform, body: str) -> None:
    """The message has failed for the last time: its export is shown as failed from now on.

    It is made after all when the operator sends the dead letter again. A due time needs nothing:
    the next tick finds it. Raises UnreadableMessage.
    """
    message = _read(body)
    scope = _scope(message)
    if message.get("kind") == queue.RUN:
        with acting_as(scope):
            note_given_up(platform, scope, str(message["export"]))


def _on_schedule(platform: Platform, scope: TenantScope, message: dict[str, Any]) -> None:
    """Schedules lie in the tenant's partition, their register in the operator's: both are open."""
    with acting_as_operator():
        open_tenant(scope)
        tenant = read_tenant(platform.table, scope)
        if tenant is None:
            if message["kind"] == queue.DUE:
                gone = operator_scope.due_export(str(message["due"]), scope.tenant)
                platform.table.delete(gone)
            return
        if message["kind"] == queue.DUE:
            fall_due(background(platform, tenant, NAME), tenant, str(message["due"]))
        else:
            _changed(platform, tenant, message)


def _changed(platform: Platform, tenant: Tenant, message: dict[str, Any]) -> None:
    context = background(platform, tenant, NAME)
    revision, attempt = int(message["revision"]), int(message.get("attempt", 0))
    stored = read_schedule(context.table, context.scope).revision
    if stored < revision and attempt < ATTEMPTS:
        again = queue.changed_message(tenant.id, revision, attempt + 1)
        queue.send(platform, again, delay=1)
        return
    register(context)


def _read(body: str) -> dict[str, Any]:
    try:
        message = json.loads(body)
    except ValueError:
        raise UnreadableMessage("not JSON") from None
    if not isinstance(message, dict):
        raise UnreadableMessage("not an object")
    return message


def _scope(message: dict[str, Any]) -> TenantScope:
    try:
        return TenantScope(message["tenant"])
    except (KeyError, TypeError, ValueError):
        raise UnreadableMessage("no tenant") from None
