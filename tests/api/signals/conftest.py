"""Fixtures of the tests of signals."""

import pytest

from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.signals.watching import Watch, scheme
from tests.api.uploads.sending import Desk, published
from tests.api.world import World


@pytest.fixture
def watch(acme: Company, world: World, clock: Clock) -> Watch:
    published(acme, scheme())
    for who in ("lead", "head"):
        acme.hr.put(f"/v1/employees/{who}", {"name": who.title(), "team": "office"}).ok(201)
    return Watch(
        world,
        acme,
        clock,
        Desk(world, acme.hr, "acme"),
        head=acme.with_key(role="admin", employee_id="head"),
        lead=acme.with_key(role="supervisor", teams=["red"], employee_id="lead"),
    )
