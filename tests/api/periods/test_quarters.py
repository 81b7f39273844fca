"""Quarters and years: results by a scheme that scores them, and no made-up emptiness otherwise."""

import re

import pytest

from tests.api.company import Company
from tests.api.exports.payroll import Payroll
from tests.api.uploads.sending import SCHEME, Desk, csv_of, published
from tests.api.web.walking import PRIVATE, path_of
from tests.api.world import World

#: Without those of a plan, which is announced before there are results.
PERIOD_ROUTES = [
    route
    for route in PRIVATE
    if "{period}" in route.path
    and not {"employee_id", "announcement"} & set(re.split(r"\W", route.path))
]
#: The body of the routes that change a period, and of those that need more than the scheme.
BODY = {"scheme": "desk"}
WITH_REASON = {**BODY, "reason": "nothing more comes"}
BODIES = {"periods.final": WITH_REASON, "periods.reopen": WITH_REASON}
#: Queries of the routes that need one.
WANTED = {"scheme": "desk"}
QUERIES = dict.fromkeys(("periods.board", "acknowledgements.list", "periods.changes"), WANTED)


@pytest.mark.long
def test_months_are_not_summed_up_and_every_period_route_says_so(
    october: Desk, acme: Company
) -> None:
    assert len(PERIOD_ROUTES) >= 6
    for period in ("2026-Q4", "2026"):
        for route in PERIOD_ROUTES:
            body = BODIES.get(route.operation, BODY) if route.body else None
            reply = acme.admin.call(
                route.method,
                path_of(route, {"period": period}),
                body,
                query=QUERIES.get(route.operation),
            )
            problem = reply.problem(404, "not_summed_up")
            assert problem["missing"] == "period", route.operation
        for caller in (acme.hr, acme.supervisor):
            card = caller.get(f"/v1/employees/1001/scorecards/{period}")
            card.problem(404, "not_summed_up")


def test_a_colleagues_quarter_is_answered_as_nobodys(acme: Company, world: World) -> None:
    _quarterly(acme, world)
    for caller in (acme.supervisor, acme.agent):
        for employee_id in ("8001", "nobody"):
            path = f"/v1/employees/{employee_id}/scorecards/2026-Q4"
            caller.get(path).problem(404, "not_summed_up")


def test_a_scheme_that_scores_quarters_has_their_results_in_the_same_routes(
    acme: Company, world: World
) -> None:
    """40 s and 88 %: 32 + 56 = 88.00, good, 1.1."""
    _quarterly(acme, world)
    (listed,) = acme.hr.get("/v1/periods/2026-Q4/scorecards").ok()["items"]
    assert listed["total"] == "88.00"
    (found,) = acme.hr.get("/v1/periods/2026-Q4").ok()["schemes"]
    assert found["scorecards"] == 1
    acme.hr.post("/v1/periods/2026-Q4/publish", {"scheme": "desk"}).ok()
    assert acme.hr.post("/v1/periods/2026-Q4/lock", {"scheme": "desk"}).ok()["state"] == "locked"
    # The snapshot of what was locked is taken.
    Payroll(world, acme.hr).work()
    (row,) = acme.hr.get("/v1/periods/2026-Q4/bonus-coefficients").ok()["items"]
    assert row["coefficient"] == "1.1"
    acme.hr.get("/v1/periods/2026").problem(404, "not_summed_up")


def _quarterly(acme: Company, world: World) -> None:
    published(acme, {**SCHEME, "period": "quarter"})
    Desk(world, acme.hr, "acme").send(csv_of("8001,,blue,4000,100,88,100"), period="2026-Q4")
