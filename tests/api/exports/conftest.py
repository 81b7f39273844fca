"""Fixtures of the export tests: a month of results, and the worker of the queue."""

import pytest

from tests.api.company import Company
from tests.api.exports.payroll import Payroll
from tests.api.uploads.sending import Desk, csv_of, published
from tests.api.world import World

# 1001: 40 s, 88 %: 32 + 56 = 88.00, good, 1.1
# 1002: 72 s, 80 %: 8 + 40 = 48.00, poor, 0.6
# 1003: no contact, nothing raised: no figure at all, so no total
MONTH = csv_of(
    "1001,Ann,red,4000,100,88,100",
    "1002,Bob,red,7200,100,80,100",
    "1003,Cy,blue,0,0,0,0",
)


@pytest.fixture
def desk(acme: Company, world: World) -> Desk:
    published(acme)
    return Desk(world, acme.hr, "acme")


@pytest.fixture
def payroll(desk: Desk) -> Payroll:
    """October has results, and nothing is on the exports queue."""
    desk.send(MONTH)
    return Payroll(desk.world, desk.caller)
