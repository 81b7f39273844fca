"""/v1/calendar, /v1/calendar-links, and the feed that a link leads to."""

from datetime import timedelta
from typing import Any

from chalicelib.calendars import links, presenting, reading
from chalicelib.calendars.records import CalendarLink
from chalicelib.calendars.schemas import (
    CalendarAnswer,
    CalendarFeedQuery,
    CalendarLinkBody,
    CalendarLinkListAnswer,
    CalendarQuery,
    NewCalendarLinkAnswer,
)
from chalicelib.calendars.secret import FeedSecret
from chalicelib.errors import invalid_value
from chalicelib.language import Language, Text
from chalicelib.people.today import day_of
from chalicelib.tenancy.roles import LEADERS, STAFF
from chalicelib.web.answers import Answer, created, no_content
from chalicelib.web.paging import ListQuery, listed, position
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Calendar")

FEED = "/v1/calendar.ics"
MEDIA = "text/calendar"
#: Days before and after today that a feed has.
BEFORE, AFTER = 60, 120


@routes.get(
    "/v1/calendar",
    "calendar.read",
    "What is due between two days, and what is late",
    roles=LEADERS,
    description=(
        "Of each scheme's months: until when figures and ratings are due, when results are "
        "published, until when people may appeal, when results are locked and exported. A day "
        f"comes from what says it most exactly (`basis`). At most {reading.MOST_DAYS} days."
    ),
    query=CalendarQuery,
    answer=CalendarAnswer,
    problems=(404,),
)
def calendar(request: Request) -> Answer:
    query = request.query
    first, last = query["from_"], query["to"]
    if last < first:
        raise invalid_value("/to", "ends_before_it_begins", BACKWARDS)
    if reading.days_between(first, last) > reading.MOST_DAYS:
        raise invalid_value("/to", "too_long_a_time", TOO_LONG)
    found = reading.calendar(request.context, first, last, query.get("scheme"))
    return Answer(presenting.described(found))


@routes.get(
    "/v1/calendar-links",
    "calendar_links.list",
    "Links of calendar feeds, without their secrets",
    roles=STAFF,
    query=ListQuery,
    answer=CalendarLinkListAnswer,
)
def calendar_links(request: Request) -> Answer:
    found, after = links.page(request.context, request.query["limit"], position(request))
    return listed(request, [links.described(one) for one in found], after)


@routes.post(
    "/v1/calendar-links",
    "calendar_links.make",
    "Make a link by which a calendar program reads the calendar",
    roles=STAFF,
    description=(
        "Whoever has the link reads the feed, without a key. The secret is shown this once; a hash "
        "of it is kept. The feed has schemes, months and days, and nothing of any person."
    ),
    body=CalendarLinkBody,
    answer=NewCalendarLinkAnswer,
    status=201,
)
def make_calendar_link(request: Request) -> Answer:
    link, secret = links.make(request.context, request.body)
    return created(f"/v1/calendar-links/{link.id}", _with_secret(link, secret))


@routes.post(
    "/v1/calendar-links/{link_id}/replace",
    "calendar_links.replace",
    "Give a link another secret; the former opens nothing any more",
    roles=STAFF,
    answer=NewCalendarLinkAnswer,
    problems=(404, 409),
)
def replace_calendar_link(request: Request, link_id: str) -> Answer:
    return Answer(_with_secret(*links.renew(request.context, link_id)))


@routes.delete(
    "/v1/calendar-links/{link_id}",
    "calendar_links.revoke",
    "Revoke a link at once",
    roles=STAFF,
    status=204,
    problems=(404,),
)
def revoke_calendar_link(request: Request, link_id: str) -> Answer:
    links.revoke(request.context, link_id)
    return no_content()


@routes.get(
    FEED,
    "calendar.feed",
    "The calendar as an iCalendar feed, by a secret link",
    public=True,
    caller=links.caller_of,
    description=(
        "RFC 5545, with the days around today. It needs no key; 404 for a link that is wrong, "
        "replaced or revoked."
    ),
    query=CalendarFeedQuery,
    media=(MEDIA,),
    problems=(404,),
)
def feed(request: Request) -> Answer:
    context = request.context
    link = links.existing(context, request.caller.credential)
    zone = context.principal.time_zone
    first = day_of(context.now - timedelta(days=BEFORE), zone)
    last = day_of(context.now + timedelta(days=AFTER), zone)
    found = reading.calendar(context, first, last, link.scheme)
    language: Language | None = None
    if link.language is not None:
        language = "zh" if link.language == "zh" else "en"
    return Answer(
        content=presenting.stream(found, context.scope.tenant, language),
        content_type=f"{MEDIA}; charset=utf-8",
        headers={
            "Cache-Control": "private, no-cache",
            "Referrer-Policy": "no-referrer",
        },
    )


def _with_secret(link: CalendarLink, secret: FeedSecret) -> dict[str, Any]:
    return {
        **links.described(link),
        "secret": secret.text,
        "path": f"{FEED}?link={secret.text}",
    }


BACKWARDS = Text("结束日早于开始日。", "It ends before it begins.")
TOO_LONG = Text(
    f"一次最多查看 {reading.MOST_DAYS} 天。",
    f"At most {reading.MOST_DAYS} days can be asked for at once.",
)
