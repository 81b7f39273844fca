"""/v1/rating-rounds."""

from chalicelib.rating_forms.records import Round, Sheet
from chalicelib.rating_rounds import (
    assignments,
    comments,
    making,
    presenting,
    running,
    service,
)
from chalicelib.rating_rounds.assignments import Assignment
from chalicelib.rating_rounds.rater_sheets import sheets_of_rater
from chalicelib.rating_rounds.schemas import (
    AssignmentBody,
    AssignmentListAnswer,
    AssignmentQuery,
    RaterSheetsAnswer,
    RatingCommentQuery,
    RatingCommentsAnswer,
    RatingDrawBody,
    RatingReasonBody,
    RatingReopenBody,
    RatingRoundAnswer,
    RatingRoundBody,
    RatingRoundListAnswer,
    RatingRoundPatch,
    RatingRoundQuery,
)
from chalicelib.tenancy.roles import EVERYBODY, READERS, STAFF
from chalicelib.web import exact_json
from chalicelib.web.answers import Answer, created
from chalicelib.web.etags import of_revision
from chalicelib.web.paging import listed, position
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Rating rounds")


@routes.get(
    "/v1/rating-rounds",
    "rating_rounds.list",
    "List rating rounds, the newest first",
    roles=READERS,
    query=RatingRoundQuery,
    answer=RatingRoundListAnswer,
)
def rounds(request: Request) -> Answer:
    found, after = service.page(
        request.context, request.query, request.query["limit"], position(request)
    )
    items = presenting.described_all(request.context, found, request.language)
    return listed(request, items, after)


@routes.post(
    "/v1/rating-rounds",
    "rating_rounds.create",
    "Make a rating round; who rates whom is drawn in the background",
    roles=STAFF,
    description=(
        "From the scheme's version of the period. The columns of its marks need a source of their "
        "own. 409 for a locked period."
    ),
    body=RatingRoundBody,
    answer=RatingRoundAnswer,
    status=201,
    problems=(409,),
)
def make_round(request: Request) -> Answer:
    found = making.create(request.context, request.body)
    answer = shown(request, found)
    return created(f"/v1/rating-rounds/{found.id}", answer.body, answer.etag)


@routes.get(
    "/v1/rating-rounds/{round_id}",
    "rating_rounds.read",
    "A rating round; it tells nothing of what anybody gave",
    roles=READERS,
    answer=RatingRoundAnswer,
    problems=(404,),
)
def rating_round(request: Request, round_id: str) -> Answer:
    return shown(request, making.existing(request.context, round_id))


@routes.patch(
    "/v1/rating-rounds/{round_id}",
    "rating_rounds.change",
    "Change the days of a draft, or the last day of an open round",
    roles=STAFF,
    body=RatingRoundPatch,
    answer=RatingRoundAnswer,
    needs_if_match=True,
    problems=(404, 409, 412),
)
def change_round(request: Request, round_id: str) -> Answer:
    context = request.context
    return shown(request, making.change(context, round_id, request.body, request.expected))


@routes.post(
    "/v1/rating-rounds/{round_id}/draw",
    "rating_rounds.draw",
    "Draw a draft again, by the register of now; changes by hand go",
    roles=STAFF,
    body=RatingDrawBody,
    answer=RatingRoundAnswer,
    needs_if_match=True,
    problems=(404, 409, 412),
)
def draw_round(request: Request, round_id: str) -> Answer:
    context = request.context
    return shown(request, making.draw_again(context, round_id, request.body, request.expected))


@routes.post(
    "/v1/rating-rounds/{round_id}/open",
    "rating_rounds.open",
    "Open a round: its forms can be filled in",
    roles=STAFF,
    description=(
        "From now on no file brings the columns that it feeds. 409 `nobody_rates` without any "
        "form, `source_of_another_round`."
    ),
    answer=RatingRoundAnswer,
    needs_if_match=True,
    problems=(404, 409, 412),
)
def open_round(request: Request, round_id: str) -> Answer:
    return shown(request, running.open_round(request.context, round_id, request.expected))


@routes.post(
    "/v1/rating-rounds/{round_id}/close",
    "rating_rounds.close",
    "Close a round: its combined values become the month's",
    roles=STAFF,
    description=(
        "Submitted forms count. `upload` is the work that brings the values to the results, as a "
        "file of these sources would. A locked period takes none: 409, and of a round that was "
        "opened again what it gave before stands."
    ),
    answer=RatingRoundAnswer,
    needs_if_match=True,
    problems=(404, 409, 412),
)
def close_round(request: Request, round_id: str) -> Answer:
    return shown(request, running.close(request.context, round_id, request.expected))


