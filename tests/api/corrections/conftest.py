"""Fixtures of the tests of corrections: a locked month whose file payroll has."""

import pytest

from tests.api.company import Company
from tests.api.corrections.correcting import Correcting
from tests.api.corrections.owing import Owing
from tests.api.exports.payroll import Payroll
from tests.api.uploads.sending import Desk, csv_of, published
from tests.api.world import World

# Answer time: 8 points per whole 10 s over 30 s, of 40. Resolution: 2 per point below 90 %, of 60.
# 1001: 40 s, 88 %: 32 + 56 = 88.00, good, 1.1
# 1002: 72 s, 80 %: 8 + 40 = 48.00, poor, 0.6
# 1003: 25 s, 60 %: 40 + 0 = 40.00, poor, 0.6
MONTH = csv_of(
    "1001,Ann,red,4000,100,88,100",
    "1002,Bob,red,7200,100,80,100",
    "1003,Cy,blue,2500,100,60,100",
)


@pytest.fixture
def desk(acme: Company, world: World) -> Desk:
    published(acme)
    return Desk(world, acme.hr, "acme")


@pytest.fixture
def paid(acme: Company, desk: Desk) -> Correcting:
    """October is locked, and payroll has its file."""
    desk.send(MONTH)
    acme.hr.post("/v1/periods/2026-10/lock", {"scheme": "desk"}).ok()
    payroll = Payroll(desk.world, acme.hr)
    return Correcting(acme, desk, payroll, payroll.made()["id"])


@pytest.fixture
def owing(paid: Correcting) -> Owing:
    return Owing(paid)
