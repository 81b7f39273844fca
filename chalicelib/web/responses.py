"""Answers and problems as responses of API Gateway."""

import base64
from collections.abc import Mapping
from typing import Any

from chalice.app import Response

from chalicelib.language import Language
from chalicelib.web import answer_size, etags, exact_json
from chalicelib.web.answers import Answer
from chalicelib.web.problems import Problem
from chalicelib.web.registry import Route

HEADERS: Mapping[str, str] = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Vary": "Accept, Accept-Language, Authorization",
}


class WireResponse(Response):
    """A response of text, or of bytes in base 64, with any media type.

    Chalice decides between the two by a list of media types, and then requires an Accept header
    that names exactly this type. The deployed gateway takes every type (``BinaryMediaTypes``).
    """

    def to_dict(self, binary_types: list[str] | None = None) -> dict[str, Any]:  # noqa: ARG002
        wire = super().to_dict(None)
        if isinstance(self.body, bytes):
            wire["body"] = base64.b64encode(self.body).decode("ascii")
            wire["isBase64Encoded"] = True
        return wire


def answer_response(
    route: Route, answer: Answer, headers: Mapping[str, str], language: Language, request_id: str
) -> Response:
    """Return the response of a success, with its ETag.

    A GET gets 304 without a body when the caller already has this representation. Raises Problem
    (413) for a body that Lambda could not return.
    """
    body = answer_size.content_of(answer)
    out = {**HEADERS, "X-Request-Id": request_id, "Content-Language": language, **answer.headers}
    if answer.status != 204:
        out["Content-Type"] = answer.content_type
    if answer.status in (200, 201):
        out["ETag"] = etags.quoted(answer.etag) if answer.etag else etags.of_content(body)
        if route.method == "GET" and etags.unchanged(headers, out["ETag"]):
            del out["Content-Type"]
            return WireResponse("", {**out}, 304)
    return WireResponse(answer_size.sendable(body), {**out}, answer.status)


def problem_response(
    problem: Problem, language: Language, request_id: str, *, reading: bool = False
) -> Response:
    """Return the response of a problem, as ``application/problem+json``."""
    return WireResponse(
        exact_json.write(problem.body(language, request_id, reading=reading)),
        {
            **HEADERS,
            "X-Request-Id": request_id,
            "Content-Language": language,
            "Content-Type": "application/problem+json",
            **problem.headers,
        },
        problem.status,
    )
