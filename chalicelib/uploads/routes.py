"""Routes under /v1/uploads."""

from typing import Any
from urllib.parse import urlencode

from chalicelib.tenancy.roles import READERS, STAFF
from chalicelib.uploads import applying, findings, presenting, report, service, withdrawals
from chalicelib.uploads.records import Upload
from chalicelib.uploads.schemas import (
    ApplyUploadBody,
    ErrorsQuery,
    NewUploadAnswer,
    RowErrorListAnswer,
    UploadAnswer,
    UploadBody,
    UploadFindingListAnswer,
    UploadFindingsQuery,
    UploadListAnswer,
    UploadQuery,
    WithdrawUploadBody,
)
from chalicelib.web.answers import Answer, created
from chalicelib.web.paging import cursor, listed, position
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Uploads")


@routes.get(
    "/v1/uploads",
    "uploads.list",
    "List uploads, newest first",
    roles=READERS,
    query=UploadQuery,
    answer=UploadListAnswer,
)
def uploads(request: Request) -> Answer:
    found, after = service.page(
        request.context, request.query, request.query["limit"], position(request)
    )
    return listed(request, [_described(request, one) for one in found], after)


@routes.post(
    "/v1/uploads",
    "uploads.create",
    "Announce a file, and get a form to send it by",
    roles=STAFF,
    description=(
        "The answer's `form` is a presigned POST to storage: send its fields and then the file, "
        "as `multipart/form-data`. Scoring begins by itself when the file has arrived. One form "
        "takes one file: a second one is not scored, and the upload names it (`files_ignored`). A "
        "corrected file is a new upload."
    ),
    body=UploadBody,
    answer=NewUploadAnswer,
    status=201,
    problems=(409,),
)
def create_upload(request: Request) -> Answer:
    context = request.context
    upload, form = service.create(context, request.body)
    body = {**presenting.described(upload, request.language, context.time), "form": form}
    return created(f"/v1/uploads/{upload.id}", body)


@routes.get(
    "/v1/uploads/{upload_id}",
    "uploads.read",
    "An upload: state, counts, progress",
    roles=READERS,
    answer=UploadAnswer,
    problems=(404,),
)
def upload(request: Request, upload_id: str) -> Answer:
    context = request.context
    found = service.existing(context, upload_id)
    link = service.file_link(context, found)
    new = findings.first_new_people(context, found)
    waits = service.waiting_for_period(context, found)
    return Answer(_described(request, found, link, new, waits))


@routes.post(
    "/v1/uploads/{upload_id}/apply",
    "uploads.apply",
    "Write a file that was looked at, or answer what its upload asks",
    roles=STAFF,
    description=(
        "Of an upload that is `looked_at`: the file is looked at once more and written, if it does "
        "just what was seen. Otherwise (the register, the scheme or the results have changed) "
        "nothing is written and the upload is `looked_at` again, with the reason `changed_since` "
        "and new findings. Of an upload that `needs_answer`: `readings` answers, and it goes on."
    ),
    body=ApplyUploadBody,
    answer=UploadAnswer,
    status=202,
    problems=(404, 409),
)
def apply_upload(request: Request, upload_id: str) -> Answer:
    context = request.context
    upload = applying.apply(context, upload_id, request.body)
    return Answer(presenting.described(upload, request.language, context.time), status=202)


@routes.post(
    "/v1/uploads/{upload_id}/withdraw",
    "uploads.withdraw",
    "Take back what a file has written",
    roles=STAFF,
    description=(
        "For each person and source whose figures are this file's, those of the file before it "
        "stand again; where there is none, the source's figures go, and a result without any is no "
        "result. Files that came later stay. People whom this file alone put on the register go, "
        "unless somebody has changed them since or something else names them (findings of the kind "
        "`person_kept`). The reason is shown to those whose published result it changes. All of "
        "it as new revisions, done by a worker: follow `status` (`withdrawing`, then `withdrawn`) "
        "and `withdrawal`. The report, the "
        "errors and the stored file stay readable, and the same file counts when it is sent again. "
        "Refused (409 `not_finished`) while it is scored, (409 `nothing_to_withdraw`) for one that "
        "wrote nothing, (409 `period_locked`) after the lock, (409 `figures_not_kept`) in a period "
        "with results from before the service kept what each file said, (409 "
        "`too_many_withdrawals`) beside 50 others of the period. One that was given up half-way "
        "and whose period was locked then ends as `withdrawn_in_part`."
    ),
    body=WithdrawUploadBody,
    answer=UploadAnswer,
    status=202,
    problems=(404, 409),
)
def withdraw_upload(request: Request, upload_id: str) -> Answer:
    context = request.context
    upload = withdrawals.withdraw(context, upload_id, **request.body)
    return Answer(presenting.described(upload, request.language, context.time), status=202)


@routes.get(
    "/v1/uploads/{upload_id}/findings",
    "uploads.findings",
    "What is remarkable in an upload: who is new, which rows were passed over",
    roles=READERS,
    query=UploadFindingsQuery,
    answer=UploadFindingListAnswer,
    problems=(404,),
)
def upload_findings(request: Request, upload_id: str) -> Answer:
    context = request.context
    found = service.existing(context, upload_id)
    query = request.query
    items, more = findings.page(
        context, found.id, query["limit"], position(request), query.get("kind")
    )
    return listed(request, items, more)


@routes.get(
    "/v1/uploads/{upload_id}/errors",
    "uploads.errors",
    "Every bad row",
    roles=READERS,
    description=(
        "`format=csv`: the bad rows as a file that can be mended and sent again; rows that were "
        "good need not be in it. A long report comes in parts of at most 4 MB, each a file of its "
        'own: a `Link` header with `rel="next"` leads to the next one (`limit` is for JSON).'
    ),
    query=ErrorsQuery,
    answer=RowErrorListAnswer,
    media=("text/csv",),
    headers=("Link", "Content-Disposition"),
    problems=(404,),
)
def upload_errors(request: Request, upload_id: str) -> Answer:
    context, after = request.context, position(request)
    if request.query["format"] == "csv":
        return _report(request, service.existing(context, upload_id), after)
    errors, more = service.errors_page(context, upload_id, request.query["limit"], after)
    body = [presenting.described_error(error, request.language) for error in errors]
    return listed(request, body, more)


def _described(
    request: Request,
    upload: Upload,
    file_url: str | None = None,
    new_people: list[dict[str, Any]] | None = None,
    waiting_for: dict[str, Any] | None = None,
) -> dict[str, Any]:
    context = request.context
    return presenting.described(
        upload,
        request.language,
        context.time,
        file_url,
        waiting=service.has_file_waiting(context, upload),
        new_people=new_people,
        waiting_for=waiting_for,
    )


def _report(request: Request, upload: Upload, after: str | None) -> Answer:
    """Return a part of the report. Its filename has its first row, unless it is the first part."""
    errors = service.errors_after(request.context, upload.id, after)
    part = report.part(upload, errors, request.language)
    which = "" if after is None or part.first is None else f"-from-row-{part.first}"
    headers = {"Content-Disposition": f'attachment; filename="{upload.id}-errors{which}.csv"'}
    if part.after is not None:
        following = urlencode({"format": "csv", "cursor": cursor(request, part.after)})
        headers["Link"] = f'<?{following}>; rel="next"'
    return Answer(content=part.text, content_type="text/csv; charset=utf-8", headers=headers)
