"""GET /v1/health, /v1/openapi.json and /v1/docs."""

from marshmallow import fields

from chalicelib.web.answers import Answer
from chalicelib.web.fields import Schema
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Service")


class HealthAnswer(Schema):
    """Whether the service answers, and which build it is."""

    status = fields.String()
    version = fields.String()


@routes.get("/v1/health", "health", "Whether the service answers", answer=HealthAnswer)
def health(_: Request) -> Answer:
    from chalicelib.version import VERSION

    return Answer({"status": "ok", "version": VERSION})
