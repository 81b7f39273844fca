"""Background work of corrections: what follows in the next period."""

from datetime import datetime

from chalicelib.corrections import following, queue, records
from chalicelib.jobs.kinds import UPLOADS, Kind, Message, Next
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.records import Tenant


def _made(context: Context, message: Message) -> "records.Correction | None":
    return records.read_correction(context, message.text("correction"))


def _follow(
    context: Context, made: "records.Correction", _tenant: Tenant, deadline: datetime
) -> Next | None:
    return following.run(context, made, deadline)


#: The correction is stored, and what follows is missing until this is done. So a dead letter is
#: sent again by itself.
FOLLOW_CORRECTION = Kind(queue.KIND, UPLOADS, "corrections", _made, _follow, again=True)
