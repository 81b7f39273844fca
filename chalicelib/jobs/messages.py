"""Read the messages in a body of a queue: our own message, or those in an event of S3."""

import json
from collections.abc import Mapping
from typing import Any

from chalicelib.jobs.kinds import Kind, Message, Queue, UnreadableMessage
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.scope import TenantScope

#: The fields of a body that are not ``Message.members``.
_ENVELOPE = ("kind", "tenant", "attempt", "held")
#: A message with its kind, or the error of a part of the body that is none.
Found = tuple[Kind[Any], Message] | UnreadableMessage


def messages(platform: Platform, queue: Queue, body: str) -> list[Found]:
    """Return the messages in a body. An unreadable part of it hides no other."""
    try:
        return _messages(platform, queue, body)
    except UnreadableMessage as error:
        return [error]


def _messages(platform: Platform, queue: Queue, body: str) -> list[Found]:
    try:
        content = json.loads(body)
    except ValueError:
        raise UnreadableMessage("not JSON") from None
    if not isinstance(content, dict):
        raise UnreadableMessage("not an object")
    contents = platform.contents
    if "kind" in content:
        kind = contents.job(content["kind"])
        if kind is None:
            raise UnreadableMessage("not a kind of ours")
        return [(kind, _message(content))]
    for kind in contents.jobs:
        if kind.queue == queue and (announced := kind.announced(content)) is not None:
            return [one if isinstance(one, UnreadableMessage) else (kind, one) for one in announced]
    raise UnreadableMessage("not a message of ours")


def _message(content: Mapping[str, Any]) -> Message:
    attempt, held = content.get("attempt", 0), content.get("held", 0)
    try:
        scope = TenantScope(content["tenant"])
    except (KeyError, TypeError, ValueError):
        raise UnreadableMessage("no tenant") from None
    if not isinstance(attempt, int):
        raise UnreadableMessage("no attempt")
    if not isinstance(held, int):
        raise UnreadableMessage("no held")
    members = {name: value for name, value in content.items() if name not in _ENVELOPE}
    return Message(str(content["kind"]), scope, members, attempt, held)
