"""The number of requests to AWS that each read makes.

Three requests are not counted. The gateway caches the answer to the authorizer's read. The lease of
the company's requests is one write for many requests (``test_rates_together.py``).
So is the write of the company's usage (``tests/api/costs``).

Each new route that reads must be added here, or the test fails.
"""

from chalicelib.tenancy.roles import Role
from tests.api.company import Company
from tests.api.fixtures import Calls
from tests.api.web.permissions import PERMISSIONS
from tests.api.web.walking import PRIVATE, path_of
from tests.api.world import World
from tests.isolation.requests import ABSENT
from tests.isolation.things import CODE, furnish

#: The largest number of requests, for a company with one of everything. A further page of a list
#: costs one more, and so does each further partition of a period.
READS = {
    "acknowledgements.list": 6,
    "announcements.people": 5,
    "announcements.read": 3,
    "announcements.rulebook": 2,
    "api_keys.list": 1,
    "audit.list": 1,
    "audit.verify": 3,
    "appeals.figures": 1,
    "appeals.list": 5,
    "appeals.read": 5,
    "appeals.read_file": 1,
    "calendar.read": 0,
    "calendar.rules": 1,
    "calendar_links.list": 1,
    "cases.list": 4,
    "cases.read": 4,
    "cases.read_file": 1,
    "coefficients.list": 5,
    "corrections.list": 4,
    "corrections.read": 3,
    "differences.list": 3,
    "late_files.list": 1,
    "late_files.read": 1,
    "late_files.rows": 2,
    "employees.list": 2,
    "employees.read": 2,
    "erasures.read": 1,
    "headcount.read": 2,
    "events.list": 1,
    "export_schedule.read": 3,
    "exports.list": 1,
    "exports.read": 2,
    "exports.readiness": 15,
    "exports.rejected_rows": 2,
    "exports.rows": 3,
    "interviews.list": 4,
    "interviews.read": 3,
    "coaching_notes.list": 4,
    "coaching_notes.read": 3,
    # Without a scheme and a period it is refused; tests/api/signals counts it.
    "signals.list": 0,
    "signals.read": 4,
    "signal_runs.read": 1,
    "signal_settings.read": 2,
    "opinions.list": 3,
    "opinions.read": 3,
    "inspections.draw": 2,
    "inspections.list": 2,
    "inspections.read": 5,
    "me.read": 1,
    "periods.list": 7,
    "periods.board": 16,
    "periods.changes": 8,
    "periods.read": 9,
    "plans.list": 6,
    "plans.read": 5,
    "review_meetings.list": 4,
    "review_meetings.read": 3,
    "rating_links.list": 2,
    "rating_rounds.list": 1,
    "rating_rounds.read": 1,
    "rating_rounds.assignments": 4,
    "rating_rounds.assignment": 5,
    "rating_rounds.comments": 4,
    "rating_rounds.progress": 3,
    "rating_rounds.statistics": 2,
    "rating_rounds.flags": 3,
    "rating_tasks.list": 0,
    "rating_tasks.read": 0,
    "schemes.diff": 2,
    "schemes.grammar": 0,
    "schemes.list": 1,
    "schemes.read": 1,
    "schemes.rulebook": 2,
    "schemes.upload_template": 2,
    "schemes.version": 2,
    "schemes.versions": 1,
    "scorecards.list": 5,
    "scorecards.of_employee": 4,
    "scorecards.history": 9,
    "scorecards.read": 4,
    "teams.list": 2,
    "teams.proposals": 2,
    "teams.read": 2,
    "simulations.read": 2,
    "templates.list": 0,
    "templates.read": 0,
    "tenant.read": 1,
    "tenant_costs.read": 2,
    "tenant_copies.list": 1,
    "tenant_copies.read": 1,
    "uploads.errors": 2,
    "uploads.findings": 3,
    "uploads.list": 1,
    "uploads.read": 3,
}


def _of_the_route(made: list[str]) -> list[str]:
    """Return the route's own requests, without the authorizer's read and leases."""
    assert made.pop(0) == "BatchGetItem"
    return [one for one in made if one != "Lease"]


def test_no_read_makes_more_requests_than_its_allowance(
    acme: Company, world: World, calls: Calls
) -> None:
    names = {**ABSENT, **furnish(acme, world).names}
    made: dict[str, int] = {}
    for route in PRIVATE:
        if route.method == "GET" and Role.ADMIN in PERMISSIONS[route.operation]:
            calls()
            acme.admin.get(path_of(route, names))
            made[route.operation] = len(_of_the_route(calls()))
    assert set(made) == set(READS)
    assert {name: count for name, count in made.items() if count > READS[name]} == {}


def test_a_scorecard_of_a_scheme_is_one_read_and_one_of_its_teams_code(
    acme: Company, world: World, calls: Calls
) -> None:
    """The process keeps the version of the scheme, which never changes."""
    things = furnish(acme, world)
    path = f"/v1/employees/{things['employee_id']}/scorecards/{things['period']}"
    acme.admin.get(path, query={"scheme": CODE}).ok()
    calls()
    acme.admin.get(path, query={"scheme": CODE}).ok()
    assert len(_of_the_route(calls())) == 2


def test_a_scorecard_with_its_explanation_is_as_many(
    acme: Company, world: World, calls: Calls
) -> None:
    things = furnish(acme, world)
    path = f"/v1/employees/{things['employee_id']}/scorecards/{things['period']}"
    query = {"scheme": CODE, "explain": "true"}
    acme.admin.get(path, query=query).ok()
    calls()
    assert acme.admin.get(path, query=query).ok()["lines"][0]["explanation"]
    assert len(_of_the_route(calls())) == 2
