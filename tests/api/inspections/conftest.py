"""Fixtures of the tests of inspections."""

import pytest

from tests.api.company import Company
from tests.api.inspections.inspecting import JUDGED, Bureau
from tests.api.uploads.sending import Desk, published
from tests.api.world import World


@pytest.fixture
def bureau(acme: Company, world: World) -> Bureau:
    published(acme, JUDGED)
    for who in ("1001", "1002", "i1", "i2", "i3"):
        acme.hr.put(f"/v1/employees/{who}", {"name": who, "team": "red"}).ok(201)
    keys = {who: acme.with_key(role="inspector", employee_id=who) for who in ("i1", "i2", "i3")}
    return Bureau(acme, Desk(world, acme.hr, "acme"), keys)
