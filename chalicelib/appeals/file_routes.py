"""/v1/appeals/{appeal_id}/files: evidence as files."""

from chalicelib.appeals import files
from chalicelib.evidence.presenting import described_file
from chalicelib.evidence.schemas import (
    EvidenceFileAnswer,
    EvidenceFileBody,
    NewEvidenceFileAnswer,
)
from chalicelib.tenancy.roles import EVERYBODY, SCORED
from chalicelib.web.answers import Answer, created, no_content
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Appeals")


@routes.post(
    "/v1/appeals/{appeal_id}/files",
    "appeals.add_file",
    "Announce a file of evidence of an own appeal",
    roles=SCORED,
    description=(
        "As of a case: send it by the form within 15 minutes, and follow `state`. Mask customers' "
        "data where you can. Ten at most (409 `too_many_files`), until somebody reviews the "
        "appeal. hr, admin and the person read them, for two years; an erasure of the person "
        "removes them."
    ),
    body=EvidenceFileBody,
    answer=NewEvidenceFileAnswer,
    status=201,
    problems=(404, 409, 412),
)
def add_file(request: Request, appeal_id: str) -> Answer:
    found = files.add(request.context, appeal_id, request.body)
    body = described_file(found.file, request.language, request.context.time)
    place = f"/v1/appeals/{found.appeal.id}/files/{found.file.id}"
    return created(place, {**body, "form": found.form})


@routes.get(
    "/v1/appeals/{appeal_id}/files/{appeal_file_id}",
    "appeals.read_file",
    "A file of evidence of an appeal, with a link to it",
    roles=EVERYBODY,
    description="For whoever reads the evidence: hr, admin and the person.",
    answer=EvidenceFileAnswer,
    problems=(404,),
)
def read_file(request: Request, appeal_id: str, appeal_file_id: str) -> Answer:
    file, url = files.linked(request.context, appeal_id, appeal_file_id)
    return Answer(described_file(file, request.language, request.context.time, url))


@routes.post(
    "/v1/appeals/{appeal_id}/files/{appeal_file_id}/check",
    "appeals.check_file",
    "Ask to look at a file of an own appeal that was sent",
    roles=SCORED,
    description=(
        "A file is looked at by itself when it has come. This asks once more, should that not have "
        "happened. Refused (409 `no_file`) when none has come."
    ),
    answer=EvidenceFileAnswer,
    status=202,
    pure=True,
    problems=(400, 404, 409),
)
def check_file(request: Request, appeal_id: str, appeal_file_id: str) -> Answer:
    file = files.ask_again(request.context, appeal_id, appeal_file_id)
    return Answer(described_file(file, request.language, request.context.time), 202)


@routes.delete(
    "/v1/appeals/{appeal_id}/files/{appeal_file_id}",
    "appeals.remove_file",
    "Remove a file of an own appeal that nobody reviews yet",
    roles=SCORED,
    status=204,
    problems=(404, 409, 412),
)
def remove_file(request: Request, appeal_id: str, appeal_file_id: str) -> Answer:
    files.remove(request.context, appeal_id, appeal_file_id)
    return no_content()
