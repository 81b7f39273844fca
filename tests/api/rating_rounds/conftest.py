"""Fixtures of the tests of rating rounds: a team that rates, and a month that waits for it."""

import pytest

from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.rating_rounds.rating import TEAM, Ring, scheme
from tests.api.uploads.sending import Desk, published
from tests.api.world import World


@pytest.fixture
def ring(acme: Company, world: World, clock: Clock) -> Ring:
    published(acme, scheme())
    for person in TEAM:
        acme.hr.put(f"/v1/employees/{person}", {"name": person.upper(), "team": "red"}).ok(201)
    acme.hr.put("/v1/employees/lead", {"name": "Lead", "team": "office"}).ok(201)
    leaders = {"supervisors": [{"employee_id": "lead"}]}
    acme.hr.patch("/v1/teams/red", leaders, if_match="*").ok()
    return Ring(world, acme, clock, Desk(world, acme.hr, "acme"))
