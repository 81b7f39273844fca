"""Who sees which review meeting: whoever oversees the team or supervises the department."""

from chalicelib.errors import NotFound
from chalicelib.plans.overseeing import Overseeing
from chalicelib.review_meetings.records import ReviewMeeting, read_meeting
from chalicelib.tenancy.context import Context


def visible(context: Context, meeting: ReviewMeeting, overseeing: Overseeing) -> bool:
    """Return whether the caller may see a meeting."""
    if meeting.department is not None:
        return overseeing.heads(meeting.department)
    return context.principal.oversees(meeting.team)


def seen(context: Context, meeting_id: str) -> ReviewMeeting:
    """Return a meeting that the caller may see. Raises NotFound (404) for every other."""
    found = read_meeting(context, meeting_id)
    if found is None or not visible(context, found, Overseeing(context)):
        raise NotFound("review_meeting")
    return found
