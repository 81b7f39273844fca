"""Who sees which interview: the team's superiors, readers of the company, and the person."""

from chalicelib.errors import NotFound
from chalicelib.interviews.records import Interview, read_interview
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.principal import Principal


def visible(principal: Principal, interview: Interview) -> bool:
    """Return whether the caller may see an interview. Its result was published before."""
    return principal.may_see(interview.person, interview.team)


def seen(context: Context, interview_id: str) -> Interview:
    """Return an interview that the caller may see. Raises NotFound (404) for every other."""
    found = read_interview(context, interview_id)
    if found is None or not visible(context.principal, found):
        raise NotFound("interview")
    return found
