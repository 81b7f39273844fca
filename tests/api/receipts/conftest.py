"""Fixtures of the receipts: a month of three people, and the payroll system that answers."""

import pytest

from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.exports.conftest import MONTH
from tests.api.exports.payroll import Payroll
from tests.api.receipts.answering import Answering
from tests.api.uploads.sending import Desk, published
from tests.api.world import World


@pytest.fixture
def answering(acme: Company, world: World, clock: Clock) -> Answering:
    """October has results of 1001, 1002 and 1003; nothing is exported yet."""
    published(acme)
    Desk(world, acme.hr, "acme").send(MONTH)
    return Answering(acme, Payroll(world, acme.hr), acme.with_role("payroll"), clock)
