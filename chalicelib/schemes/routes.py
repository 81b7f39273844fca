"""/v1/schemes: drafts and versions."""

from collections.abc import Mapping
from typing import Any

from chalicelib.errors import NotFound
from chalicelib.schemes import calendar_items, drafts, publishing, retiring, service
from chalicelib.schemes.schemas import (
    DraftBody,
    PilotBody,
    PublishBody,
    ReleasedAnswer,
    RetireBody,
    SchemeAnswer,
    SchemeBody,
    SchemeHeadAnswer,
    SchemeListAnswer,
    VersionAnswer,
    VersionListAnswer,
)
from chalicelib.tenancy.roles import ADMINS, READERS
from chalicelib.web import exact_json
from chalicelib.web.answers import Answer, created, no_content
from chalicelib.web.etags import of_revision
from chalicelib.web.paging import ListQuery, listed, position
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Schemes")


@routes.get(
    "/v1/schemes",
    "schemes.list",
    "List schemes",
    roles=READERS,
    query=ListQuery,
    answer=SchemeListAnswer,
)
def schemes(request: Request) -> Answer:
    heads, after = service.page(request.context, request.query["limit"], position(request))
    return listed(request, [service.described_head(request.context, head) for head in heads], after)


@routes.post(
    "/v1/schemes",
    "schemes.create",
    "Make a scheme, from a template or whole",
    roles=ADMINS,
    body=SchemeBody,
    answer=SchemeAnswer,
    status=201,
    problems=(409, 413),
)
def create_scheme(request: Request) -> Answer:
    draft = drafts.create(request.context, request.body)
    body = service.described_draft(request.context, draft, request.language)
    return created(f"/v1/schemes/{draft.head.code}", body, _tag(draft, body))


@routes.get(
    "/v1/schemes/{code}",
    "schemes.read",
    "A scheme's draft, with the linter's findings",
    roles=READERS,
    answer=SchemeAnswer,
    problems=(404,),
)
def scheme(request: Request, code: str) -> Answer:
    return _draft(request, drafts.read_draft(request.context, code))


@routes.put(
    "/v1/schemes/{code}",
    "schemes.change",
    "Replace the draft, or settle its parameters",
    roles=ADMINS,
    description='Send the whole document, or {"parameters": {"csat_target": "90"}}.',
    body=DraftBody,
    answer=SchemeAnswer,
    needs_if_match=True,
    problems=(404, 412, 413),
)
def change_scheme(request: Request, code: str) -> Answer:
    draft = drafts.replace_draft(request.context, code, request.body, request.expected)
    return _draft(request, draft)


@routes.delete(
    "/v1/schemes/{code}",
    "schemes.delete",
    "Delete a scheme that was never published",
    roles=ADMINS,
    status=204,
    needs_if_match=True,
    problems=(404, 409, 412),
)
def delete_scheme(request: Request, code: str) -> Answer:
    drafts.delete(request.context, code, request.expected)
    return no_content()


@routes.post(
    "/v1/schemes/{code}/publish",
    "schemes.publish",
    "Publish the draft as the next version",
    roles=ADMINS,
    description=(
        "Where it takes the place of another version in a month that has begun it needs a "
        "`reason`, and the month's results are compared with what the version would make of them. "
        "Who would be worse off is counted and named (409 `worse_off`), and it goes on with that "
        "count as `accept.worse_off`, which is kept with the version. A month of too many people "
        "for one request is compared by `POST …/simulations` first (409 `not_compared`)."
    ),
    body=PublishBody,
    answer=ReleasedAnswer,
    status=201,
    needs_if_match=True,
    problems=(404, 409, 412),
)
def publish_scheme(request: Request, code: str) -> Answer:
    return _released(
        request,
        publishing.publish(request.context, code, request.body, request.expected),
    )


@routes.post(
    "/v1/schemes/{code}/pilot",
    "schemes.pilot",
    "Try the draft on chosen teams; it pays nobody",
    roles=ADMINS,
    body=PilotBody,
    answer=ReleasedAnswer,
    status=201,
    needs_if_match=True,
    problems=(404, 409, 412),
)
def pilot_scheme(request: Request, code: str) -> Answer:
    return _released(
        request, publishing.pilot(request.context, code, request.body, request.expected)
    )


@routes.post(
    "/v1/schemes/{code}/retire",
    "schemes.retire",
    "Take a version, or all, out of effect",
    roles=ADMINS,
    description=(
        "Where a former version comes to govern results again, they are compared as on publishing "
        "(409 `worse_off`, `not_compared`)."
    ),
    body=RetireBody,
    answer=SchemeHeadAnswer,
    needs_if_match=True,
    problems=(404, 409, 412),
)
def retire_scheme(request: Request, code: str) -> Answer:
    head = retiring.retire(request.context, code, request.body, request.expected)
    return Answer(service.described_head(request.context, head), etag=str(head.revision))


@routes.get(
    "/v1/schemes/{code}/versions",
    "schemes.versions",
    "All versions and when they are in effect",
    roles=READERS,
    answer=VersionListAnswer,
    problems=(404,),
)
def versions(request: Request, code: str) -> Answer:
    head = drafts.existing_head(request.context, code)
    month = calendar_items.this_month(request.context)
    return listed(
        request, [service.described_effect(effect, month) for effect in head.effects], None
    )


@routes.get(
    "/v1/schemes/{code}/versions/{version}",
    "schemes.version",
    "A version, as it was published",
    roles=READERS,
    answer=VersionAnswer,
    problems=(404,),
)
def version(request: Request, code: str, version: str) -> Answer:
    found, effect = publishing.version(request.context, code, version_number(version))
    return Answer(service.described_version(request.context, found, effect))


def version_number(text: str) -> int:
    """Return the version's number in a path. Raises NotFound (404) for any other text."""
    if not text.isascii() or not text.isdigit() or len(text) > 6:
        raise NotFound("version")
    return int(text)


def _released(request: Request, released: "publishing.Released") -> Answer:
    version = released.version
    body = {
        **service.described_version(request.context, version, released.effect),
        "awaiting_rescore": list(released.awaiting_rescore),
        "compared": [one.described() for one in released.compared] or None,
    }
    location = f"/v1/schemes/{version.code}/versions/{version.version}"
    return created(location, body, str(released.head.revision))


def _draft(request: Request, draft: "drafts.Draft") -> Answer:
    body = service.described_draft(request.context, draft, request.language)
    return Answer(body, etag=_tag(draft, body))


def _tag(draft: "drafts.Draft", body: Mapping[str, Any]) -> str:
    """Return the ETag of the draft's revision and of the answer.

    The answer is part of it because findings are in the caller's language.
    """
    return of_revision(draft.head.revision, exact_json.write(body))
