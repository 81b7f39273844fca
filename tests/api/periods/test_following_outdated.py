"""Whoever follows a month gets the results that became outdated or current, and no others.

Growth: 0 % is 0 points and 20 % all 50; the answers are always 50 (tests/api/results/waits.py).
"""

import pytest
from pynamodb.expressions.operand import Path

from chalicelib.periods import directory, ordered_pieces, pieces
from chalicelib.periods.keys import key_of_period
from chalicelib.periods.listed import Listed
from chalicelib.periods.records import read_period
from chalicelib.tenancy.platform import Platform
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.results.waits import ANSWERS, BY_GROWTH, GROWTH, line, rescore, rows, scheme
from tests.api.uploads.sending import Desk, published
from tests.api.web.following import Follower
from tests.api.worker import worker_in
from tests.api.world import World

GROWING = scheme(line("growth", GROWTH, BY_GROWTH), ANSWERS)
CARDS = "/v1/periods/2026-10/scorecards"
#: Longer than the margin by which a token goes back.
LATER = {"minutes": 7}


@pytest.fixture(params=["in pieces", "in the period's item"])
def _size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "in pieces":
        monkeypatch.setattr(pieces, "MOST_INSIDE", 0)
        for name, size in {"AIM": 60, "MOST": 120, "SMALL": 1}.items():
            monkeypatch.setattr(ordered_pieces, name, size)


@pytest.fixture
def months(_size: None, acme: Company, world: World, clock: Clock) -> Desk:
    """September: 100, 200, 300. October: 110, 220, 330, 10 % each: 25 + 50 points."""
    published(acme, GROWING)
    desk = Desk(world, acme.hr, "acme")
    desk.send(rows("1001,red,100", "1002,blue,200", "1003,red,300"), period="2026-09")
    desk.send(rows("1001,red,110", "1002,blue,220", "1003,red,330"))
    clock.advance(**LATER)
    return desk


def followed(company: Company, clock: Clock) -> Follower:
    copy = Follower(company.admin, CARDS, of_results=True)
    copy.follow()
    clock.advance(**LATER)
    return copy


def synced(copy: Follower, clock: Clock) -> list[str]:
    """Return who comes now. Nobody comes in the sync after the margin."""
    came = copy.follow()
    assert copy.copy == copy.listed_anew()
    clock.advance(**LATER)
    copy.follow()
    clock.advance(**LATER)
    assert copy.follow() == []
    return came


def entries(platform: Platform) -> list[Listed]:
    with worker_in(platform, "acme") as context:
        record = read_period(context.table, context.scope, "2026-10", "desk")
        assert record is not None
        return list(directory.everybody(context, record))


@pytest.mark.long
def test_of_a_corrected_month_the_next_one_gives_just_whose_result_is_outdated(
    months: Desk, acme: Company, clock: Clock
) -> None:
    copy = followed(acme, clock)
    months.send(rows("1001,red,220"), period="2026-09")
    moment = clock.now.strftime("%Y-%m-%dT%H:%M:%S.000Z")

    assert synced(copy, clock) == ["1001 desk"]
    told = copy.copy["1001 desk"]
    assert (told["outdated"], told["outdated_because"]) == (True, ["previous_period"])
    assert told["updated_at"] == moment
    assert copy.copy["1003 desk"]["outdated"] is False

    # Another correction: the result is outdated by that one.
    months.send(rows("1001,red,230"), period="2026-09")
    assert synced(copy, clock) == ["1001 desk"]
    assert copy.copy["1001 desk"]["updated_at"] > moment


def test_a_file_of_many_rows_gives_just_whose_results_it_makes_outdated(
    months: Desk, acme: Company, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after a change of many people: everybody is counted, and 1002 is who has another one."""
    monkeypatch.setattr("chalicelib.results.changes.MOST", 0)
    copy = followed(acme, clock)
    months.send(rows("1001,red,100", "1002,blue,90", "1003,red,300"), period="2026-09")

    assert synced(copy, clock) == ["1002 desk"]


@pytest.mark.long
def test_a_rescoring_gives_just_whose_result_is_current_again(
    months: Desk, acme: Company, clock: Clock
) -> None:
    """1001's growth is as it was: only the answers of September have changed."""
    months.send(rows("1001,red,100,90"), period="2026-09")
    clock.advance(**LATER)
    copy = followed(acme, clock)

    rescore(months)

    assert synced(copy, clock) == ["1001 desk"]
    assert (copy.copy["1001 desk"]["outdated"], copy.copy["1001 desk"]["revision"]) == (False, 1)


@pytest.mark.long
def test_a_rescoring_with_the_same_version_changes_no_entry(
    months: Desk, acme: Company, clock: Clock, platform: Platform
) -> None:
    months.send(rows("1002,blue,150"), period="2026-09")
    rescore(months)
    clock.advance(**LATER)
    copy, before = followed(acme, clock), entries(platform)
    asked = {"modified_since": clock.now.isoformat()}

    rescore(months)

    assert entries(platform) == before
    assert synced(copy, clock) == []
    assert acme.admin.get(CARDS, query=asked).ok()["items"] == []


@pytest.mark.long
def test_of_results_that_an_older_version_counted_everybody_comes_once(
    months: Desk, acme: Company, clock: Clock, platform: Platform
) -> None:
    """It has kept the number alone: who of them is current again has no mark to be taken away."""
    months.send(rows("1001,red,220"), period="2026-09")
    with worker_in(platform, "acme") as context:
        key = key_of_period(context.scope, "2026-10", "desk")
        context.table.update(key, [Path("unmarked_until").remove()])
    clock.advance(**LATER)
    copy = followed(acme, clock)

    months.send(rows("1002,blue,90"), period="2026-09")

    assert synced(copy, clock) == ["1001 desk", "1002 desk", "1003 desk"]
    months.send(rows("1003,red,90"), period="2026-09")
    assert synced(copy, clock) == ["1003 desk"]
