"""How many requests to AWS a read makes, beside the authorizer's, whose answer the gateway keeps,
and the lease of the company's requests, which is one write in many (``test_rates_together.py``).

A new route of reading is not served until it stands here.
"""

from chalicelib.tenancy.roles import Role
from tests.api.company import Company
from tests.api.fixtures import Calls
from tests.api.web.permissions import PERMISSIONS
from tests.api.web.walking import PRIVATE, path_of
from tests.api.world import World
from tests.isolation.requests import ABSENT
from tests.isolation.things import CODE, furnish

#: At most so many, of a company with one of everything. A further page of a list, and a period
#: in several partitions, cost one more each.
READS = {
    "api_keys.list": 1,
    "audit.list": 1,
    "coefficients.list": 4,
    "employees.list": 1,
    "employees.read": 1,
    "erasures.read": 1,
    "export_schedule.read": 1,
    "exports.list": 1,
    "exports.read": 1,
    "periods.list": 2,
    "periods.read": 4,
    "plans.list": 3,
    "plans.read": 3,
    "schemes.diff": 2,
    "schemes.grammar": 0,
    "schemes.list": 1,
    "schemes.read": 1,
    "schemes.rulebook": 2,
    "schemes.upload_template": 2,
    "schemes.version": 2,
    "schemes.versions": 1,
    "scorecards.list": 3,
    "scorecards.of_employee": 2,
    "scorecards.read": 2,
    "templates.list": 0,
    "templates.read": 0,
    "tenant.read": 1,
    "tenant_copies.list": 1,
    "tenant_copies.read": 1,
    "uploads.errors": 2,
    "uploads.list": 1,
    "uploads.read": 1,
}


def _of_the_route(made: list[str]) -> list[str]:
    """The requests of the route itself: after the authorizer's, and a lease if there was one."""
    assert made.pop(0) == "BatchGetItem"
    return made[1:] if made[:1] == ["Lease"] else made


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


def test_a_scorecard_of_a_scheme_is_one_read(acme: Company, world: World, calls: Calls) -> None:
    """The version of the scheme, which never changes, is kept by the process."""
    things = furnish(acme, world)
    path = f"/v1/employees/{things['employee_id']}/scorecards/{things['period']}"
    acme.admin.get(path, query={"scheme": CODE}).ok()
    calls()
    acme.admin.get(path, query={"scheme": CODE}).ok()
    assert len(_of_the_route(calls())) == 1


def test_a_scorecard_with_its_explanation_is_one_read_too(
    acme: Company, world: World, calls: Calls
) -> None:
    things = furnish(acme, world)
    path = f"/v1/employees/{things['employee_id']}/scorecards/{things['period']}"
    query = {"scheme": CODE, "explain": "true"}
    acme.admin.get(path, query=query).ok()
    calls()
    assert acme.admin.get(path, query=query).ok()["lines"][0]["explanation"]
    assert len(_of_the_route(calls())) == 1
