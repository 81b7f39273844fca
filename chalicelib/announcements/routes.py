"""/v1/periods/{period}/announcement, who was told of it, and its acknowledgement."""

from chalicelib.announcements import acknowledging, listing, presenting, service
from chalicelib.announcements.records import read_plan
from chalicelib.announcements.schemas import (
    AnnounceBody,
    AnnouncedPeopleAnswer,
    AnnouncedPeopleQuery,
    AnnouncedRulebookQuery,
    AnnouncementAcknowledgeBody,
    AnnouncementAnswer,
    AnnouncementQuery,
    TellBody,
)
from chalicelib.announcements.sight import Seen, own, seen
from chalicelib.schemes.rulebook.page import HEADERS
from chalicelib.schemes.rulebook.schemas import RulebookAnswer
from chalicelib.teams.sight import folds_named
from chalicelib.tenancy.roles import EVERYBODY, LEADERS, SCORED, STAFF
from chalicelib.web.answers import Answer, created
from chalicelib.web.paging import listed, position
from chalicelib.web.path_parameters import existing_period
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Announcements")

HTML = "text/html"


@routes.get(
    "/v1/periods/{period}/announcement",
    "announcements.read",
    "A month's plan, as it was announced",
    roles=EVERYBODY,
    description=(
        "Version, sources, methods, dates, and what changed since the announcement before. People "
        "who are scored see what concerns them, with when they were told (`own`); `telling` is for "
        "those who see the whole company."
    ),
    query=AnnouncementQuery,
    answer=AnnouncementAnswer,
    problems=(404, 409),
)
def announcement(request: Request, period: str) -> Answer:
    return _shown(request, _seen(request, period))


@routes.post(
    "/v1/periods/{period}/announcement",
    "announcements.announce",
    "Announce a month's plan to those whom it concerns",
    roles=STAFF,
    description=(
        "By the version in effect. Everybody whom it concerns is told in the background: see "
        "`telling`. A later announcement takes the place of the former, says what changed, and "
        "asks for acknowledgement again; once the period has begun it needs a `reason` (422 "
        "`reason_required`; the reason of a version that was published with one will do). Refused "
        "(409) `nothing_changed`, `already_published` and `too_many_announcements`."
    ),
    body=AnnounceBody,
    answer=AnnouncementAnswer,
    status=201,
    problems=(404, 409),
)
def announce(request: Request, period: str) -> Answer:
    existing_period(period)
    found, plan = service.announce(request.context, period, request.body)
    path = f"/v1/periods/{period}/announcement?scheme={found.scheme}&number={found.number}"
    shown = presenting.described(request.context, Seen(found, None), request.language, plan)
    return created(path, shown)


@routes.post(
    "/v1/periods/{period}/announcement/tell",
    "announcements.tell",
    "Tell the plan that stands to those who have come since",
    roles=STAFF,
    description="Nobody is told twice. Also for telling that was given up.",
    body=TellBody,
    answer=AnnouncementAnswer,
    status=202,
    problems=(404, 409),
)
def tell(request: Request, period: str) -> Answer:
    existing_period(period)
    found = service.tell(request.context, period, **request.body)
    return Answer(_described(request, Seen(found, None)), 202)


@routes.post(
    "/v1/periods/{period}/announcement/acknowledge",
    "announcements.acknowledge",
    "Say, as the person, that the month's plan was read",
    roles=SCORED,
    description=(
        "Of the announcement that stands (409 `announcement_replaced`). Said again it changes "
        "nothing."
    ),
    body=AnnouncementAcknowledgeBody,
    answer=AnnouncementAnswer,
    problems=(404, 409),
)
def acknowledge(request: Request, period: str) -> Answer:
    existing_period(period)
    context, body = request.context, request.body
    found = acknowledging.acknowledge(context, own(context, period, body["scheme"]), body["number"])
    return _shown(request, found)


@routes.get(
    "/v1/periods/{period}/announcement/people",
    "announcements.people",
    "Whom the plan concerns: who was told and when, who acknowledged it",
    roles=LEADERS,
    description=(
        "As the register has people today; a supervisor sees the own teams. With filters a page "
        "may be short and have a next one."
    ),
    query=AnnouncedPeopleQuery,
    answer=AnnouncedPeopleAnswer,
    problems=(404,),
)
def people(request: Request, period: str) -> Answer:
    existing_period(period)
    context, query = request.context, request.query
    found = seen(context, period, query["scheme"], query.get("number")).announcement
    team = folds_named(context, query.get("team"))
    rows, after = listing.page(context, found, query, team, position(request))
    return listed(request, rows, after)


@routes.get(
    "/v1/periods/{period}/announcement/rulebook",
    "announcements.rulebook",
    "The rules in words, as they were announced",
    roles=EVERYBODY,
    description=(
        "Kept with the announcement in both languages. `format=html` (or Accept: text/html) is a "
        "page to read and print."
    ),
    query=AnnouncedRulebookQuery,
    answer=RulebookAnswer,
    media=(HTML,),
    problems=(404, 409),
)
def rulebook(request: Request, period: str) -> Answer:
    query = request.query
    found = _seen(request, period).announcement
    plan = read_plan(request.context, found)
    language = query.get("lang") or request.language
    language_header = {"Content-Language": language}
    form = query.get("format")
    if form == "html" or (form is None and request.accepts(HTML)):
        return Answer(
            content=presenting.rulebook_page(found, plan, language),
            content_type=f"{HTML}; charset=utf-8",
            headers={**HEADERS, **language_header},
        )
    return Answer(presenting.rulebook(found, plan, language), headers=language_header)


def _seen(request: Request, period: str) -> Seen:
    existing_period(period)
    query = request.query
    return seen(request.context, period, query.get("scheme"), query.get("number"))


def _shown(request: Request, found: Seen) -> Answer:
    return Answer(_described(request, found))


def _described(request: Request, found: Seen) -> dict[str, object]:
    return presenting.described(request.context, found, request.language)
