"""The whole document."""

import json
from collections.abc import Iterable
from typing import Any

from apispec import APISpec

from chalicelib.version import VERSION
from chalicelib.web.registry import Route
from infra.openapi import scheme_document
from infra.openapi.components import HEADERS, PARAMETERS, PROBLEM, PROBLEMS, SECURITY
from infra.openapi.operations import operation
from infra.openapi.shapes import Converter, plugin

DESCRIPTION = """\
Scores customer-service agents by their company's own scheme: a month of service data comes in as \
a file; scorecards, grades, bonus coefficients and improvement plans go out.

按企业自定的考核方案为客服人员评分：上传月度服务数据，得到评分表、等级、奖金系数与改进计划。

Decimals are strings in answers (`"91.00"`) and exact in requests, as strings or numbers. Times \
are RFC 3339 in UTC. Periods are `2026-10`, `2026-Q4` and `2026`. Names are `{"zh": …, "en": …}`; \
a plain string is taken for both. Lists are `{"items": […], "next": cursor or null}`. Errors are \
`application/problem+json` (RFC 9457).

小数在响应中为字符串，请求中可为字符串或数字，均精确处理；时间为 UTC；名称为中英双语对象；错误为 \
RFC 9457 格式，文字语言由 Accept-Language 决定。
"""


def document(routes: Iterable[Route]) -> dict[str, Any]:
    """Return the OpenAPI document of these routes; its order depends on the routes only."""
    marshmallow = plugin()
    spec = APISpec(
        title="servicescore",
        version=VERSION,
        openapi_version="3.1.0",
        plugins=[marshmallow],
        info={"description": DESCRIPTION},
        # The document is at {base}/v1/openapi.json; base may contain a stage.
        servers=[{"url": ".."}],
        security=[{"key": []}],
    )
    converter = marshmallow.converter
    assert isinstance(converter, Converter)  # noqa: S101 (tells the type; plugin() made it)
    _shared(spec)
    tags: dict[str, None] = {}
    found_routes = tuple(routes)
    for route in found_routes:
        tags[route.tag] = None
        spec.path(
            path=route.path,
            operations={route.method.lower(): operation(route, converter, found_routes)},
        )
    found = spec.to_dict()
    found["tags"] = [{"name": tag} for tag in tags]
    found["components"]["schemas"] = dict(sorted(found["components"]["schemas"].items()))
    return dict(found)


def written(routes: Iterable[Route]) -> str:
    """Return the document as the text that is committed and served."""
    return json.dumps(document(routes), ensure_ascii=False, indent=1) + "\n"


def _shared(spec: APISpec) -> None:
    spec.components.schema("Problem", PROBLEM)
    for name, schema in scheme_document.components().items():
        spec.components.schema(name, schema)
    spec.components.security_scheme("key", SECURITY)
    for name, header in HEADERS.items():
        spec.components.header(name, header)
    for name, parameter in PARAMETERS.items():
        spec.components.parameter(name, "header", parameter)
    for status, description in PROBLEMS.items():
        spec.components.response(f"Problem{status}", _response(status, description))


def _response(status: int, description: str) -> dict[str, Any]:
    names = ["X-Request-Id", "Content-Language", "RateLimit", "RateLimit-Policy"]
    if status in (409, 429):
        names.append("Retry-After")
    if status == 401:
        names.append("WWW-Authenticate")
    if status == 415:
        names.append("Accept")
    problem = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {
        "description": description,
        "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in names},
        "content": {"application/problem+json": problem},
    }