@routes.post(
    "/v1/rating-rounds/{round_id}/reopen",
    "rating_rounds.reopen",
    "Open a closed round again, with a reason",
    roles=STAFF,
    description=(
        "The values of before stand until it is closed again. Of an anonymous role they change "
        "then only where as many forms have changed as make it anonymous."
    ),
    body=RatingReopenBody,
    answer=RatingRoundAnswer,
    needs_if_match=True,
    problems=(404, 409, 412),
)
def reopen_round(request: Request, round_id: str) -> Answer:
    body = request.body
    return shown(
        request,
        running.reopen(
            request.context, round_id, body["reason"], body["closes_on"], request.expected
        ),
    )


@routes.post(
    "/v1/rating-rounds/{round_id}/cancel",
    "rating_rounds.cancel",
    "Cancel a round that was never closed",
    roles=STAFF,
    body=RatingReasonBody,
    answer=RatingRoundAnswer,
    needs_if_match=True,
    problems=(404, 409, 412),
)
def cancel_round(request: Request, round_id: str) -> Answer:
    reason = request.body["reason"]
    return shown(request, running.cancel(request.context, round_id, reason, request.expected))


@routes.get(
    "/v1/rating-rounds/{round_id}/assignments",
    "rating_rounds.assignments",
    "Who rates whom, and who has not answered",
    roles=STAFF,
    description="Only hr and admin see it. A rater with many forms is several entries.",
    query=AssignmentQuery,
    answer=AssignmentListAnswer,
    problems=(404,),
)
def list_assignments(request: Request, round_id: str) -> Answer:
    context, query = request.context, request.query
    found = making.existing(context, round_id)
    some, after = assignments.page(context, found, query, query["limit"], position(request))
    return listed(request, assignments.described(context, found, some), after)


@routes.put(
    "/v1/rating-rounds/{round_id}/assignments/{employee_id}",
    "rating_rounds.assign",
    "Say whom a rater rates, in place of what was drawn",
    roles=STAFF,
    description=(
        "Until the round opens. Without forms the person rates nobody. 409 `own_raters` for a "
        "change of who rates the caller."
    ),
    body=AssignmentBody,
    answer=RaterSheetsAnswer,
    needs_if_match=True,
    problems=(404, 409, 412),
)
def assign(request: Request, round_id: str, employee_id: str) -> Answer:
    found, sheets = assignments.replace_forms(
        request.context, round_id, employee_id, request.body["forms"], request.expected
    )
    return _of_rater(request, found, sheets)


@routes.get(
    "/v1/rating-rounds/{round_id}/assignments/{employee_id}",
    "rating_rounds.assignment",
    "Whom one rater rates; its ETag is for changing it",
    roles=STAFF,
    answer=RaterSheetsAnswer,
    problems=(404,),
)
def assignment(request: Request, round_id: str, employee_id: str) -> Answer:
    context = request.context
    found = making.existing(context, round_id)
    rater = assignments.known_rater(context, employee_id)
    return _of_rater(request, found, sheets_of_rater(context, found, rater))


@routes.get(
    "/v1/rating-rounds/{round_id}/comments",
    "rating_rounds.comments",
    "What raters wrote about a person: shuffled, without name or time",
    roles=EVERYBODY,
    description=(
        "When the round is closed: for hr, admin, auditor and the team's supervisors; for the "
        "person, whatever else they are, when the period is published. Of an anonymous role from "
        "`anonymity_min` forms up."
    ),
    query=RatingCommentQuery,
    answer=RatingCommentsAnswer,
    problems=(404, 409),
)
def list_comments(request: Request, round_id: str) -> Answer:
    employee_id = request.query["employee_id"]
    return Answer({"items": comments.of_person(request.context, round_id, employee_id)})


def shown(request: Request, found: Round) -> Answer:
    """Return the answer that shows a round, with its ETag."""
    body = presenting.described_one(request.context, found, request.language)
    return Answer(body, etag=of_revision(found.revision, exact_json.write(body)))


def _of_rater(request: Request, found: Round, sheets: list[Sheet]) -> Answer:
    theirs = [Assignment(sheet, {}) for sheet in sheets]
    body = {"items": assignments.described(request.context, found, theirs)}
    revision = sheets[0].revision if sheets else 0
    return Answer(body, etag=of_revision(revision, exact_json.write(body)))
