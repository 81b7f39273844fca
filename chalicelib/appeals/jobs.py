"""Background work of this package: which open appeals are overdue, each hour; what raters answered
who were asked again."""

from datetime import datetime

from chalicelib.appeal_records import records
from chalicelib.appeals import counting_answers, overdue
from chalicelib.jobs import companies
from chalicelib.jobs.kinds import JOBS, UPLOADS, Kind, Message, Next
from chalicelib.rating_rounds.count_queue import COUNT
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.records import Tenant

KIND = "overdue_appeals"


def _company(_context: Context, message: Message) -> str:
    return message.scope.tenant


def _tell(context: Context, _company: str, tenant: Tenant, deadline: datetime) -> Next | None:
    return None if overdue.tell(context, tenant.time_zone, deadline) else Next(0)


#: Giving up needs no note: the tick asks again after an hour.
OVERDUE_APPEALS = Kind(KIND, JOBS, "appeals", _company, _tell)


def _appeal(context: Context, message: Message) -> "records.Appeal | None":
    return records.read_appeal(context, message.text("id"))


def _count(
    context: Context, found: "records.Appeal", _tenant: Tenant, deadline: datetime
) -> Next | None:
    return counting_answers.run(context, found, deadline)


#: The appeal waits for it, and nothing else asks: a dead letter is sent again by itself.
COUNT_ANSWERS = Kind(COUNT, UPLOADS, "appeals", _appeal, _count, again=True)


def tick(platform: Platform) -> int:
    """Send a message for every company that stays. Returns their number."""
    return companies.ask(platform, JOBS, KIND, companies.staying(platform))
