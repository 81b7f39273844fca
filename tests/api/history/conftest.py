"""Fixtures of the period tests: a company with a published scheme, and its HR clerk."""

import pytest

from tests.api.company import Company
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
def october(desk: Desk) -> Desk:
    """October has results: 1001 and 1002 of team red, 1003 of team blue without enough data."""
    desk.send(MONTH)
    return desk
