"""Background work of this package: rounds that are to be drawn."""

from datetime import datetime

from chalicelib.jobs import queues
from chalicelib.jobs.kinds import JOBS, Kind, Message
from chalicelib.rating_forms import records
from chalicelib.rating_rounds import drawing
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.records import Tenant

KIND = "draw_rating_round"


def send(context: Context, round_id: str, revision: int) -> None:
    """Ask for the drawing of a round that is at this revision once the request is committed."""
    members = {"id": round_id, "revision": revision}
    queues.send(context.platform, JOBS, Message(KIND, context.scope, members))


def _round(context: Context, message: Message) -> "records.Round | None":
    found = records.read_round(context, message.text("id"))
    return None if found is None or found.revision < message.number("revision") else found


def _run(context: Context, found: "records.Round", _tenant: Tenant, deadline: datetime) -> None:
    drawing.run(context, found, deadline)


def _give_up(context: Context, message: Message, at: str | None) -> None:
    drawing.give_up(context, message.text("id"), at)


DRAW_RATING_ROUND = Kind(KIND, JOBS, "rating_round", _round, _run, _give_up)
