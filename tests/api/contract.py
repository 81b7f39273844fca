"""Check every answer in the API's tests against the OpenAPI document."""

import re
from functools import cache
from typing import Any

import jsonschema_rs

from chalicelib.web.mounting import mounted
from infra.openapi.document import document
from tests.api.answer import Reply

#: Headers of every answer that belong to HTTP and to browsers, not to the API's contract.
OF_HTTP = {
    "content-type",
    "cache-control",
    "vary",
    "x-content-type-options",
    "content-security-policy",
    "referrer-policy",
}


@cache
def _document() -> dict[str, Any]:
    from app import app

    return document(mounted(app))


@cache
def _paths() -> list[tuple[re.Pattern[str], str]]:
    """Return patterns of the paths, those without parameters first. A last slash is optional."""
    paths = sorted(_document()["paths"], key=lambda path: ("{" in path, path))
    return [(re.compile(re.sub(r"\{\w+\}", "[^/]+", path) + r"/?\Z"), path) for path in paths]


@cache
def _validator(reference: str) -> Any:
    return jsonschema_rs.Draft202012Validator(
        {"$ref": f"#{reference}", "components": _document()["components"]}
    )


def check(method: str, path: str, reply: Reply) -> None:
    """Fail when the document does not contain this answer, or has another shape for it."""
    template = next((name for pattern, name in _paths() if pattern.match(path)), None)
    operations = _document()["paths"].get(template, {})
    operation = operations.get(method.lower())
    if operation is None:
        wanted = 405 if operations else 404
        assert reply.status == wanted, f"{method} {path} is no operation: {reply.status}"
        if operations:
            assert reply.headers["allow"] == ", ".join(sorted(each.upper() for each in operations))
        return
    response = operation["responses"].get(str(reply.status))
    assert response is not None, f"{operation['operationId']} may not answer {reply.status}"
    if "$ref" in response:
        response = _document()["components"]["responses"][response["$ref"].rsplit("/", 1)[1]]
    _check_content(operation["operationId"], response.get("content", {}), reply)
    _check_headers(operation["operationId"], response.get("headers", {}), reply)


def _check_headers(operation: str, declared: dict[str, Any], reply: Reply) -> None:
    """Fail for a header that the document promises and is not sent, and for the reverse."""
    components = _document()["components"]["headers"]
    for name in declared:
        if components[name].get("required"):
            assert name.lower() in reply.headers, f"{operation}: no {name}"
    told = {name.lower() for name in declared} | OF_HTTP
    assert set(reply.headers) <= told, f"{operation}: {set(reply.headers) - told} not declared"


def _check_content(operation: str, content: dict[str, Any], reply: Reply) -> None:
    if not reply.content:
        assert not content or reply.status == 304, f"{operation} answered without content"
        return
    kind = reply.headers["content-type"].partition(";")[0]
    assert kind in content, f"{operation} may not answer {kind}"
    if not kind.endswith("json"):
        return
    reference = content[kind]["schema"].get("$ref")
    if reference is None:
        return
    faults = [
        f"{'/'.join(map(str, error.instance_path))}: {error.message}"
        for error in _validator(reference.removeprefix("#")).iter_errors(reply.json)
        # A kept answer is given again as it was: members that came later are not in it.
        if not (error.kind.name == "required" and "idempotency-replayed" in reply.headers)
    ]
    assert not faults, f"{operation} answered against its schema:\n" + "\n".join(faults)
