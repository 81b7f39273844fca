"""/v1/templates: the library of templates for new schemes."""

from marshmallow import fields

from chalicelib.errors import NotFound
from chalicelib.templates import library
from chalicelib.tenancy.roles import EVERYBODY, OPERATOR
from chalicelib.web.answers import Answer
from chalicelib.web.fields import Schema
from chalicelib.web.paging import ListAnswer, listed
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Templates")


class TemplateSummaryAnswer(Schema):
    """A template in the list, with the parameters that a tenant must settle."""

    code = fields.String()
    name = fields.Dict(keys=fields.String(), values=fields.String())
    description = fields.Dict(keys=fields.String(), values=fields.String())
    industry = fields.String()
    subject = fields.String()
    period = fields.String()
    indicators = fields.List(fields.String())
    parameters = fields.List(fields.Dict())


class TemplateListAnswer(ListAnswer):
    """The whole library."""

    items = fields.List(fields.Nested(TemplateSummaryAnswer))


class TemplateAnswer(Schema):
    """A template: a scheme document (docs/scheme-document.md), its parameters open."""

    code = fields.String()
    name = fields.Dict(keys=fields.String(), values=fields.String())
    dimensions = fields.List(fields.Dict())
    parameters = fields.List(fields.Dict())


@routes.get(
    "/v1/templates",
    "templates.list",
    "The template library",
    roles=EVERYBODY | OPERATOR,
    answer=TemplateListAnswer,
)
def templates(request: Request) -> Answer:
    items = [
        {
            "code": one.code,
            "name": dict(one.name),
            "description": dict(one.description),
            "industry": one.industry,
            "subject": one.subject,
            "period": one.period,
            "indicators": list(one.indicators),
            "parameters": [dict(parameter) for parameter in one.parameters],
        }
        for one in library.list_templates()
    ]
    return listed(request, items, None)


@routes.get(
    "/v1/templates/{code}",
    "templates.read",
    "A template, whole",
    roles=EVERYBODY | OPERATOR,
    answer=TemplateAnswer,
    problems=(404,),
)
def read_template(_request: Request, code: str) -> Answer:
    try:
        return Answer(library.template(code).document())
    except library.UnknownTemplate:
        raise NotFound("template") from None
