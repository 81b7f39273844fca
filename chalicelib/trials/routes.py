"""POST /v1/score."""

from chalicelib.tenancy.roles import STAFF
from chalicelib.trials import service
from chalicelib.trials.schemas import ScoreAnswer, ScoreBody
from chalicelib.web.answers import Answer
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Schemes")


@routes.post(
    "/v1/score",
    "schemes.score",
    "Try up to 500 rows against a scheme; nothing is stored",
    batch=True,
    roles=STAFF,
    description=(
        "By `scheme` alone its draft, with `version` one of its versions, or by a whole "
        "`document`. Cells are texts or numbers and are read as a file's would be. A row that "
        "cannot be scored has `errors`; the others have a `result`."
    ),
    body=ScoreBody,
    answer=ScoreAnswer,
    pure=True,
    problems=(404,),
)
def score(request: Request) -> Answer:
    body = request.body
    rules = service.chosen_rules(request.context, body)
    context, explain = request.context, body["explain"]
    found = service.scored(context, rules, body["rows"], request.language, explain=explain)
    return Answer(content=service.answer_text(found))
