"""Background work of this package: late files are looked at, and taken."""

from datetime import datetime

from chalicelib.jobs import fair_share
from chalicelib.jobs.kinds import UPLOADS, Kind, Message, Next
from chalicelib.late_files import looking, queue, records, taking
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.records import Tenant

#: Seconds until another try, when a result is being corrected at the same moment.
BUSY_SECONDS = 3


def _late_file(context: Context, message: Message) -> "records.LateFile | None":
    """Return the late file when it has at least the message's revision, else None."""
    found = records.read_late_file(context, message.text("late_file"))
    return found if found is not None and found.revision >= message.number("revision") else None


def _run(
    context: Context, late: "records.LateFile", _tenant: Tenant, deadline: datetime
) -> Next | None:
    if late.status == records.LOOKING:
        return None if looking.look(context, late, deadline) else Next(fair_share.BEHIND_OTHERS)
    if late.status == records.TAKING:
        return None if taking.take(context, late, deadline) else Next(BUSY_SECONDS)
    return None


def _give_up(context: Context, message: Message, at: str | None) -> None:
    records.note_given_up(context, message.text("late_file"), at)


LATE_FILE = Kind(queue.KIND, UPLOADS, "late_files", _late_file, _run, _give_up)
