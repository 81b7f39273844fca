"""Messages that ask for a rescoring. They use the uploads queue, whose worker does the scoring."""

from dataclasses import asdict, dataclass

from chalicelib.jobs import queues
from chalicelib.jobs.kinds import UPLOADS, Message
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.scope import TenantScope

KIND = "rescore_period"
#: The kinds of messages about leases that a run has left behind (results/abandoned.py).
SWEEP, SETTLE = "sweep_leases", "settle_period"
QUEUED, RUNNING, COMPLETED, REFUSED = "queued", "running", "completed", "refused"
OPEN = (QUEUED, RUNNING)
#: The shown state of a rescoring that was given up (results/failed_rescorings.py); never stored.
FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Rescore:
    """A rescoring to do. ``claim`` is the previous run's claim on the period, if there was one."""

    scheme: str
    period: str
    id: str
    claim: str | None = None


def send(context: Context, rescore: Rescore) -> None:
    """Ask for a run of the rescoring, without a delay."""
    queues.send(context.platform, UPLOADS, message_of(context.scope, rescore))


def message_of(scope: TenantScope, rescore: Rescore) -> Message:
    """Return the message that asks for a run of the rescoring."""
    return Message(KIND, scope, asdict(rescore))


def rescore_of(message: Message) -> Rescore:
    """Return the rescoring that a message asks for. Raises UnreadableMessage."""
    return Rescore(
        message.text("scheme"),
        message.text("period"),
        message.text("id"),
        message.optional_text("claim"),
    )
