"""Fixtures of the plan tests: a company with a published scheme, and its HR clerk."""

import pytest

from tests.api.company import Company
from tests.api.uploads.sending import Desk, published
from tests.api.world import World


@pytest.fixture
def desk(acme: Company, world: World) -> Desk:
    published(acme)
    return Desk(world, acme.hr, "acme")
