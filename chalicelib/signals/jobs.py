"""Background work of this package: runs through a period, and which of them are due, each hour."""

from datetime import datetime

from chalicelib.jobs import companies
from chalicelib.jobs.kinds import UPLOADS, Kind, Message, Next, after
from chalicelib.signals import due, queue, run_records, running
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.records import Tenant

DUE = "due_signals"


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


def _due(context: Context, message: Message) -> "due.Look":
    return due.look(context, message.optional_text("after"))


def _ask(context: Context, found: "due.Look", _tenant: Tenant, _deadline: datetime) -> Next | None:
    due.follow(context, found)
    return None if found.after is None else Next(0, {"after": found.after})


#: Giving up needs no note: the tick asks again after an hour. The uploads queue's worker may ask
#: that queue for the runs.
DUE_SIGNALS = Kind(DUE, UPLOADS, "signals", _due, _ask)


def tick(platform: Platform) -> int:
    """Send a message for every company that stays. Returns their number."""
    return companies.ask(platform, UPLOADS, DUE, companies.staying(platform))
