"""Fixtures of the tests of background work."""

import pytest

from tests.api.client import Api
from tests.api.company import Company
from tests.api.jobs.cases import CASES, MONTH, Case, House
from tests.api.uploads.sending import Desk, published
from tests.api.world import World


@pytest.fixture
def house(acme: Company, operator: Api, world: World) -> House:
    """October has results, 1002 is on the register, and no queue has a message."""
    published(acme)
    desk = Desk(world, acme.hr, "acme")
    acme.hr.put("/v1/employees/1002", {"name": "Bob"}).ok(201)
    desk.send(MONTH)
    return House(desk, acme, operator)


@pytest.fixture(params=CASES, ids=lambda case: case.kind)
def case(request: pytest.FixtureRequest) -> Case:
    found: Case = request.param
    return found
