"""Fixtures of the scheme tests: a company whose desk scheme is in effect since January 2026."""

import pytest

from tests.api.company import Company
from tests.api.schemes.documents import MONTH, scheme
from tests.api.uploads.sending import Desk, published
from tests.api.world import World


@pytest.fixture
def desk(acme: Company, world: World) -> Desk:
    published(acme, scheme())
    return Desk(world, acme.hr, "acme")


@pytest.fixture
def month(acme: Company, desk: Desk) -> Desk:
    for employee_id, base in (("1001", "1000"), ("1002", "2000.50")):
        body = {"name": employee_id, "team": "red", "bonus_base": base}
        assert acme.hr.put(f"/v1/employees/{employee_id}", body).status == 201
    desk.send(MONTH)
    return desk
