"""Fixtures of the tests of background work."""

import pytest
from _pytest.mark.structures import ParameterSet

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


#: A kind of each queue's workers and of each way to end; the others end as these do.
QUICK = ("apply_case", "delete_tenant", "run_export", "score_upload")


def _kind(case: Case) -> ParameterSet:
    """A kind of work. All of them are tried by `make test-long`."""
    return pytest.param(case, id=case.kind, marks=() if case.kind in QUICK else pytest.mark.long)


@pytest.fixture(params=map(_kind, CASES))
def case(request: pytest.FixtureRequest) -> Case:
    found: Case = request.param
    return found
