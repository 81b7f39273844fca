"""Fixtures of the scheme tests: a company whose desk scheme is in effect since January 2026."""

import pytest

from tests.api.company import Company
from tests.api.schemes.documents import scheme
from tests.api.uploads.sending import Desk, published
from tests.api.world import World


@pytest.fixture
def desk(acme: Company, world: World) -> Desk:
    published(acme, scheme())
    return Desk(world, acme.hr, "acme")
