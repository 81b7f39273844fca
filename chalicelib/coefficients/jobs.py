"""Background work of coefficients: the snapshot of a locked period."""

from datetime import datetime

from chalicelib.audit import work_ends
from chalicelib.coefficients import keys, queue, records, taking
from chalicelib.jobs.kinds import EXPORTS, Kind, Message, Next
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.records import Tenant


def _snapshot(context: Context, message: Message) -> "records.Snapshot | None":
    """Return the snapshot when it has at least the message's revision, else None."""
    found = records.read_snapshot(context, message.text("period"), message.text("scheme"))
    return found if found is not None and found.revision >= message.number("revision") else None


def _take(
    context: Context, snapshot: "records.Snapshot", _tenant: Tenant, deadline: datetime
) -> Next | None:
    return taking.run(context, snapshot, deadline)


def _give_up(context: Context, message: Message, at: str | None) -> None:
    period, scheme = message.text("period"), message.text("scheme")
    work_ends.note_given_up(
        context,
        keys.key_of_snapshot(context.scope, period, scheme),
        at,
        records.OPEN,
        lambda: records.read_snapshot(context, period, scheme),
        "snapshots.end",
        f"snapshots/{period}/{scheme}",
    )


TAKE_SNAPSHOT = Kind(queue.KIND, EXPORTS, "exports", _snapshot, _take, _give_up)
