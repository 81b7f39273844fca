"""A caller of the API in process. Every answer is checked against the OpenAPI document."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from chalice.test import Client

from chalicelib.web.answer_size import LARGEST
from chalicelib.web.unrouted import ANY_PATH
from infra import gateway_problems
from tests.api import contract
from tests.api.answer import Reply


class Api:
    """One caller. ``api.as_(key)`` gives another caller, ``api.in_("zh")`` another language.

    Refusals of the in-process gateway are converted to the problems of the deployed gateway, so
    that a test sees the same as a real caller.
    """

    def __init__(self, client: Client, key: str | None = None, language: str | None = None) -> None:
        self._client = client
        self.key = key
        self.language = language

    def as_(self, key: str | None) -> "Api":
        return Api(self._client, key, self.language)

    def in_(self, language: str) -> "Api":
        return Api(self._client, self.key, language)

    def get(self, path: str, **more: Any) -> Reply:
        return self.call("GET", path, **more)

    def post(self, path: str, json: Any = None, **more: Any) -> Reply:
        return self.call("POST", path, json, **more)

    def put(self, path: str, json: Any = None, **more: Any) -> Reply:
        return self.call("PUT", path, json, **more)

    def patch(self, path: str, json: Any = None, **more: Any) -> Reply:
        return self.call("PATCH", path, json, **more)

    def delete(self, path: str, **more: Any) -> Reply:
        return self.call("DELETE", path, **more)

    def call(
        self,
        method: str,
        path: str,
        json: Any = None,
        *,
        query: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        content: bytes | None = None,
        if_match: str | None = None,
        idempotency_key: str | None = None,
    ) -> Reply:
        """Send one request: ``json`` (Decimals are sent as numbers) or ``content`` unchanged."""
        sent = {"Accept": "*/*", "Host": "api.test", "X-Forwarded-Proto": "https"}
        if self.key is not None:
            sent["Authorization"] = f"Bearer {self.key}"
        if self.language is not None:
            sent["Accept-Language"] = self.language
        body = content or b""
        if json is not None:
            sent["Content-Type"] = "application/json"
            body = written(json).encode()
        if if_match is not None:
            sent["If-Match"] = if_match
        if idempotency_key is not None:
            sent["Idempotency-Key"] = idempotency_key
        sent.update(headers or {})
        asked = f"{path}?{urlencode(query)}" if query else path
        found = self._client.http.request(method, asked, headers=sent, body=body)
        received = {str(name).lower(): value for name, value in found.headers.items()}
        kind = _refused_by_gateway(found.status_code, received)
        if kind == NO_ROUTE:
            reply = _caught(method, path.partition("?")[0], sent)
        elif kind is not None:
            reply = _gateway_reply(kind)
        else:
            reply = Reply(found.status_code, received, found.body)
        contract.check(method, path.partition("?")[0], reply)
        # Lambda returns 6 MB. Above a megabyte a body is sent as base 64, four bytes for three.
        assert len(found.body) <= LARGEST, "Lambda could not return this"
        return reply


def written(value: Any) -> str:
    """Return JSON with Decimals as numbers, with all their digits."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, Mapping):
        members = (f"{json.dumps(name)}:{written(inner)}" for name, inner in value.items())
        return "{" + ",".join(members) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(written(inner) for inner in value) + "]"
    return json.dumps(value, allow_nan=False)


#: The refusal of an unknown path, which the deployed gateway hands to the catch-all resource.
NO_ROUTE = "MISSING_AUTHENTICATION_TOKEN"


def _caught(method: str, path: str, headers: Mapping[str, str]) -> Reply:
    """Send the event of the catch-all resource. Chalice's in-process gateway has none."""
    import app

    event = {
        "requestContext": {"resourcePath": ANY_PATH, "httpMethod": method, "requestId": "req_1"},
        "headers": dict(headers),
        "multiValueQueryStringParameters": None,
        "pathParameters": {"proxy": path.lstrip("/")},
        "stageVariables": None,
        "body": None,
    }
    answer = app.app(event, None)
    names = {str(name).lower(): value for name, value in answer["headers"].items()}
    return Reply(answer["statusCode"], names, answer["body"].encode())


def _refused_by_gateway(status: int, headers: Mapping[str, str]) -> str | None:
    """Return API Gateway's name for a refusal of Chalice's in-process gateway."""
    match headers.get("x-amzn-errortype"):
        case "AccessDeniedException":
            return "ACCESS_DENIED"
        case "UnauthorizedException":
            return "UNAUTHORIZED" if status == 401 else NO_ROUTE
    return None


def _gateway_reply(kind: str) -> Reply:
    response = gateway_problems.responses()[kind]
    request_id = "req_of_the_gateway"
    headers = {
        name.removeprefix("gatewayresponse.header.").lower(): (
            request_id if value == "context.requestId" else value.strip("'")
        )
        for name, value in response["responseParameters"].items()
    }
    body = response["responseTemplates"]["application/json"]
    text = body.replace("$context.requestId", request_id)
    return Reply(int(response["statusCode"]), headers, text.encode())
