"""Rounds that were opened again for appeals close by themselves after their last day.

Each is closed as hr closes it, one in a run: what was answered is counted for its appeals, and
whoever did not answer again stands by what was given. A run that comes twice finds nothing to do.
"""

from datetime import datetime
from typing import Final

from chalicelib.errors import Busy, Changed
from chalicelib.jobs.kinds import UPLOADS, Kind, Message, Next
from chalicelib.people.today import today
from chalicelib.rating_forms.records import OPEN, Round
from chalicelib.rating_rounds.jobs import CLOSE
from chalicelib.rating_rounds.running import close_for_appeals
from chalicelib.rating_rounds.under_way import rounds_under_way
from chalicelib.store.table import ConditionFailed
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.records import Tenant

#: Seconds until another try, when somebody changed the round at the same moment.
BUSY_SECONDS: Final = 3


def due(context: Context, _message: Message) -> list[Round]:
    """Return the company's rounds that are open for appeals, and whose last day has passed."""
    day = today(context)
    return [
        found
        for found in rounds_under_way(context)
        if found.status == OPEN and found.asked_about and found.closes_on < day
    ]


def run(context: Context, found: list[Round], _tenant: Tenant, _deadline: datetime) -> Next | None:
    """Close the first. None when it was the last one, else when to look again."""
    if not found:
        return None
    close_for_appeals(context, found[0])
    try:
        context.unit.commit()
    except (ConditionFailed, Changed, Busy):
        return Next(BUSY_SECONDS)
    return Next(0) if len(found) > 1 else None


#: On the queue of uploads, whose worker asks for the count. Giving up needs no note: the next look
#: finds what is due.
CLOSE_DUE_ROUNDS = Kind(CLOSE, UPLOADS, "rating_rounds", due, run)
