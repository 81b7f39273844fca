"""Publishing and locking with open eyes: what is not there is named, and accepted by its count."""

from typing import Any

import pytest

from chalicelib.uploads import open_withdrawals
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.uploads.sending import IN_PARTS, Desk, chat_of, csv_of, published, qa_of
from tests.api.world import World

DESK = {"scheme": "desk"}


@pytest.fixture
def parts(acme: Company, world: World) -> Desk:
    """1001 has both sources, 1002 and 1003 have one."""
    published(acme, IN_PARTS)
    desk = Desk(world, acme.hr, "acme")
    desk.send(csv_of("1001,Ann,red,4000,100,88,100"))
    desk.send(chat_of("1002,7200,100", "1003,3000,100"), source="chat")
    return desk


def asked(desk: Desk, what: str, **accept: int) -> Any:
    return desk.caller.post(f"/v1/periods/2026-10/{what}", {**DESK, "accept": accept})


@pytest.mark.long
@pytest.mark.parametrize("what", ["publish", "lock"])
def test_incomplete_people_are_named_and_accepted_by_their_count(parts: Desk, what: str) -> None:
    refused = asked(parts, what).problem(409, "incomplete_results")
    assert refused["incomplete"] == 2
    assert sorted(one["employee_id"] for one in refused["employees"]) == ["1002", "1003"]
    asked(parts, what, incomplete=1).problem(409, "incomplete_results")
    asked(parts, what, incomplete=2).ok()


def test_accepted_they_are_left_out_of_pay_and_ranks(parts: Desk) -> None:
    asked(parts, "lock", incomplete=2).ok()
    import app
    from tests.api.uploads.sending import Context, id_of

    for body in parts.world.messages("exports"):
        record = {"messageId": id_of(body), "receiptHandle": "r", "body": body}
        app.run_export({"Records": [record]}, Context())

    rows = parts.caller.get("/v1/periods/2026-10/bonus-coefficients").ok()["items"]
    assert [(row["employee_id"], row["rank"]) for row in rows] == [("1001", 1)]
    card = parts.caller.get("/v1/employees/1002/scorecards/2026-10").ok()
    assert (card["state"], card["total"]) == ("incomplete", None)
    parts.caller.post(
        "/v1/uploads", {**DESK, "period": "2026-10", "filename": "late.csv", "source": "qa"}
    ).problem(409, "period_locked")


def test_what_was_accepted_is_in_the_audit_log(parts: Desk, acme: Company) -> None:
    asked(parts, "publish", incomplete=2).ok()
    events = acme.admin.get("/v1/audit-events?month=2026-11&limit=200").ok()["items"]
    (event,) = [one for one in events if one["action"] == "periods.publish"]
    assert event["after"]["accepted_incomplete"] == 2


def test_a_file_that_came_and_is_not_scored_is_named(parts: Desk) -> None:
    announced = parts.announce(source="qa")
    asked(parts, "publish", incomplete=2).ok()  # only announced: there is no file
    parts.put(announced, qa_of("1002,80,100"))

    found = asked(parts, "lock", incomplete=2).problem(409, "uploads_running")

    assert (found["running_uploads"], found["uploads"]) == (1, [announced["id"]])
    asked(parts, "lock", incomplete=2, running_uploads=1).ok()


@pytest.mark.parametrize("what", ["publish", "lock"])
def test_a_withdrawal_that_is_not_done_is_named_however_old_its_file_is(
    parts: Desk, clock: Clock, what: str
) -> None:
    old = parts.send(csv_of("1001,Ann,red,4000,100,90,100"))
    clock.advance(hours=50)
    parts.caller.post(f"/v1/uploads/{old['id']}/withdraw", {"reason": "x"}).ok(202)

    found = asked(parts, what, incomplete=2).problem(409, "uploads_running")
    assert (found["running_uploads"], found["uploads"]) == (1, [old["id"]])
    board = parts.caller.get("/v1/periods/2026-10/board?scheme=desk").ok()["obstacles"]
    assert {"code": "uploads_running", "count": 1, "accept": "running_uploads"} in board

    for message in parts.world.messages("uploads"):
        parts.deliver_body(message)
    asked(parts, what, incomplete=2).ok()


def test_of_many_withdrawals_at_a_time_one_too_many_is_refused(
    parts: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_withdrawals, "MOST", 1)
    paths = [
        f"/v1/uploads/{parts.send(csv_of('1001,Ann,red,4000,100,88,100'))['id']}/withdraw"
        for _ in range(2)
    ]
    parts.caller.post(paths[0], {"reason": "x"}).ok(202)
    parts.caller.post(paths[1], {"reason": "x"}).problem(409, "too_many_withdrawals")

    for message in parts.world.messages("uploads"):
        parts.deliver_body(message)
    parts.caller.post(paths[1], {"reason": "x"}).ok(202)
