"""/v1/rating-tasks: the caller's own forms."""

from chalicelib.rating_tasks import presenting, service
from chalicelib.rating_tasks.answers import Asked
from chalicelib.rating_tasks.finding import Task, own_task
from chalicelib.rating_tasks.schemas import (
    RatingTaskAnswer,
    RatingTaskBody,
    RatingTaskListAnswer,
    RatingTaskQuery,
)
from chalicelib.tenancy.roles import RATERS
from chalicelib.web import exact_json
from chalicelib.web.answers import Answer
from chalicelib.web.etags import of_revision
from chalicelib.web.paging import listed, position
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Rating tasks")


@routes.get(
    "/v1/rating-tasks",
    "rating_tasks.list",
    "List the forms that the caller is asked to fill in",
    roles=RATERS,
    description=(
        "Nobody sees another's forms. Empty for a credential that is bound to nobody. 409 "
        "`link_over` for a rater's session when the round is closed, all forms are submitted, or "
        "the link was revoked or replaced."
    ),
    query=RatingTaskQuery,
    answer=RatingTaskListAnswer,
    problems=(409,),
)
def tasks(request: Request) -> Answer:
    query, context = request.query, request.context
    found, after = service.page(context, query.get("round_id"), query["limit"], position(request))
    return listed(request, presenting.described_all(context, found), after)


@routes.get(
    "/v1/rating-tasks/{task_id}",
    "rating_tasks.read",
    "A form of the caller, with its questions and what is saved",
    roles=RATERS,
    description=(
        "A rater's session reads what was saved under its own link alone, so that nobody reads "
        "marks with a link that was drawn later."
    ),
    answer=RatingTaskAnswer,
    problems=(404, 409),
)
def task(request: Request, task_id: str) -> Answer:
    found = own_task(request.context, task_id)
    return _shown(request, found, service.questions(request.context, found))


@routes.put(
    "/v1/rating-tasks/{task_id}",
    "rating_tasks.save",
    "Save a form; it may change until the round closes",
    roles=RATERS,
    description=(
        "A form that was submitted stays submitted, and must be complete. 409 `round_not_open`, "
        "`rater_left`, `ratee_gone`. 412 when it was saved in another window meanwhile."
    ),
    body=RatingTaskBody,
    answer=RatingTaskAnswer,
    needs_if_match=True,
    decides=True,
    problems=(404, 409, 412),
)
def save_task(request: Request, task_id: str) -> Answer:
    return _shown(request, *service.save(request.context, task_id, request.body, request.expected))


@routes.post(
    "/v1/rating-tasks/{task_id}/submit",
    "rating_tasks.submit",
    "Submit a form: it counts when the round closes",
    roles=RATERS,
    description="422 `unanswered` for each question without a mark and without *cannot judge*.",
    answer=RatingTaskAnswer,
    needs_if_match=True,
    decides=True,
    problems=(404, 409, 412),
)
def submit_task(request: Request, task_id: str) -> Answer:
    return _shown(request, *service.submit(request.context, task_id, request.expected))


def _shown(request: Request, found: Task, form: list[Asked]) -> Answer:
    body = presenting.described(request.context, found, form)
    revision = 0 if found.form is None else found.form.revision
    return Answer(body, etag=of_revision(revision, exact_json.write(body)))
