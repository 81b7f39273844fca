"""Fixtures of the results tests: a scored October, and a context without a request."""

from collections.abc import Iterator

import pytest

from chalicelib.tenancy.context import Context
from chalicelib.tenancy.platform import Platform
from tests.api.company import Company
from tests.api.uploads.sending import Desk, csv_of, published
from tests.api.worker import worker_in
from tests.api.world import World

#: 1001: 40 s, 88 %: 32 + 56 = 88.00, good. 1002: 72 s, 80 %: 8 + 40 = 48.00, poor.
MONTH = csv_of("1001,Ann,red,4000,100,88,100", "1002,Bob,red,7200,100,80,100")


@pytest.fixture
def october(acme: Company, world: World) -> Desk:
    """Score October for employees 1001 and 1002."""
    published(acme)
    desk = Desk(world, acme.hr, "acme")
    desk.send(MONTH)
    return desk


@pytest.fixture
def context(october: Desk, platform: Platform) -> Iterator[Context]:
    """Return the context of a worker in the company."""
    with worker_in(platform, "acme") as made:
        yield made
