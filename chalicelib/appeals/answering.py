"""Answers with one appeal, for the routes of this package."""

from typing import Any

from chalicelib.appeal_records.records import Appeal
from chalicelib.appeals import presenting
from chalicelib.web import exact_json
from chalicelib.web.answers import Answer
from chalicelib.web.etags import of_revision
from chalicelib.web.request import Request


def answered(request: Request, found: Appeal) -> Answer:
    """Return the answer with an appeal as it is, or will be with the request's commit."""
    body, etag = shown_with_etag(request, found)
    return Answer(body, etag=etag)


def shown_with_etag(request: Request, found: Appeal) -> tuple[dict[str, Any], str]:
    """Return the appeal's body and ETag, which includes the body: remedies end without a new
    revision of the appeal."""
    (body,) = presenting.described_all(request.context, [found], request.language)
    return body, of_revision(found.revision, exact_json.write(body))
