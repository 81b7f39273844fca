"""/v1/periods. A path names a month, or a quarter or year that a scheme scores by itself."""

from collections.abc import Callable
from typing import Any

from chalicelib.periods.asked import check_asked_period
from chalicelib.periods.records import PeriodRecord
from chalicelib.publication import missing, presenting, service
from chalicelib.publication.beside import Beside
from chalicelib.publication.schemas import (
    FinalBody,
    PeriodAnswer,
    PeriodBody,
    PeriodListAnswer,
    PeriodOfSchemesAnswer,
    PeriodQuery,
    PeriodsQuery,
    SettlingBody,
)
from chalicelib.tenancy.roles import LEADERS, STAFF
from chalicelib.web.answers import Answer
from chalicelib.web.paging import listed, position
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Periods")


@routes.get(
    "/v1/periods",
    "periods.list",
    "Periods that have results, the newest first",
    roles=LEADERS,
    query=PeriodsQuery,
    answer=PeriodListAnswer,
)
def periods(request: Request) -> Answer:
    context, query = request.context, request.query
    found, after = service.page(
        context, query.get("scheme"), query.get("state"), query["limit"], position(request)
    )
    beside = Beside(context, found)
    shown = [presenting.described(context, one, request.language, beside) for one in found]
    return listed(request, shown, after)


@routes.get(
    "/v1/periods/{period}",
    "periods.read",
    "A period: state, counts, who is missing",
    roles=LEADERS,
    query=PeriodQuery,
    answer=PeriodOfSchemesAnswer,
    problems=(404,),
)
def period(request: Request, period: str) -> Answer:
    check_asked_period(request.context, period)
    found = service.of_period(request.context, period, request.query.get("scheme"))
    beside = Beside(request.context, found)
    schemes = [_detail(request, record, beside) for record in found]
    return Answer({"period": period, "schemes": schemes})


@routes.post(
    "/v1/periods/{period}/publish",
    "periods.publish",
    "Publish results to the people scored",
    roles=STAFF,
    description=(
        "Refused (409 `awaiting_rescore`) while results are not by the version in effect, unless "
        "`accept_mixed_versions` says that they will do, and (409 `outdated_results`) while "
        "results were made with results of the period before that have changed since, unless "
        "`accept` has their number. Refused too while the period before is being written, where "
        "the results are made with it (409 `previous_period_busy`). Refused (409 "
        "`several_results`) while people have results by two schemes and the register does not "
        "say which pays, or a locked one has paid, and (409 `register_changed`) while the register "
        "of today would have results in another team or paid by another scheme, unless `accept` "
        "has their number; and (409 `imported_results`) while people have an imported result "
        "beside the computed ones, unless `accept` has it as `imported`. Refused likewise (409 "
        "`incomplete_results`) while results await a source: accepted, these people are left out; "
        "and (409 `uploads_running`) while files of the period are not scored. Refused last (409 "
        "`missing_people`, which names the first 20) while people have no result who should have "
        "one, unless `accept` has their number as `missing`. Where the period's plan was "
        "announced, or the company asks for it (`announced_plans`), refused (409 `not_told`) while "
        "people have results who were not told before the period began, unless `accept` has their "
        "number. Each of these refusals that is about people names the first of them "
        "(`employees`). Flags about raters that nobody has answered (409 `flags_unanswered`) and "
        "cases that are proposed and not decided (409 `cases_waiting`) are refused likewise."
    ),
    body=SettlingBody,
    answer=PeriodAnswer,
    problems=(404, 409),
)
def publish_period(request: Request, period: str) -> Answer:
    return _changed(request, period, service.publish)


@routes.post(
    "/v1/periods/{period}/lock",
    "periods.lock",
    "Lock results for payroll",
    roles=STAFF,
    description=(
        "A locked period takes no upload and no rescoring any more. Locking publishes what was "
        "not published yet. It answers at once; then a job takes the snapshot of what was locked "
        "(`snapshot`): coefficients and exports are those of the lock's instant, whatever happens "
        "to the register afterwards. A snapshot that failed is asked for again by locking again. "
        "Refused (409) while an upload is writing to the period and, unless "
        "`accept_mixed_versions` says that they will do, while results are not by the version in "
        "effect (`awaiting_rescore`). Outdated results and missing people are refused as for "
        "publishing. Refused (409 `appeals_open`, `window_open`) while appeals are not decided, "
        "and while people may still appeal or the results were never published, unless `accept` "
        "has their number as `open_appeals` and `open_windows`: what is upheld after the lock is a "
        "correction."
    ),
    body=SettlingBody,
    answer=PeriodAnswer,
    problems=(404, 409),
)
def lock_period(request: Request, period: str) -> Answer:
    return _changed(request, period, service.lock)


@routes.post(
    "/v1/periods/{period}/rescore",
    "periods.rescore",
    "Score all results anew by the version now in effect",
    roles=STAFF,
    description=(
        "From the inputs that are stored with the results; those that change become new "
        "revisions. Follow `rescoring` of the period."
    ),
    body=PeriodBody,
    answer=PeriodAnswer,
    status=202,
    problems=(404, 409),
)
def rescore_period(request: Request, period: str) -> Answer:
    return _changed(request, period, service.rescore, 202)


@routes.post(
    "/v1/periods/{period}/final",
    "periods.final",
    "Declare that nothing more is awaited",
    roles=STAFF,
    description=(
        "With `source`: nothing more is awaited of it for the whole period, also by results that "
        "are made later. With `employee_id`: this person's result is final without what it awaits "
        "(or without that `source`). The policies for missing figures apply then, and after them "
        "`max_unavailable`; the results become new revisions: follow `rescoring` of the period. "
        "Figures that come later count all the same. Refused (422 `source_is_required`) where a "
        "line with the policy `reject` reads the source, (409 `own_result`) for the caller's own "
        "result, and (409 `rescoring_under_way`) while the period is being scored anew."
    ),
    body=FinalBody,
    answer=PeriodAnswer,
    status=202,
    problems=(404, 409),
)
def declare_final(request: Request, period: str) -> Answer:
    return _changed(request, period, service.declare_final, 202)


def _changed(
    request: Request, period: str, change: Callable[..., PeriodRecord], status: int = 200
) -> Answer:
    """Apply a change to the period, and answer with the period. Raises NotFound for no period."""
    check_asked_period(request.context, period)
    record = change(request.context, period, **request.body)
    return Answer(presenting.described(request.context, record, request.language), status)


def _detail(request: Request, record: PeriodRecord, beside: Beside) -> dict[str, Any]:
    context = request.context
    body = presenting.described_with_teams(context, record, request.language, beside)
    return presenting.with_register(context, body, missing.told(context, record, asked=False))
