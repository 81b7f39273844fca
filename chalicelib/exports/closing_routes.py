"""/v1/employees/{employee_id}/scorecards/{period}/close: a leaver is paid ahead of the month."""

from chalicelib.exports import closing, service
from chalicelib.exports.schemas import CloseBody, ExportAnswer, SettlementBody
from chalicelib.periods.asked import check_asked_period
from chalicelib.tenancy.roles import PAYROLL, STAFF
from chalicelib.web.answers import Answer, created
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Scorecards")


@routes.post(
    "/v1/employees/{employee_id}/scorecards/{period}/close",
    "scorecards.close",
    "Settle a leaver's result ahead of the month",
    roles=STAFF,
    description=(
        "Of somebody who has left by the register, in a month that is not locked. The result is "
        "locked by itself: files, rescorings and cases of the month do not change it, a later "
        "change is a correction with its difference. It is handed to payroll in an export of its "
        "own, which is the answer (`content` `settlement`; made again by `…/close/file`), and "
        "is in no other file of the month. Its person sees it from then on, and may appeal. "
        "Refused (409 `not_left`), (409 `already_closed`), (409 `nothing_to_settle`) of a result "
        "that pays nobody or awaits figures, (409 `outdated_result`), (409 `period_locked`), and "
        "while the month's results are being changed."
    ),
    body=CloseBody,
    answer=ExportAnswer,
    status=201,
    problems=(404, 409),
)
def close_result(request: Request, employee_id: str, period: str) -> Answer:
    check_asked_period(request.context, period)
    export = closing.close(request.context, employee_id, period, **request.body)
    body = service.described(export, request.language)
    return created(f"/v1/exports/{export.id}", body)


@routes.post(
    "/v1/employees/{employee_id}/scorecards/{period}/close/file",
    "scorecards.settlement",
    "Have the file of a result that was settled ahead made again",
    roles=STAFF | PAYROLL,
    description=(
        "Payroll rejected the row, or the file could not be made. It says the same as the one "
        "before. Refused (409 `not_closed`) of every other result."
    ),
    body=SettlementBody,
    answer=ExportAnswer,
    status=201,
    problems=(404, 409),
)
def settlement_file(request: Request, employee_id: str, period: str) -> Answer:
    check_asked_period(request.context, period)
    export = closing.made_again(request.context, employee_id, period, **request.body)
    body = service.described(export, request.language)
    return created(f"/v1/exports/{export.id}", body)
