"""Messages that ask for a rescoring: on the uploads queue, whose worker does the scoring."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from chalicelib.tenancy.context import Context

KIND = "rescore_period"
QUEUED, RUNNING, COMPLETED, REFUSED = "queued", "running", "completed", "refused"


@dataclass(frozen=True, slots=True)
class Rescore:
    """A rescoring to do. ``claim`` is of the run that handed on; ``attempt`` counts how often
    the message came before its record was committed."""

    tenant: str
    scheme: str
    period: str
    id: str
    claim: str | None = None
    attempt: int = 0


def send(context: Context, rescore: Rescore, delay: int = 0) -> None:
    """To be delivered after so many seconds."""
    context.queues.send_message(
        QueueUrl=context.platform.settings.uploads_queue,
        MessageBody=json.dumps({"kind": KIND, **asdict(rescore)}),
        DelaySeconds=delay,
    )


def rescore_of(body: str) -> Rescore | None:
    """The rescoring that a message asks for; None for every other message."""
    try:
        message: Any = json.loads(body)
    except ValueError:
        return None
    if not isinstance(message, Mapping) or message.get("kind") != KIND:
        return None
    return Rescore(**{name: message[name] for name in Rescore.__dataclass_fields__})
