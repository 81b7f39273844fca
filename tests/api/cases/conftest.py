"""Fixtures of the tests of cases: a scored October, and people who decide."""

import pytest

from tests.api.cases.deciding import EXTRAS, VETOES, Panel
from tests.api.company import Company
from tests.api.uploads.sending import SCHEME, Desk, csv_of, published
from tests.api.world import World

# Answer time: 8 points per whole 10 s over 30 s, of 40. Resolution: 2 per point below 90 %, of 60.
# 1001: 40 s, 88 %: 32 + 56 = 88.00, good, 1.1, first of two
# 1002: 72 s, 80 %: 8 + 40 = 48.00, poor, 0.6
# 1003: 25 s, 60 %: 40 + 0 = 40.00, poor, 0.6
MONTH = csv_of(
    "1001,Ann,red,4000,100,88,100",
    "1002,Bob,red,7200,100,80,100",
    "1003,Cy,blue,2500,100,60,100",
)


@pytest.fixture
def desk(acme: Company, world: World) -> Desk:
    published(acme, {**SCHEME, "vetoes": VETOES, "extras": EXTRAS})
    return Desk(world, acme.hr, "acme")


@pytest.fixture
def panel(acme: Company, desk: Desk) -> Panel:
    """October is scored; ``lead`` proposes and ``head`` confirms, each bound to a person."""
    desk.send(MONTH)
    for who in ("lead", "head"):
        acme.hr.put(f"/v1/employees/{who}", {"name": who.title(), "team": "office"}).ok(201)
    return Panel(
        acme,
        desk,
        lead=acme.with_key(role="hr", employee_id="lead"),
        head=acme.with_key(role="admin", employee_id="head"),
    )
