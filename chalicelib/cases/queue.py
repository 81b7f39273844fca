"""Messages that ask for a case's effect: the person's result is scored again.

They use the uploads queue, whose worker does the scoring.
"""

from dataclasses import asdict, dataclass

from chalicelib.cases.records import Case
from chalicelib.jobs import queues
from chalicelib.jobs.kinds import UPLOADS, Message
from chalicelib.periods.pilot_codes import pilot_code
from chalicelib.tenancy.context import Context

KIND, IN_PILOT = "apply_case", "apply_case_in_pilot"


@dataclass(frozen=True, slots=True)
class Apply:
    """A case (``id``) to apply. ``revision``: that of the case once its change is committed.

    ``claim`` is the previous run's claim on the period, if there was one.
    """

    id: str
    period: str
    scheme: str
    revision: int
    claim: str | None = None


def send(context: Context, case: Case) -> None:
    """Ask for the effect of a case as it is now, or will be with this request's commit."""
    asked = Apply(case.id, case.period, case.scheme, case.revision)
    queues.send(context.platform, UPLOADS, Message(KIND, context.scope, asdict(asked)))


def send_to_pilot(context: Context, case: Case, version: int) -> None:
    """Ask for the effect of a case on the result of a pilot of this version."""
    members = {"id": case.id, "period": case.period, "scheme": pilot_code(case.scheme, version)}
    queues.send(context.platform, UPLOADS, Message(IN_PILOT, context.scope, members))


def asked_by(message: Message) -> Apply:
    """Return what a message asks for. Raises UnreadableMessage."""
    return Apply(
        message.text("id"),
        message.text("period"),
        message.text("scheme"),
        message.number("revision"),
        message.optional_text("claim"),
    )
