"""Another system follows changes of results by ``modified_since`` and misses none."""

from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.periods.conftest import MONTH
from tests.api.uploads.sending import Desk, csv_of

DESK = {"scheme": "desk"}


def changed(desk: Desk, since: str) -> list[str]:
    query = {"modified_since": since}
    answer = desk.caller.get("/v1/periods/2026-10/scorecards", query=query)
    return [card["employee_id"] for card in answer.ok()["items"]]


def test_nothing_has_changed_since_the_upload_was_complete(october: Desk, clock: Clock) -> None:
    clock.advance(minutes=5)
    assert changed(october, "2026-11-05T08:05:00Z") == []


def test_results_of_an_upload_that_was_under_way_come_with_the_next_question(
    desk: Desk, clock: Clock
) -> None:
    # The upload begins at 08:00, has no time left in its first run, and is completed at 08:20. A
    # question at 08:10 gets nobody. The next question asks from then on.
    upload = desk.announce()
    event = desk.put(upload, MONTH)
    desk.run_once(desk.message(event), milliseconds=1_000)
    clock.advance(minutes=10)
    assert desk.caller.get("/v1/periods/2026-10/scorecards").ok()["items"] == []
    clock.advance(minutes=10)
    desk.deliver(event)

    cards = desk.caller.get("/v1/periods/2026-10/scorecards").ok()["items"]

    assert {card["computed_at"] for card in cards} == {"2026-11-05T08:00:00.000Z"}
    assert changed(desk, "2026-11-05T08:10:00Z") == ["1001", "1002", "1003"]


def test_a_rank_that_somebody_elses_result_moved_is_no_change(october: Desk, clock: Clock) -> None:
    clock.advance(hours=1)
    october.send(csv_of("1002,Bob,red,4000,100,90,100"))  # 32 + 60 = 92.00, above Ann's 88.00

    cards = october.caller.get(
        "/v1/periods/2026-10/scorecards", query={"modified_since": "2026-11-05T09:00:00Z"}
    ).ok()["items"]

    assert [(card["employee_id"], card["rank"]["position"]) for card in cards] == [("1002", 1)]


def test_publishing_and_locking_change_every_result(
    october: Desk, acme: Company, clock: Clock
) -> None:
    clock.advance(hours=1)
    assert changed(october, "2026-11-05T09:00:00Z") == []
    acme.hr.post("/v1/periods/2026-10/publish", DESK).ok()
    assert changed(october, "2026-11-05T09:00:00Z") == ["1001", "1002", "1003"]
    clock.advance(hours=1)
    acme.hr.post("/v1/periods/2026-10/lock", DESK).ok()
    assert changed(october, "2026-11-05T10:00:00Z") == ["1001", "1002", "1003"]
