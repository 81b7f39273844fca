"""Convert a route of the register to an operation of OpenAPI."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from marshmallow import Schema

from chalicelib.tenancy.roles import Role
from chalicelib.tenancy.scope import TENANT_ID
from chalicelib.web.fields import CODE, EMPLOYEE_ID, MONTH, PERIOD
from chalicelib.web.registry import Route
from infra.openapi.components import PROBLEMS
from infra.openapi.links import links
from infra.openapi.scheme_document import SHAPES
from infra.openapi.shapes import Converter, ecmascript

_NAME = re.compile(r"\{(\w+)\}")


def _form(pattern: re.Pattern[str], example: str) -> dict[str, Any]:
    return {"type": "string", "pattern": ecmascript(pattern.pattern), "examples": [example]}


#: The forms of path parameters. Any other parameter is any text without a slash.
PATH_PARAMETERS: dict[str, dict[str, Any]] = {
    "tenant_id": _form(TENANT_ID, "acme"),
    "code": _form(CODE, "quality-standard"),
    "scheme": _form(CODE, "quality-standard"),
    "employee_id": _form(EMPLOYEE_ID, "1007"),
    "period": _form(PERIOD, "2026-10"),
    "month": _form(MONTH, "2026-10"),
    "version": {"type": "integer", "minimum": 1, "examples": [1]},
}


def operation(route: Route, converter: Converter, routes: Sequence[Route]) -> dict[str, Any]:
    """Return the Operation Object. It adds the route's schemas to the components."""
    found: dict[str, Any] = {
        "operationId": route.operation.replace(".", "_"),
        "tags": [route.tag],
        "summary": route.summary,
        "parameters": [*_in_path(route), *_in_query(route, converter), *_in_headers(route)],
    }
    if description := _description(route):
        found["description"] = description
    if route.public:
        found["security"] = []
    else:
        found["x-roles"] = _roles(route)
    if route.decides:
        found["x-needs-a-person"] = True
    if route.body is not None:
        content = {"application/json": {"schema": _ref(route.body, converter, answering=False)}}
        found["requestBody"] = {"content": content, "required": _needs_body(route.body)}
    found["responses"] = {
        **_success(route, converter, links(route, routes)),
        **{str(status): _problem(status) for status in _statuses(route)},
    }
    return found


def _description(route: Route) -> str:
    parts = [route.description] if route.description else []
    if route.decides:
        parts.append("The credential must be bound to a person (403 `needs_a_person`).")
    if not route.public:
        parts.append(f"Roles: {', '.join(_roles(route))}.")
    return " ".join(parts)


def _roles(route: Route) -> list[str]:
    return [role.value for role in Role if role in route.roles]


def _in_path(route: Route) -> list[dict[str, Any]]:
    any_text = {"type": "string", "minLength": 1, "pattern": "^[^/]+$"}
    return [
        {
            "in": "path",
            "name": name,
            "required": True,
            "schema": PATH_PARAMETERS.get(name, any_text),
        }
        for name in _NAME.findall(route.path)
    ]


def _in_query(route: Route, converter: Converter) -> list[dict[str, Any]]:
    if route.query is None:
        return []
    converter.answering = False
    found = []
    for own, field in route.query().fields.items():
        schema = dict(converter.field2property(field))
        name = field.data_key or own
        parameter: dict[str, Any] = {"in": "query", "name": name, "required": field.required}
        if "description" in schema:
            parameter["description"] = schema.pop("description")
        found.append({**parameter, "schema": schema})
    return found


def _in_headers(route: Route) -> list[str]:
    """Return the names of the operation's header parameters among the components."""
    names = ["AcceptLanguage"]
    if route.method == "POST" and not route.pure:
        names.append("IdempotencyKey")
    if route.needs_if_match:
        names.append("IfMatch")
    if route.takes_if_match:
        names.append("IfMatchOptional")
    if route.method == "GET":
        names.append("IfNoneMatch")
    if route.creates:
        names.append("IfNoneMatchToMake")
    return names


def _success(route: Route, converter: Converter, onwards: dict[str, Any]) -> dict[str, Any]:
    found = {str(route.status): _answered(route, route.status, converter)}
    if route.creates:
        found["201"] = _answered(route, 201, converter)
    for answered in found.values():
        if onwards:
            answered["links"] = onwards
    if route.method == "GET":
        names = ["X-Request-Id", "Content-Language", "ETag", *_rates(route)]
        found["304"] = {"description": "Nothing has changed.", "headers": _headers(names)}
    return found


def _answered(route: Route, status: int, converter: Converter) -> dict[str, Any]:
    names = ["X-Request-Id", "Content-Language", *_rates(route)]
    if status in (200, 201):
        names.append("ETag")
    if status == 201:
        names.append("Location")
    if route.method == "POST" and not route.pure:
        names.append("Idempotency-Replayed")
    names += route.headers
    response: dict[str, Any] = {"description": route.summary, "headers": _headers(names)}
    content = _content(route, converter)
    if content:
        response["content"] = content
    return response


def _rates(route: Route) -> list[str]:
    return ["RateLimit", "RateLimit-Policy"] if _is_counted(route) else []


def _is_counted(route: Route) -> bool:
    """Say whether the route's requests are counted for somebody."""
    return not route.public or route.caller is not None


def _content(route: Route, converter: Converter) -> dict[str, Any]:
    content: dict[str, Any] = {}
    if route.answer is not None:
        schema = _ref(route.answer, converter, answering=True)
        content["application/json"] = {"schema": schema}
    elif not route.media and route.status != 204:
        content["application/json"] = {"schema": {}}
    for kind in route.media:
        if kind.startswith("text/"):
            content[kind] = {"schema": {"type": "string"}}
        else:  # bytes have no schema in OpenAPI 3.1
            content[kind] = {"schema": {"type": "object"}} if kind.endswith("+json") else {}
    return content


def _headers(names: list[str]) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _problem(status: int) -> dict[str, str]:
    return {"$ref": f"#/components/responses/Problem{status}"}


def _statuses(route: Route) -> list[int]:
    """Return the statuses of the operation's refusals, derived from its parameters and body."""
    found = {500, *route.problems}
    if not route.public:
        found |= {401, 403}
    if _is_counted(route):
        found |= {429}
    if route.body is not None:
        found |= {400, 413, 415, 422}
    if _is_counted(route) and (route.method == "GET" or route.pure):
        # An answer that Lambda could not return.
        found |= {413}
    if route.query is not None:
        found |= {400, 422}
    if _NAME.search(route.path):
        found |= {404}
    if route.needs_if_match:
        found |= {412, 428}
    if route.method == "POST" and not route.pure:
        found |= {400, 409, 422}
    return sorted(found & set(PROBLEMS))


def _needs_body(body: type[Schema]) -> bool:
    return body in SHAPES or any(field.required for field in body().fields.values())


def _ref(shape: type[Schema], converter: Converter, *, answering: bool) -> Mapping[str, Any]:
    converter.answering = answering
    found: dict[str, Any] = converter.resolve_nested_schema(shape)  # type: ignore[no-untyped-call]
    return found
