"""/v1/periods/{period}/bonus-coefficients."""

from chalicelib.coefficients import paging, service
from chalicelib.coefficients.presenting import described, updated_at
from chalicelib.coefficients.records import locked_ones
from chalicelib.coefficients.schemas import CoefficientListAnswer, CoefficientsQuery
from chalicelib.periods.asked import check_asked_period
from chalicelib.periods.records import with_results
from chalicelib.scorecards.corrected import refuse_followed
from chalicelib.scorecards.following import removals
from chalicelib.teams import canonical
from chalicelib.tenancy.roles import PAY_READERS
from chalicelib.web import syncing
from chalicelib.web.answers import Answer
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Periods")


@routes.get(
    "/v1/periods/{period}/bonus-coefficients",
    "coefficients.list",
    "Bonus coefficients for payroll",
    roles=PAY_READERS,
    description=(
        "JSON page by page or, with `Accept: text/csv`, all of them as CSV (UTF-8 with BOM). "
        "More than 20,000 rows go through an export. A pilot's results are not among them, "
        "nor are those of people whose month another scheme pays. "
        "A locked period's are those of its lock, as in an export: 409 `snapshot_pending` with "
        "`Retry-After` until its snapshot is taken, `snapshot_failed` when it failed (lock again). "
        "With `sync` a row comes because its result changed, or was published or locked: not "
        "because ranks did, or ids in other systems."
    ),
    query=CoefficientsQuery,
    answer=CoefficientListAnswer,
    media=("text/csv",),
    headers=("Content-Disposition",),
    problems=(404, 409, 410),
)
def bonus_coefficients(request: Request, period: str) -> Answer:
    context, scheme = request.context, request.query.get("scheme")
    effective = request.query["effective"]
    refuse_followed(request.query)
    check_asked_period(context, period)
    found = with_results(context, period, scheme)
    if request.accepts("text/csv"):
        name = "-".join(part for part in (scheme, period, "coefficients.csv") if part)
        return Answer(
            content=service.as_csv(context, found, effective=effective),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
    erased = (f"{one.scheme} {one.erased}" for one in locked_ones(context, found) if one.erased)
    asked = syncing.asked(request, also=[*removals(found), *erased])
    limit = request.query["limit"]
    if asked.since is None:
        page = paging.page(context, found, limit, asked.after, effective=effective)
    else:
        page = paging.changed(context, found, limit, asked.after, asked.since)
    team_codes = canonical.codes(context, [row.team for row in page.rows])
    changed = {one.scheme: one for one in found}
    items = [
        {
            **described(row),
            "team_code": team_codes[row.team],
            "updated_at": updated_at(row, changed[row.scheme]),
        }
        for row in page.rows
    ]
    return syncing.synced(request, asked, items, page.after, page.removed)
