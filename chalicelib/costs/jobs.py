"""Background work: each company's usage is summed once a day, at an hour of its own."""

from datetime import datetime

from chalicelib.costs import summing
from chalicelib.costs.stored_bytes import Walk
from chalicelib.jobs import companies
from chalicelib.jobs.kinds import JOBS, Kind, Message, Next
from chalicelib.tenancy import scope
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.records import Tenant

KIND = "sum_costs"
_HOURS = 24
_SUMS = ("table_bytes", "table_items", "file_bytes", "files")


def _walk(_context: Context, message: Message) -> Walk:
    """Return the checkpoint in the message: the walk has no record of its own."""
    return Walk(
        message.optional_text("place"),
        message.optional_text("after"),
        table_bytes=message.number("table_bytes"),
        table_items=message.number("table_items"),
        file_bytes=message.number("file_bytes"),
        files=message.number("files"),
    )


def _run(context: Context, walk: Walk, tenant: Tenant, deadline: datetime) -> Next | None:
    left = summing.run(context, walk, tenant, deadline)
    if left is None:
        return None
    sums = {name: getattr(left, name) for name in _SUMS}
    return Next(0, {"place": left.place, "after": left.after, **sums})


#: Giving up needs no note: the next day's message begins anew.
SUM_COSTS = Kind(KIND, JOBS, "costs", _walk, _run, operator=True)


def tick(platform: Platform) -> int:
    """Send a message for every company whose hour of the day it is. Returns their number.

    A tick that does not come, or comes twice, makes a day's figures late, or asks twice.
    """
    hour = platform.clock().hour
    everybody = companies.staying(platform)
    due = [one for one in everybody if scope.number_of(one.tenant) % _HOURS == hour]
    return companies.ask(platform, JOBS, KIND, due)
