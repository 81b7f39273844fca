"""Background work of erasures."""

from datetime import datetime

from chalicelib.jobs.kinds import JOBS, Kind, Message, Next, after
from chalicelib.privacy.erasing import failed_erasures, queue, records, running
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.records import Tenant


def _erasure(context: Context, message: Message) -> "records.Erasure | None":
    return records.read_erasure(context.table, context.scope, message.text("erasure"))


def _run(
    context: Context, erasure: "records.Erasure", tenant: Tenant, deadline: datetime
) -> Next | None:
    return after(running.run(context, erasure, tenant, deadline))


def _give_up(context: Context, message: Message, at: str | None) -> None:
    failed_erasures.note_given_up(context, message.text("erasure"), at)


ERASE_PERSON = Kind(queue.KIND, JOBS, "erasure", _erasure, _run, _give_up)
