"""Background work of this package: people are told of an announcement."""

from datetime import datetime

from chalicelib.announcements import queue, records, telling
from chalicelib.announcements.keys import key_of_announcement
from chalicelib.audit import work_ends
from chalicelib.jobs.kinds import JOBS, Kind, Message, Next, UnreadableMessage, after
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.records import Tenant


def _place(message: Message) -> tuple[str, str, int]:
    number = message.text("id")
    if not (number.isascii() and number.isdigit()):
        raise UnreadableMessage("no number of an announcement")
    return message.text("period"), message.text("scheme"), int(number)


def _announcement(context: Context, message: Message) -> "records.Announcement | None":
    """Return the announcement of a message; None while its request is not committed."""
    found = records.read_announcement(context, *_place(message))
    if found is None or found.revision < message.number("revision"):
        return None
    return found


def _tell(
    context: Context, found: "records.Announcement", _tenant: Tenant, deadline: datetime
) -> Next | None:
    return after(telling.run(context, found, deadline))


def _give_up(context: Context, message: Message, at: str | None) -> None:
    place = _place(message)
    work_ends.note_given_up(
        context,
        key_of_announcement(context.scope, *place),
        at,
        (records.TELLING,),
        lambda: records.read_announcement(context, *place),
        "announcements.end",
        telling.target_of(*place),
    )


TELL_ANNOUNCEMENT = Kind(queue.TELL, JOBS, "announcements", _announcement, _tell, _give_up)
