"""Fixtures of the erasure tests: a company with two months of results, and the queues' worker."""

import pytest

from tests.api.company import Company
from tests.api.people.calling import Caller, called
from tests.api.people.worker import Worker
from tests.api.uploads.sending import Desk, csv_of, published
from tests.api.world import World

# 1001: 40 s, 88 %: 32 + 56 = 88.00, good, 1.1
# 1002: 72 s, 80 %: 8 + 40 = 48.00, poor, 0.6
# 1003: 72 s, 80 %: the same, so that the two share a rank
MONTH = csv_of(
    "1001,Ann,red,4000,100,88,100",
    "1002,Bob Secret,red,7200,100,80,100",
    "1003,Cy,blue,7200,100,80,100",
)
#: Bob's corrected figures are better.
CORRECTED = csv_of("1002,Bob Secret,red,5000,100,80,100")
#: Bob's row and Cy's row cannot be read.
NOVEMBER = csv_of(
    "1001,Ann,red,4000,100,88,100", "1002,Bob Secret,red,x,100,80,100", "1003,Cy,blue,y,1,1,1"
)


@pytest.fixture
def worker(world: World) -> Worker:
    return Worker(world)


@pytest.fixture
def hr(acme: Company) -> Caller:
    return called(acme)


@pytest.fixture
def desk(acme: Company, world: World) -> Desk:
    """Bob, employee 1002, is on the register with every member that an employee can have."""
    published(acme)
    bob = {
        "name": "Bob Secret",
        "team": "red",
        "external_ids": {"hris": "B-4711"},
        "bonus_base": "1234.56",
    }
    acme.hr.put("/v1/employees/1002", bob).ok(201)
    return Desk(world, acme.hr, "acme")


@pytest.fixture
def history(desk: Desk) -> Desk:
    """September is sent twice, the second time corrected: Bob has two revisions.

    October is sent with his row in error.
    """
    desk.send(MONTH, period="2026-09")
    desk.send(CORRECTED, period="2026-09")
    desk.send(NOVEMBER, period="2026-10")
    return desk
