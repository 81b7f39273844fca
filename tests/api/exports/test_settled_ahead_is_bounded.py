"""Settling one result ahead costs what it costs in a small month, and changes one entry."""

import pytest

from chalicelib.tenancy.platform import Platform
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.periods.many_results import many_results
from tests.api.web.following import Follower
from tests.api.web.table_reads import table_reads
from tests.api.world import World
from tests.profiles import choose

CLOSE = "/v1/employees/A000001/scorecards/2026-10/close"
WHY = {"scheme": "desk", "reason": "gone to another company"}


@pytest.mark.parametrize("number", choose(quick=(100, 1_000), long=(100, 1_000, 10_000)))
def test_one_result_is_read_and_one_is_told(
    acme: Company, world: World, platform: Platform, clock: Clock, number: int
) -> None:
    """Of a large month the indexes of five orders and a piece or two of each are changed."""
    many_results(acme, world, platform, number)
    person = {"name": "Ann", "team": "blue", "left_on": "2026-11-03"}
    acme.hr.put("/v1/employees/A000001", person).ok(201)
    clock.advance(minutes=10)
    cards = Follower(acme.hr, "/v1/periods/2026-10/scorecards", of_results=True)
    paid = Follower(acme.hr, "/v1/periods/2026-10/bonus-coefficients", of_results=True)
    for one in (cards, paid):
        one.follow()
    clock.advance(minutes=10)
    with table_reads(platform) as reads:
        acme.hr.post(CLOSE, WHY).ok(201)
    assert reads.requests <= 14
    assert reads.units <= 40
    for one in (cards, paid):
        with table_reads(platform) as reads:
            one.follow()
        assert reads.requests <= 7
        assert reads.units <= 14
    assert (cards.got, paid.gone) == (["A000001 desk"], ["A000001 desk"])
    assert len(paid.copy) == number + 1
    assert paid.copy == paid.listed_anew()
