"""What changed after publication: from what to what, why, and for whom to see."""

from typing import Any

import pytest

from chalicelib.histories.changed import MOST_FORMER, made_after
from chalicelib.periods import pieces
from chalicelib.periods.records import PeriodRecord
from chalicelib.tenancy.platform import Platform
from tests.api.client import Api
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.histories.conftest import WORSE
from tests.api.histories.test_causes import FORMER
from tests.api.settled_month import settled
from tests.api.uploads.sending import Desk, csv_of
from tests.api.web.table_reads import table_reads

CHANGES = "/v1/periods/2026-10/changes"
DESK = {"scheme": "desk"}


@pytest.fixture
def month(october: Desk, acme: Company, clock: Clock) -> Desk:
    """October of 1001 and 1002 of team red, published a minute ago."""
    clock.advance(minutes=1)
    settled(acme.hr, "publish", "2026-10", "desk").ok()
    clock.advance(minutes=1)
    return october


def listed(caller: Api, **query: Any) -> Any:
    return caller.get(CHANGES, query={**DESK, **query}).ok()["items"]


def people(caller: Api, **query: Any) -> list[str]:
    """Return who is listed, in order, page by page of one."""
    found: list[str] = []
    asked = {**DESK, "limit": 1, **query}
    while True:
        page = caller.get(CHANGES, query=asked).ok()
        found += [one["employee_id"] for one in page["items"]]
        if page["next"] is None:
            return found
        asked["cursor"] = page["next"]


def figures(total: str, grade: str, coefficient: str) -> dict[str, str]:
    return {"total": total, "grade": grade, "coefficient": coefficient}


def test_a_changed_result_is_shown_as_published_and_as_it_stands(
    month: Desk, acme: Company, clock: Clock
) -> None:
    assert listed(acme.hr) == []

    first = month.send(WORSE)
    clock.advance(minutes=1)
    # 90 %: 32 + 60 = 92.00
    second = month.send(csv_of("1001,Ann,red,4000,100,90,100"))

    (one,) = listed(acme.hr)
    assert (one["employee_id"], one["published_revision"], one["revision"]) == ("1001", 1, 3)
    assert {name: str(one["before"][name]) for name in one["before"]} == figures(
        "88.00", "good", "1.1"
    )
    assert str(one["after"]["total"]) == "92.00"
    assert [cause["ref"] for cause in one["causes"]] == [second["id"], first["id"]]
    assert not one["more"]


def test_who_got_a_result_only_after_publication_had_none_before(
    month: Desk, acme: Company
) -> None:
    month.send(csv_of("1003,Cy,blue,4000,100,88,100"))

    (one,) = listed(acme.hr)
    assert (one["employee_id"], one["published_revision"], one["before"]) == ("1003", None, None)
    assert not one["more"]
    assert listed(acme.supervisor) == []  # of team red
    assert listed(acme.hr, team="red") == []


def test_a_large_period_is_read_by_the_time_of_the_change_locked_or_not(
    month: Desk, acme: Company, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pieces, "MOST_INSIDE", 0)
    month.send(WORSE)
    clock.advance(minutes=1)
    month.send(csv_of("1003,Cy,blue,4000,100,88,100"))
    assert people(acme.hr) == ["1001", "1003"]
    assert people(acme.supervisor) == people(acme.hr, team="red") == ["1001"]
    clock.advance(days=30)
    settled(acme.hr, "lock", "2026-10", "desk").ok()
    assert people(acme.hr) == ["1001", "1003"]


def test_a_page_reads_what_was_published_for_all_its_results_together(
    month: Desk, acme: Company, platform: Platform
) -> None:
    def requests() -> int:
        with table_reads(platform) as reads:
            listed(acme.hr)
        return reads.requests

    month.send(WORSE)
    listed(acme.hr)  # the version is in memory from here on
    of_one = requests()
    month.send(csv_of("1002,Bob,red,7200,100,70,100"))
    assert len(listed(acme.hr)) == 2
    assert requests() == of_one


def test_what_was_published_in_another_team_is_not_told_to_the_new_one(
    month: Desk, acme: Company
) -> None:
    moved = month.send(csv_of("1001,Ann,blue,4000,100,72,100"))
    lead = acme.with_key(roles=["supervisor"], teams=["blue"])

    (one,) = listed(lead)
    assert (one["published_revision"], one["before"]) == (1, None)
    assert [cause["ref"] for cause in one["causes"]] == [moved["id"]]
    assert listed(acme.hr)[0]["before"] is not None
    assert listed(acme.supervisor) == []  # of team red, that 1001 has left


def test_before_publication_nothing_has_changed(october: Desk, acme: Company) -> None:
    october.send(WORSE)
    assert listed(acme.hr) == []


@pytest.mark.long
def test_beyond_so_many_revisions_what_was_published_is_not_known_and_says_so(
    month: Desk, acme: Company, clock: Clock
) -> None:
    for number in range(MOST_FORMER + 1):
        clock.advance(minutes=1)
        month.send(csv_of(f"1001,Ann,red,4000,100,{60 + number % 2},100"))
    (one,) = listed(acme.hr)
    assert (one["more"], one["before"], one["published_revision"]) == (True, None, None)
    assert len(one["causes"]) == MOST_FORMER


def test_a_rescoring_that_ended_after_publication_has_made_its_results_after_it() -> None:
    asked, published = FORMER.computed_at, "2026-11-01T00:05:00.000Z"
    for ended, after in ((None, True), ("2026-11-01T00:06:00.000Z", True), (asked, False)):
        rescoring = {"requested_at": asked, "finished_at": ended}
        record = PeriodRecord("2026-10", "desk", published_at=published, rescoring=rescoring)
        assert made_after(FORMER, record) is after
