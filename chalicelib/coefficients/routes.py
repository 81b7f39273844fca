"""/v1/periods/{period}/bonus-coefficients."""

from chalicelib.coefficients import paging, service
from chalicelib.coefficients.presenting import described
from chalicelib.coefficients.schemas import CoefficientListAnswer, CoefficientsQuery
from chalicelib.periods.asked import check_asked_period
from chalicelib.periods.records import with_results
from chalicelib.teams import canonical
from chalicelib.tenancy.roles import READERS
from chalicelib.web.answers import Answer
from chalicelib.web.paging import listed, position
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Periods")


@routes.get(
    "/v1/periods/{period}/bonus-coefficients",
    "coefficients.list",
    "Bonus coefficients for payroll",
    roles=READERS,
    description=(
        "JSON page by page or, with `Accept: text/csv`, all of them as CSV (UTF-8 with BOM). "
        "More than 20,000 rows go through an export. A pilot's results are not among them, "
        "nor are those of people whose month another scheme pays. "
        "A locked period's are those of its lock, as in an export: 409 `snapshot_pending` with "
        "`Retry-After` until its snapshot is taken, `snapshot_failed` when it failed (lock again)."
    ),
    query=CoefficientsQuery,
    answer=CoefficientListAnswer,
    media=("text/csv",),
    headers=("Content-Disposition",),
    problems=(404, 409),
)
def bonus_coefficients(request: Request, period: str) -> Answer:
    context, scheme = request.context, request.query.get("scheme")
    check_asked_period(context, period)
    found = with_results(context, period, scheme)
    if request.accepts("text/csv"):
        name = "-".join(part for part in (scheme, period, "coefficients.csv") if part)
        return Answer(
            content=service.as_csv(context, found),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
    rows, after = paging.page(context, found, request.query["limit"], position(request))
    team_codes = canonical.codes(context, [row.team for row in rows])
    items = [{**described(row), "team_code": team_codes[row.team]} for row in rows]
    return listed(request, items, after)
