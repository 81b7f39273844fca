"""Background work of this package: draws, tasks that are handed on, and closings."""

from datetime import datetime

from chalicelib.audit import work_ends
from chalicelib.inspections import closing_run, draw_run, handing_run, queue, records
from chalicelib.inspections.keys import key_of_inspection
from chalicelib.jobs.kinds import UPLOADS, Kind, Message, Next, after
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.records import Tenant


def _inspection(context: Context, message: Message) -> "records.Inspection | None":
    """Return the inspection of a message; None while its request is not committed."""
    found = records.read_inspection(context, message.text("id"))
    if found is None or found.revision < message.number("revision"):
        return None
    return found


def _draw(
    context: Context, found: "records.Inspection", _tenant: Tenant, deadline: datetime
) -> Next | None:
    return after(draw_run.run(context, found, deadline))


def _hand_on(
    context: Context, found: "records.Inspection", _tenant: Tenant, deadline: datetime
) -> Next | None:
    return after(handing_run.run(context, found, deadline))


def _close(
    context: Context, found: "records.Inspection", _tenant: Tenant, _deadline: datetime
) -> None:
    closing_run.run(context, found)


def _give_up(context: Context, message: Message, at: str | None) -> None:
    inspection_id = message.text("id")
    work_ends.note_given_up(
        context,
        key_of_inspection(context.scope, inspection_id),
        at,
        records.AT_WORK,
        lambda: records.read_inspection(context, inspection_id),
        "inspections.end",
        f"inspections/{inspection_id}",
    )


DRAW_INSPECTION = Kind(queue.DRAW, UPLOADS, "inspections", _inspection, _draw, _give_up)
HAND_ON_INSPECTION = Kind(queue.HAND_ON, UPLOADS, "inspections", _inspection, _hand_on, _give_up)
CLOSE_INSPECTION = Kind(queue.CLOSE, UPLOADS, "inspections", _inspection, _close, _give_up)
