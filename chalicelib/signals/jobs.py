"""Background work of this package: runs through a period."""

from datetime import datetime

from chalicelib.jobs.kinds import UPLOADS, Kind, Message, Next, after
from chalicelib.signals import queue, run_records, running
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.records import Tenant


def _run_of(context: Context, message: Message) -> "run_records.Run | None":
    """Return the run of a message; None while its request is not committed."""
    found = run_records.read_run(context, message.text("id"))
    return None if found is None or found.number < message.number("number") else found


def _run(
    context: Context, found: "run_records.Run", _tenant: Tenant, deadline: datetime
) -> Next | None:
    return after(running.run(context, found, deadline))


def _give_up(context: Context, message: Message, at: str | None) -> None:
    run_records.note_given_up(context, message.text("id"), at)


FIND_SIGNALS = Kind(queue.FIND, UPLOADS, "signals", _run_of, _run, _give_up)
