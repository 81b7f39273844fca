"""/v1/cases/{case_id}/files: evidence as files."""

from chalicelib.cases import files
from chalicelib.evidence.presenting import described_file
from chalicelib.evidence.schemas import (
    EvidenceFileAnswer,
    EvidenceFileBody,
    NewEvidenceFileAnswer,
)
from chalicelib.tenancy.roles import EVERYBODY, PLANNERS
from chalicelib.web.answers import Answer, created, no_content
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Cases")


@routes.post(
    "/v1/cases/{case_id}/files",
    "cases.add_file",
    "Announce a file of evidence",
    roles=PLANNERS,
    description=(
        "Send the file by the form within 15 minutes. It is looked at when it has come: follow "
        "`state`. Mask customers' data where you can. A case has ten files at most (409 "
        "`too_many_files`), and takes none once it is decided (409 `case_decided`). hr, admin and "
        "the person concerned read it, for two years; an erasure of the person removes it."
    ),
    body=EvidenceFileBody,
    answer=NewEvidenceFileAnswer,
    status=201,
    problems=(404, 409, 412),
)
def add_file(request: Request, case_id: str) -> Answer:
    found = files.add(request.context, case_id, request.body)
    body = described_file(found.file, request.language, request.context.time)
    place = f"/v1/cases/{found.case.id}/files/{found.file.id}"
    return created(place, {**body, "form": found.form})


@routes.get(
    "/v1/cases/{case_id}/files/{file_id}",
    "cases.read_file",
    "A file of evidence, with a link to it",
    roles=EVERYBODY,
    description="For whoever reads the evidence: hr, admin and the person concerned.",
    answer=EvidenceFileAnswer,
    problems=(404,),
)
def read_file(request: Request, case_id: str, file_id: str) -> Answer:
    file, url = files.linked(request.context, case_id, file_id)
    return Answer(described_file(file, request.language, request.context.time, url))


@routes.post(
    "/v1/cases/{case_id}/files/{file_id}/check",
    "cases.check_file",
    "Ask to look at a file that was sent",
    roles=PLANNERS,
    description=(
        "A file is looked at by itself when it has come. This asks once more, should that not have "
        "happened. Refused (409 `no_file`) when none has come."
    ),
    answer=EvidenceFileAnswer,
    status=202,
    pure=True,
    problems=(400, 404, 409),
)
def check_file(request: Request, case_id: str, file_id: str) -> Answer:
    file = files.ask_again(request.context, case_id, file_id)
    return Answer(described_file(file, request.language, request.context.time), 202)


@routes.delete(
    "/v1/cases/{case_id}/files/{file_id}",
    "cases.remove_file",
    "Remove a file of a proposed case",
    roles=PLANNERS,
    status=204,
    problems=(404, 409, 412),
)
def remove_file(request: Request, case_id: str, file_id: str) -> Answer:
    files.remove(request.context, case_id, file_id)
    return no_content()
