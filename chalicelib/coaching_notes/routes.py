"""/v1/coaching-notes."""

from typing import Any

from chalicelib.coaching_notes import listing, presenting, service
from chalicelib.coaching_notes.records import CoachingNote
from chalicelib.coaching_notes.schemas import (
    CoachingNoteAnswer,
    CoachingNoteBody,
    CoachingNoteListAnswer,
    CoachingNotePatch,
    CoachingNoteQuery,
    CoachingNoteSeenBody,
)
from chalicelib.coaching_notes.sight import seen
from chalicelib.teams.sight import folds_named
from chalicelib.tenancy.roles import EVERYBODY, PLANNERS, SCORED
from chalicelib.web import exact_json
from chalicelib.web.answers import Answer, created
from chalicelib.web.etags import of_revision
from chalicelib.web.paging import listed, position
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Coaching notes")


@routes.get(
    "/v1/coaching-notes",
    "coaching_notes.list",
    "List coaching notes, the newest first",
    roles=EVERYBODY,
    description=(
        "An agent sees the own. A supervisor sees those of the own teams, and with `employee_id` "
        "all about somebody who is in one of them now."
    ),
    query=CoachingNoteQuery,
    answer=CoachingNoteListAnswer,
)
def coaching_notes(request: Request) -> Answer:
    query, context = request.query, request.context
    team = folds_named(context, query.get("team"))
    found, after = listing.page(context, query, team, query["limit"], position(request))
    return listed(request, presenting.described_all(context, found), after)


@routes.post(
    "/v1/coaching-notes",
    "coaching_notes.record",
    "Write what was observed of a person, and what is advised",
    roles=PLANNERS,
    description=(
        "The person reads all of it. It is written by who oversees the person's team now. 409 "
        "`own_coaching_note` for the caller's own person."
    ),
    body=CoachingNoteBody,
    answer=CoachingNoteAnswer,
    status=201,
    problems=(409,),
)
def record_coaching_note(request: Request) -> Answer:
    found = service.record(request.context, request.body)
    body, etag = _shown(request, found)
    return created(f"/v1/coaching-notes/{found.id}", body, etag)


@routes.get(
    "/v1/coaching-notes/{coaching_note_id}",
    "coaching_notes.read",
    "A coaching note, and what its person says of it",
    roles=EVERYBODY,
    answer=CoachingNoteAnswer,
    problems=(404,),
)
def coaching_note(request: Request, coaching_note_id: str) -> Answer:
    return _answered(request, seen(request.context, coaching_note_id))


@routes.patch(
    "/v1/coaching-notes/{coaching_note_id}",
    "coaching_notes.change",
    "Change a coaching note",
    roles=PLANNERS,
    description=(
        "It is `written` again until the person has seen it; remarks stay, each with the revision "
        "that it was said of. 409 `other_team` where the person is in another team by now, "
        "`person_erased`, `own_coaching_note`."
    ),
    body=CoachingNotePatch,
    answer=CoachingNoteAnswer,
    needs_if_match=True,
    problems=(404, 409, 412),
)
def change_coaching_note(request: Request, coaching_note_id: str) -> Answer:
    context = request.context
    found = service.change(context, coaching_note_id, request.body, request.expected)
    return _answered(request, found)


@routes.post(
    "/v1/coaching-notes/{coaching_note_id}/acknowledge",
    "coaching_notes.acknowledge",
    "Say, as the person, that a coaching note was seen, with a remark or without",
    roles=SCORED,
    description="Said again, a remark is added. 409 `too_many_remarks`.",
    body=CoachingNoteSeenBody,
    answer=CoachingNoteAnswer,
    needs_if_match=True,
    problems=(404, 409, 412),
)
def acknowledge_coaching_note(request: Request, coaching_note_id: str) -> Answer:
    context, remark = request.context, request.body["remark"]
    return _answered(
        request, service.acknowledge(context, coaching_note_id, remark, request.expected)
    )


def _answered(request: Request, found: CoachingNote) -> Answer:
    body, etag = _shown(request, found)
    return Answer(body, etag=etag)


def _shown(request: Request, found: CoachingNote) -> tuple[dict[str, Any], str]:
    (body,) = presenting.described_all(request.context, [found])
    return body, of_revision(found.revision, exact_json.write(body))
