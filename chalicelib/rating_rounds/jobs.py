"""Background work of this package: rounds that are to be drawn, people who joined since, raters
who are to be examined, reminders that are due."""

from datetime import datetime

from chalicelib.jobs import companies, queues
from chalicelib.jobs.kinds import JOBS, UPLOADS, Kind, Message, Next
from chalicelib.rating_forms import records
from chalicelib.rating_rounds import drawing, examining, joining, reminders, under_way
from chalicelib.tenancy import scope
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.records import Tenant

KIND = "draw_rating_round"
REMIND = "remind_raters"
EXAMINE = "examine_raters"
JOIN = "join_rating_round"
#: Its work is in rating_rounds/due_rounds.py.
CLOSE = "close_due_rounds"
#: Requests that found the round open are waited for (uploads/of_rounds.py).
_LATER = 35
#: Hours between two looks at a company's rounds. A day begins at another hour in each time zone.
_HOURS = 6


def send(context: Context, round_id: str, revision: int) -> None:
    """Ask for the drawing of a round that is at this revision once the request is committed."""
    members = {"id": round_id, "revision": revision}
    queues.send(context.platform, JOBS, Message(KIND, context.scope, members))


def _round(context: Context, message: Message) -> "records.Round | None":
    found = records.read_round(context, message.text("id"))
    return None if found is None or found.revision < message.number("revision") else found


def _run(context: Context, found: "records.Round", _tenant: Tenant, deadline: datetime) -> None:
    drawing.run(context, found, deadline)


def _give_up(context: Context, message: Message, at: str | None) -> None:
    drawing.give_up(context, message.text("id"), at)


DRAW_RATING_ROUND = Kind(KIND, JOBS, "rating_round", _round, _run, _give_up)


def send_examination(context: Context, round_id: str) -> None:
    """Ask for the examination of a closed round's raters once the request is committed."""
    message = Message(EXAMINE, context.scope, {"id": round_id})
    queues.send(context.platform, JOBS, message, delay=_LATER)


def _to_examine(context: Context, message: Message) -> "records.Round | None":
    return records.read_round(context, message.text("id"))


def _examine(
    context: Context, found: "records.Round", _tenant: Tenant, deadline: datetime
) -> Next | None:
    return examining.run(context, found, deadline)


#: The round itself is stored, and its period waits until this is done. So a dead letter is sent
#: again by itself; until then publishing takes the round's flags by their count.
EXAMINE_RATERS = Kind(EXAMINE, JOBS, "rating_rounds", _to_examine, _examine, again=True)


def send_joining(context: Context, round_id: str, revision: int) -> None:
    """Ask for a round's people who joined to be added, once it is committed with this revision."""
    queues.send(context.platform, JOBS, _joining(context, round_id, revision))


def _joining(context: Context, round_id: str, revision: int = 0) -> Message:
    return Message(JOIN, context.scope, {"id": round_id, "revision": revision})


def _join(
    context: Context, found: "records.Round", _tenant: Tenant, deadline: datetime
) -> Next | None:
    return joining.run(context, found, deadline)


#: The round tells until when people are being added, and hr may ask for it again, or close the
#: round. So a dead letter is sent again by itself, and a look is made anew some hours later.
JOIN_RATING_ROUND = Kind(JOIN, JOBS, "rating_round", _round, _join, again=True)


def _rounds(context: Context, _message: Message) -> "list[records.Round]":
    return under_way.rounds_under_way(context)


def _remind(
    context: Context, rounds: "list[records.Round]", _tenant: Tenant, _deadline: datetime
) -> None:
    """Tell reminders that are due, and ask for a look who joined each round that takes people."""
    reminders.tell(context, reminders.due(context, rounds))
    looks = [_joining(context, one.id) for one in rounds if joining.may_join(one)]
    queues.send_all(context.platform, JOBS, looks)


#: Giving up needs no note: the next look finds what is due.
REMIND_RATERS = Kind(REMIND, JOBS, "rating_rounds", _rounds, _remind)


def tick(platform: Platform) -> int:
    """Send the messages for every company whose rounds are to be looked at. Returns their number.

    A tick that does not come, or comes twice, makes a reminder or a closing late by some hours, or
    asks twice.
    """
    hour = platform.clock().hour
    everybody = companies.staying(platform)
    due = [one for one in everybody if (scope.number_of(one.tenant) + hour) % _HOURS == 0]
    companies.ask(platform, JOBS, REMIND, due)
    return companies.ask(platform, UPLOADS, CLOSE, due)
