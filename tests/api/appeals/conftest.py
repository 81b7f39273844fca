"""Fixtures of the tests of appeals: a published October, and people who decide."""

import pytest

from tests.api.appeals.court import Court
from tests.api.cases.deciding import VETOES
from tests.api.company import Company
from tests.api.settled_month import settled
from tests.api.uploads.sending import SCHEME, Desk, csv_of, published
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
    """October by a scheme with vetoes; people have seven days to appeal."""
    acme.admin.patch("/v1/tenant", {"appeal_days": 7}, if_match="*").ok()
    published(acme, {**SCHEME, "vetoes": VETOES})
    return Desk(world, acme.hr, "acme")


@pytest.fixture
def court(acme: Company, desk: Desk) -> Court:
    desk.send(MONTH)
    for who in ("first", "second"):
        acme.hr.put(f"/v1/employees/{who}", {"name": who.title(), "team": "office"}).ok(201)
    settled(acme.hr, "publish", "2026-10", "desk").ok()
    return Court(
        acme,
        desk,
        first=acme.with_key(role="hr", employee_id="first"),
        second=acme.with_key(role="admin", employee_id="second"),
    )
