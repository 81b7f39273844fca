"""GET /v1/health, /v1/openapi.json and /v1/docs, without a credential."""

from marshmallow import fields

from chalicelib.errors import NotFound
from chalicelib.version import VERSION
from chalicelib.web.answers import Answer
from chalicelib.web.fields import Schema
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Service")


class HealthAnswer(Schema):
    """Whether the service answers, and which build it is."""

    status = fields.String(metadata={"enum": ["ok"]})
    version = fields.String()


@routes.get("/v1/health", "health", "Whether the service answers", public=True, answer=HealthAnswer)
def health(_: Request) -> Answer:
    return Answer({"status": "ok", "version": VERSION})


@routes.get("/v1/openapi.json", "openapi", "This document", public=True)
def openapi(_: Request) -> Answer:
    from chalicelib.docs import document

    return Answer(content=document.openapi(), headers={"Cache-Control": "no-cache"})


@routes.get(
    "/v1/docs",
    "docs",
    "An interactive page of the API, for a browser",
    public=True,
    media=("text/html",),
)
def docs(request: Request) -> Answer:
    from chalicelib.docs import page

    return Answer(
        content=page.page(request.called),
        content_type="text/html; charset=utf-8",
        headers={
            "Cache-Control": "no-cache",
            "Content-Security-Policy": page.POLICY,
            "Referrer-Policy": "no-referrer",
        },
    )


@routes.get(
    "/v1/docs/assets/{name}",
    "docs.asset",
    "A file that the page needs",
    public=True,
    media=("text/javascript", "text/css"),
    problems=(404,),
)
def docs_asset(_: Request, name: str) -> Answer:
    from chalicelib.docs import page

    found = page.asset(name)
    if found is None:
        raise NotFound("path")
    return Answer(
        content=found.text,
        content_type=found.content_type,
        headers={"Cache-Control": "public, max-age=86400"},
    )
