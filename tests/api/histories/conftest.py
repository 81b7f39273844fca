"""Fixtures of the tests of histories: a company whose October has results."""

import pytest

from tests.api.company import Company
from tests.api.uploads.sending import Desk, csv_of, published
from tests.api.world import World

# Answer time: 8 points per whole 10 s over 30 s, of 40. Resolution: 2 per point below 90 %, of 60.
# 1001: 40 s, 88 %: 32 + 56 = 88.00, good, 1.1
# 1002: 72 s, 80 %: 8 + 40 = 48.00, poor, 0.6
MONTH = csv_of("1001,Ann,red,4000,100,88,100", "1002,Bob,red,7200,100,80,100")
#: 72 %: 32 + 60 − 36 = 56.00, poor
WORSE = csv_of("1001,Ann,red,4000,100,72,100")


@pytest.fixture
def desk(acme: Company, world: World) -> Desk:
    published(acme)
    return Desk(world, acme.hr, "acme")


@pytest.fixture
def october(desk: Desk) -> Desk:
    desk.send(MONTH)
    return desk
