"""Fixtures of the fault tests: a company with a published scheme, and its HR clerk's desk."""

import pytest

from tests.api.company import Company
from tests.api.fixtures import (  # noqa: F401 (fixtures are found by their names here)
    _aws,
    _client,
    acme,
    api,
    clock,
    globex,
    lines,
    operator,
    platform,
    world,
)
from tests.api.uploads.sending import Desk, published
from tests.api.world import World


@pytest.fixture
def desk(acme: Company, world: World) -> Desk:  # noqa: F811
    published(acme)
    return Desk(world, acme.hr, "acme")
