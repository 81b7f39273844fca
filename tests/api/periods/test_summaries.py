"""A period's summary that is too large for its item lies in pieces, of which one set is current."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.periods import lease, ordered_pieces, ordered_tables, pieces
from chalicelib.periods.listed import ORDERS
from chalicelib.periods.rank_table import BY_TOTAL
from chalicelib.periods.records import PeriodRecord, read_period
from chalicelib.periods.summaries import ranks_of, stored_pieces
from chalicelib.publication import presenting
from chalicelib.results.leased_run import TakenOver
from chalicelib.results.settling import settle
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.platform import Platform
from tests.api.company import Company
from tests.api.uploads.sending import Desk, csv_of
from tests.api.worker import worker_in
from tests.faults.killing import Killed, killed_at

# 1001: 32 + 56 = 88; 1002: 8 + 40 = 48; 1004 as 1001, in another team.
MONTH = csv_of(
    "1001,Ann,red,4000,100,88,100",
    "1002,Bob,red,7200,100,80,100",
    "1004,Di,blue,4000,100,88,100",
)
#: 1002 is now the best: 30 s, 90 %: 100.
CORRECTED = MONTH.replace(b"7200,100,80", b"3000,100,90")


@pytest.fixture(autouse=True)
def _nothing_fits_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every table lies in pieces, each entry in one of its own if the hash allows it."""
    monkeypatch.setattr(pieces, "MOST_INSIDE", 0)
    monkeypatch.setattr(pieces, "AIM", 8)
    for name, size in {"AIM": 8, "MOST": 8, "SMALL": 1}.items():
        monkeypatch.setattr(ordered_pieces, name, size)


@pytest.fixture
def scored(desk: Desk) -> Desk:
    desk.send(MONTH)
    return desk


@pytest.fixture
def context(scored: Desk, platform: Platform) -> Iterator[Context]:
    with worker_in(platform, "acme") as made:
        yield made


def record_of(context: Context) -> PeriodRecord:
    found = read_period(context.table, context.scope, "2026-10", "desk")
    assert found is not None
    return found


def settled(context: Context) -> None:
    until = context.platform.clock() + timedelta(minutes=1)
    held = lease.take(context, "2026-10", "desk", "run_1", until, work="upl_1")
    settle(context, held)
    lease.release(context, "2026-10", "desk", "run_1")


def unused(context: Context) -> int:
    """Return how many pieces are stored beside those of the current summary."""
    record = record_of(context)
    assert record.pieces is not None
    assert record.ordered is not None
    tables = [BY_TOTAL.name, *ORDERS]
    indexes = ordered_tables.read_indexes(context, record, tables)
    current = int(record.pieces["teams"]) + len(tables) + sum(map(len, indexes.values()))
    return len(stored_pieces(context, "2026-10", "desk")) - current


def ranks(caller: Any) -> dict[str, Any]:
    cards = caller.get("/v1/periods/2026-10/scorecards").ok()["items"]
    return {card["employee_id"]: tuple(card["rank"].values()) for card in cards}


def test_readers_see_what_they_see_of_a_small_period(scored: Desk, acme: Company) -> None:
    assert ranks(acme.hr) == {"1001": (1, 3), "1002": (3, 3), "1004": (1, 3)}
    card = acme.hr.get("/v1/employees/1002/scorecards/2026-10").ok()
    assert card["rank"] == {"position": 3, "of": 3}
    told = acme.hr.get("/v1/periods/2026-10").ok()["schemes"][0]
    assert (told["scorecards"], told["grades"]) == (3, {"good": 2, "poor": 1})
    assert [(one["team"], one["scorecards"]) for one in told["teams"]] == [("blue", 1), ("red", 2)]
    assert told["team_count"] == 2
    own = acme.supervisor.get("/v1/periods/2026-10").ok()["schemes"][0]
    assert (own["scorecards"], own["grades"]) == (2, {"good": 1, "poor": 1})
    assert [one["team"] for one in own["teams"]] == ["red"]
    rows = acme.hr.get("/v1/periods/2026-10/bonus-coefficients?scheme=desk").ok()["items"]
    assert [row["rank"] for row in rows] == [1, 3, 1]


def test_the_periods_item_has_no_table(context: Context) -> None:
    record = record_of(context)

    assert (record.ranks, record.teams) == (None, None)
    assert record.versions == {"1": 3}
    assert record.listing is not None
    assert "inside" not in record.listing
    assert record.pieces is not None
    assert int(record.pieces["teams"]) > 1
    tables = [BY_TOTAL.name, *ORDERS]
    indexes = ordered_tables.read_indexes(context, record, tables)
    # Two totals, and three people in each order of the directory.
    assert [len(indexes[table]) for table in tables] == [2, 3, 3, 3, 3, 3]


def test_no_piece_is_stored_that_is_not_current(context: Context, scored: Desk) -> None:
    assert unused(context) == 0

    scored.send(CORRECTED)

    assert unused(context) == 0
    assert ranks(scored.caller)["1002"] == (1, 3)


def test_settling_again_writes_no_ordered_piece_anew(context: Context) -> None:
    before = record_of(context)

    settled(context)

    after = record_of(context)
    assert after.ordered == before.ordered
    assert after.settled_at is not None


def test_a_reader_with_a_former_record_reads_the_current_generation(
    context: Context, scored: Desk
) -> None:
    former = record_of(context)
    scored.send(CORRECTED)

    places = [("", total) for total in (88, 100, 48)]
    assert ranks_of(context, former, places) == {("", 100): (1, 3), ("", 88): (2, 3)}
    told = presenting.described_with_teams(context, former, "en")
    # Head and teams are both of the second summary.
    assert told["grades"] == {"good": 3}
    assert [one["grades"] for one in told["teams"]] == [{"good": 1}, {"good": 2}]


def test_a_run_that_has_lost_its_lease_leaves_the_summary_as_it_is(
    context: Context, scored: Desk
) -> None:
    before = record_of(context)
    until = context.now + timedelta(minutes=1)
    lost = lease.take(context, "2026-10", "desk", "run_lost", until, work="upl_1")
    lease.release(context, "2026-10", "desk", "run_lost")

    with pytest.raises(TakenOver):
        settle(context, lost)

    assert record_of(context) == replace(before, unsettled="run_lost")
    assert ranks(scored.caller)["1001"] == (1, 3)
    settled(context)
    assert unused(context) == 0


@pytest.mark.parametrize("number", range(3, 8))
def test_what_a_killed_run_leaves_is_removed_by_the_next_settling(
    context: Context, scored: Desk, number: int
) -> None:
    """Writes 1 and 2 take the lease. Then come the pieces, the switch, and the removal."""
    expected = ranks(scored.caller)
    with killed_at(context.platform, number, after=True):
        try:
            settled(context)
        except Killed:
            lease.abandon(context, "2026-10", "desk", "run_1")
    assert ranks(scored.caller) == expected

    settled(context)

    assert unused(context) == 0
    assert ranks(scored.caller) == expected
