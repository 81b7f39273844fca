"""GET /v1/scheme-grammar."""

from chalicelib.schemes.grammar import service
from chalicelib.tenancy.roles import EVERYBODY, OPERATOR
from chalicelib.web.answers import Answer
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Schemes")

JSON_SCHEMA = "application/schema+json"


@routes.get(
    "/v1/scheme-grammar",
    "schemes.grammar",
    "The JSON Schema of a scheme document",
    roles=EVERYBODY | OPERATOR,
    description=(
        "JSON Schema 2020-12, for editors and for programs that write schemes. What it refuses is "
        "refused here too; what concerns several fields at once (points that add up, the order of "
        "tiers) is told by the linter, as `findings` of a draft."
    ),
    media=(JSON_SCHEMA,),
)
def grammar(_request: Request) -> Answer:
    return Answer(content=service.grammar_text(), content_type=JSON_SCHEMA)
