"""Messages of the exports queue."""

from collections.abc import Iterable

from chalicelib.jobs import queues
from chalicelib.jobs.kinds import EXPORTS, Message
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.scope import TenantScope

RUN, DUE, CHANGED = "run_export", "due_export", "schedule_changed"


def send_run(platform: Platform, scope: TenantScope, export_id: str) -> None:
    """Send the message that asks for an export."""
    queues.send(platform, EXPORTS, Message(RUN, scope, {"export": export_id}))


def send_due(platform: Platform, due: Iterable[tuple[TenantScope, str]]) -> None:
    """Send a message for each company and due time (RFC 3339, UTC)."""
    queues.send_all(platform, EXPORTS, (Message(DUE, scope, {"due": at}) for scope, at in due))


def send_changed(platform: Platform, scope: TenantScope, revision: int) -> None:
    """Send the message that a schedule has this revision, so that its due time is registered."""
    queues.send(platform, EXPORTS, Message(CHANGED, scope, {"revision": revision}))
