"""/v1/exports/{export_id}/receipt and the rows that it answers."""

from chalicelib.errors import Conflict
from chalicelib.exports.records import DIFFERENCES
from chalicelib.exports.schemas import ExportAnswer
from chalicelib.exports.service import described, existing
from chalicelib.receipts import both_rows, difference_rows, listing, refusals, service
from chalicelib.receipts.schemas import (
    MOST_ROWS,
    ExportRowsAnswer,
    ExportRowsQuery,
    ReceiptBody,
    RejectedRowsAnswer,
    RejectedRowsQuery,
)
from chalicelib.tenancy.roles import PAY_READERS, PAYROLL
from chalicelib.web.answers import Answer
from chalicelib.web.paging import listed, position
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Exports")


@routes.post(
    "/v1/exports/{export_id}/receipt",
    "exports.receipt",
    "Payroll's answer to the rows of a file",
    roles=PAYROLL,
    description=(
        f"Up to {MOST_ROWS} rows by name in a request, as many requests as it takes, and `others` "
        "for all that are not named. The same answer again changes nothing; another one counts "
        "from then on, and the former stays readable. A rejected row stands until the person's "
        "row of a later file of the period is accepted by name, or the rejection is taken back. "
        "409 `rejected_before`: rows that stand rejected in other files need an answer by name. "
        "Of a file of differences each row names its `period`, 40 in a request; an accepted line "
        "is paid, a rejected one is in the next file again. In a file that has both, `kind` says "
        "which rows are lines; two of the month's rows take the room of one line. "
        "409 `carried_since`: a later file has what is left of the line."
    ),
    body=ReceiptBody,
    answer=ExportAnswer,
    problems=(404, 409),
)
def receipt(request: Request, export_id: str) -> Answer:
    export = service.receive(request.context, export_id, request.body)
    return Answer(described(export, request.language))


@routes.get(
    "/v1/exports/{export_id}/rows",
    "exports.rows",
    "The rows of a file, with payroll's answers",
    roles=PAY_READERS,
    description="Whose rows the file has; the figures are in the file.",
    query=ExportRowsQuery,
    answer=ExportRowsAnswer,
    problems=(404, 409),
)
def export_rows(request: Request, export_id: str) -> Answer:
    context, query = request.context, request.query
    export = existing(context, export_id)
    if export.delivery is None:
        raise Conflict("rows_not_kept", refusals.NO_ROWS)
    read = listing.rows if export.lines is None else both_rows.rows
    if export.content == DIFFERENCES:
        read = difference_rows.rows
    found, after = read(context, export, query.get("answer"), query["limit"], position(request))
    return listed(request, found, after)


@routes.get(
    "/v1/exports/rejected-rows",
    "exports.rejected_rows",
    "Rows that payroll rejected, until a later file's are accepted",
    roles=PAY_READERS,
    query=RejectedRowsQuery,
    answer=RejectedRowsAnswer,
)
def rejected_rows(request: Request) -> Answer:
    query = request.query
    wanted = {name: query[name] for name in ("period", "scheme") if name in query}
    found, after = listing.rejected(request.context, wanted, query["limit"], position(request))
    return listed(request, found, after)
