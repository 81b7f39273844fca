"""Background work of copies."""

from datetime import datetime

from chalicelib.jobs.kinds import JOBS, Kind, Message, Next, after
from chalicelib.privacy.copying import failed_copies, one_at_a_time, queue, records, running
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.records import Tenant

#: Seconds until the next try while another copy of the company is being made.
BUSY_SECONDS = 60


def _copy(context: Context, message: Message) -> "records.Copy | None":
    return records.read_copy(context.table, context.scope, message.text("copy"))


def _run(context: Context, copy: "records.Copy", tenant: Tenant, deadline: datetime) -> Next | None:
    if copy.status in records.OPEN and not one_at_a_time.hold(context, copy.id):
        return Next(BUSY_SECONDS)
    return after(running.run(context, copy, tenant, deadline))


def _give_up(context: Context, message: Message, at: str | None) -> None:
    failed_copies.note_given_up(context, message.text("copy"), at)


COPY_TENANT = Kind(queue.KIND, JOBS, "copying", _copy, _run, _give_up)
