"""An upload is taken back: what the other files said stands again, as if it had never been sent."""

from typing import Any

import pytest

from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.uploads.sending import IN_PARTS, Desk, chat_of, csv_of, published, qa_of
from tests.api.world import World

PERIOD = "/v1/periods/2026-10"
# 1001: 40 s, 88 %: 32 + 56 = 88.00, good. 1002: 72 s, 80 %: 8 + 40 = 48.00, poor.
ANN, BOB = "1001,Ann,red,4000,100,88,100", "1002,Bob,red,7200,100,80,100"
# 40 s, 90 %: 32 + 60 = 92.00
BETTER = "1001,Ann,red,4000,100,90,100"


@pytest.fixture
def desk(acme: Company, world: World) -> Desk:
    published(acme)
    return Desk(world, acme.hr, "acme")


@pytest.fixture
def parts(acme: Company, world: World) -> Desk:
    published(acme, {**IN_PARTS, "max_unavailable": "1"})
    return Desk(world, acme.hr, "acme")


def asked(desk: Desk, upload: Any, reason: str = "发错了文件") -> Any:
    path = f"/v1/uploads/{upload['id']}/withdraw"
    return desk.caller.post(path, {"reason": reason})


def withdrawn(desk: Desk, upload: Any) -> Any:
    """Withdraw, let the worker do it, and return the upload."""
    assert asked(desk, upload).ok(202)["status"] == "withdrawing"
    for message in desk.world.messages("uploads"):
        desk.deliver_body(message)
    found = desk.caller.get(f"/v1/uploads/{upload['id']}").ok()
    assert found["status"] == "withdrawn"
    return found


def counts(upload: Any) -> tuple[int, ...]:
    told = upload["withdrawal"]
    return tuple(told[one] for one in ("restored", "removed", "people_removed", "people_kept"))


def results(desk: Desk, period: str = "2026-10") -> dict[str, tuple[Any, ...]]:
    """Revision, total and place of each result, by person."""
    found = desk.caller.get(f"/v1/periods/{period}/scorecards?scheme=desk").ok()["items"]
    return {
        one["employee_id"]: (one["revision"], one["total"], (one["rank"] or {}).get("position"))
        for one in found
    }


def card(desk: Desk, who: str = "1001") -> Any:
    return desk.caller.get(f"/v1/employees/{who}/scorecards/2026-10").ok()


def test_the_file_before_stands_again_and_a_result_without_any_is_none(desk: Desk) -> None:
    first = desk.send(csv_of(ANN))
    second = desk.send(csv_of(BETTER, BOB))
    assert results(desk) == {"1001": (2, "92.00", 1), "1002": (1, "48.00", 2)}

    told = withdrawn(desk, second)

    assert results(desk) == {"1001": (3, "88.00", 1)}
    assert card(desk)["source"] == {"upload": first["id"], "row": 2}
    assert counts(told) == (1, 1, 1, 0)
    assert (told["counts"], told["withdrawal"]["reason"]) == (second["counts"], "发错了文件")
    period = desk.caller.get(f"{PERIOD}?scheme=desk").ok()["schemes"][0]
    assert (period["scorecards"], period["grades"], period["busy"]) == (1, {"good": 1}, False)
    paid = desk.caller.get(f"{PERIOD}/bonus-coefficients?scheme=desk").ok()["items"]
    assert [(row["employee_id"], row["coefficient"]) for row in paid] == [("1001", "1.1")]
    plans = desk.caller.get("/v1/improvement-plans?period=2026-10").ok()["items"]
    assert {plan["status"] for plan in plans if plan["employee_id"] == "1002"} <= {"withdrawn"}
    desk.caller.get("/v1/employees/1002/scorecards/2026-10").problem(404)
    former = "/v1/employees/1002/scorecards/2026-10?scheme=desk&revision=1"
    assert desk.caller.get(former).ok()["total"] == "48.00"


def test_a_later_file_stays_and_an_equal_one_is_named_in_place_of_the_first(desk: Desk) -> None:
    first = desk.send(csv_of(ANN))
    same = desk.send(csv_of("1001,Ann,red,4000,100,88.0,100"))
    assert (card(desk)["revision"], card(desk)["source"]["upload"]) == (1, first["id"])

    # The card names the first file; the second still says the figures.
    withdrawn(desk, first)
    assert (card(desk)["total"], card(desk)["source"]["upload"]) == ("88.00", same["id"])

    later = desk.send(csv_of(BETTER))
    withdrawn(desk, same)
    assert (card(desk)["total"], card(desk)["source"]["upload"]) == ("92.00", later["id"])


@pytest.mark.long
def test_each_source_has_the_figures_of_the_last_file_that_is_left(parts: Desk) -> None:
    chat = parts.send(chat_of("1001,4000,100"), source="chat")
    whole = parts.send(csv_of("1001,Ann,red,7200,100,80,100"))
    qa = parts.send(qa_of("1001,90,100"), source="qa")
    # 72 s of the whole file: 8; 90 % of qa: 60
    assert card(parts)["total"] == "68.00"

    withdrawn(parts, whole)
    # 40 s of chat again: 32
    found = card(parts)
    assert found["total"] == "92.00"
    assert [one["upload"] for one in found["sources"]] == [chat["id"], qa["id"]]

    told = withdrawn(parts, qa)
    assert (card(parts)["state"], card(parts)["awaiting"]) == ("incomplete", ["qa"])
    assert counts(told)[:2] == (1, 0)
    board = parts.caller.get(f"{PERIOD}/board?scheme=desk").ok()["sources"]
    assert [one["arrived"] for one in board] == [1, 0]


def test_name_and_team_of_a_withdrawn_file_go_too(parts: Desk) -> None:
    parts.send(csv_of("1001,Ann,red,4000,100,88,100"))
    named = parts.send(
        b"employee_id,employee_name,team,solved,raised\n1001,Anna,blue,80,100\n", source="qa"
    )
    parts.send(qa_of("1001,90,100"), source="qa")
    assert (card(parts)["team"], card(parts)["employee_name"]) == ("blue", "Anna")

    # No figure is the withdrawn file's any more, but its name and team are.
    withdrawn(parts, named)
    found = card(parts)
    assert (found["team"], found["employee_name"], found["total"]) == ("red", "Ann", "92.00")


@pytest.mark.long
def test_people_whom_the_file_alone_made_go_and_come_again_with_it(desk: Desk) -> None:
    desk.send(csv_of("1002,Bob,red,7200,100,80,100"))
    made = desk.send(csv_of(ANN, BOB, "1003,Cy,blue,3000,100,90,100"))
    desk.caller.patch("/v1/employees/1003", {"name": "Cyd"}).ok()

    told = withdrawn(desk, made)

    assert counts(told) == (0, 2, 1, 1)
    desk.caller.get("/v1/employees/1001").problem(404)
    assert desk.caller.get("/v1/employees/1003").ok()["name"] == "Cyd"
    assert desk.caller.get("/v1/headcount").ok()["people"] == 2
    again = desk.send(csv_of(ANN))
    assert (again["status"], again["counts"]["new_people"]) == ("completed", 1)
    # The first revision was there before: the next one follows it.
    assert results(desk)["1001"][:2] == (2, "88.00")
    assert desk.caller.get("/v1/headcount").ok()["people"] == 3
    assert counts(withdrawn(desk, again)) == (0, 1, 1, 0)
    desk.caller.get("/v1/employees/1001").problem(404)


def test_a_void_and_a_declaration_hold_for_a_result_that_was_gone(desk: Desk) -> None:
    first = desk.send(csv_of(ANN))
    said = {"scheme": "desk", "reason": "x"}
    desk.caller.post("/v1/employees/1001/scorecards/2026-10/void", said).ok(202)
    for message in desk.world.messages("uploads"):
        desk.deliver_body(message)
    withdrawn(desk, first)
    assert results(desk) == {}

    desk.send(csv_of(BETTER))
    assert (card(desk)["state"], card(desk)["revision"]) == ("void", 3)


@pytest.mark.long
def test_imported_and_computed_results_come_back_as_they_were(desk: Desk) -> None:
    past = "employee_id,total,grade,coefficient\n"
    desk.send(csv_of("1001,Ann,red,1,1,1,1"), period="2026-11")
    one = desk.send(f"{past}1001,70,poor,0.6\n".encode(), period="2026-09", grain="results")
    two = desk.send(f"{past}1001,90,good,1.1\n".encode(), period="2026-09", grain="results")
    assert results(desk, "2026-09") == {"1001": (2, "90.00", None)}

    withdrawn(desk, two)
    assert results(desk, "2026-09") == {"1001": (3, "70.00", None)}
    computed = desk.send(csv_of(ANN), period="2026-09")
    withdrawn(desk, computed)
    assert results(desk, "2026-09") == {"1001": (5, "70.00", None)}
    withdrawn(desk, one)
    assert results(desk, "2026-09") == {}


@pytest.mark.long
def test_the_next_month_is_outdated_by_a_result_that_goes_and_one_that_comes_again(
    acme: Company, world: World
) -> None:
    (dimension,) = IN_PARTS["dimensions"]
    carried = [{**one, "not_available": "carry_previous"} for one in dimension["indicators"]]
    plain = {name: IN_PARTS[name] for name in ("code", "name", "total_points", "grades")}
    published(acme, {**plain, "dimensions": [{**dimension, "indicators": carried}]})
    desk = Desk(world, acme.hr, "acme")
    desk.send(csv_of(BOB))
    october = desk.send(csv_of(ANN))
    desk.send(csv_of("1001,Ann,red,4000,100,0,0", BOB), period="2026-11")

    withdrawn(desk, october)

    november = desk.caller.get("/v1/periods/2026-11?scheme=desk").ok()["schemes"][0]
    assert november["outdated_results"] == 1
    desk.send(csv_of(ANN))
    november = desk.caller.get("/v1/periods/2026-11?scheme=desk").ok()["schemes"][0]
    # Made with the first revision; the second has the same figures, and is another.
    assert november["outdated_results"] == 1


def test_what_cannot_be_taken_back_says_the_way_out(desk: Desk, acme: Company) -> None:
    announced = desk.announce()
    asked(desk, announced).problem(409, "not_finished")
    refused = desk.send(csv_of("1001,Ann,red,x,1,1,1"), on_error="reject")
    asked(desk, refused).problem(409, "nothing_to_withdraw")
    looked = desk.send(csv_of(ANN), dry_run=True)
    asked(desk, looked).problem(409, "nothing_to_withdraw")
    asked(desk, {"id": "upl_unknown"}).problem(404)
    desk.caller.post(f"/v1/uploads/{refused['id']}/withdraw", {}).problem(422, "invalid_request")
    done = desk.send(csv_of(ANN, BOB))
    other = desk.send(csv_of(BETTER))
    asked(desk, other).ok(202)
    asked(desk, other).problem(409, "withdrawal_under_way")
    for message in desk.world.messages("uploads"):
        desk.deliver_body(message)
    asked(desk, other).problem(409, "already_withdrawn")
    desk.caller.post(f"{PERIOD}/lock", {"scheme": "desk"}).ok()
    told = asked(desk, done).problem(409, "period_locked")
    assert "correction" in told["detail"]
    acme.auditor.post(f"/v1/uploads/{done['id']}/withdraw", {"reason": "x"}).problem(403)


def test_a_withdrawal_that_meets_the_lock_leaves_the_upload_as_it_was(desk: Desk) -> None:
    upload = desk.send(csv_of(ANN))
    asked(desk, upload).ok(202)
    (message,) = desk.world.messages("uploads")
    accept = {"scheme": "desk", "accept": {"running_uploads": 1}}
    desk.caller.post(f"{PERIOD}/lock", {"scheme": "desk"}).problem(409, "uploads_running")
    desk.caller.post(f"{PERIOD}/lock", accept).ok()

    desk.deliver_body(message)

    found = desk.caller.get(f"/v1/uploads/{upload['id']}").ok()
    assert (found["status"], found["withdrawal"]["refused"]["code"]) == (
        "completed", "period_locked",
    )  # fmt: skip
    assert results(desk)["1001"][:2] == (1, "88.00")


def test_late_events_of_a_withdrawn_upload_change_nothing(desk: Desk) -> None:
    upload = desk.announce()
    event = desk.put(upload, csv_of(ANN))
    desk.deliver(event)
    asked(desk, upload).ok(202)
    (message,) = desk.world.messages("uploads")
    desk.deliver_body(message)
    for again in (desk.message(event), message):
        desk.deliver_body(again)
    assert results(desk) == {}
    assert desk.caller.get(f"/v1/uploads/{upload['id']}").ok()["status"] == "withdrawn"


def test_a_withdrawal_is_asked_audited_and_told_to_the_feed(
    desk: Desk, acme: Company, clock: Clock
) -> None:
    upload = desk.send(csv_of(ANN))
    withdrawn(desk, upload)

    events = acme.admin.get("/v1/audit-events?month=2026-11&limit=200").ok()["items"]
    mine = {e["action"]: e for e in events if e["target"] == f"uploads/{upload['id']}"}
    assert mine["uploads.withdraw"]["after"] == {"reason": "发错了文件"}
    ended = [e["after"] for e in events if e["action"] == "uploads.end"]
    assert {"status": "withdrawn", "restored": 0, "removed": 1, "people_removed": 1,
            "people_kept": 0} in ended  # fmt: skip
    gone = [e for e in events if e["action"] == "employees.delete"]
    assert [e["target"] for e in gone] == ["employees/1001"]
    clock.advance(minutes=2)
    told = acme.admin.get("/v1/events?limit=100").ok()["items"]
    types = [one["type"] for one in told]
    assert {"upload.withdrawal_requested", "upload.withdrawn"} <= set(types)


@pytest.mark.long
def test_an_erased_person_stays_a_pseudonym_when_a_file_is_taken_back(
    desk: Desk, acme: Company
) -> None:
    from tests.api.people.worker import Worker

    desk.send(csv_of(ANN))
    second = desk.send(csv_of(BETTER, BOB))
    acme.admin.post("/v1/employees/1001/erase", {"files": "delete"}).ok(202)
    Worker(desk.world).work()

    withdrawn(desk, second)

    (left,) = desk.caller.get(f"{PERIOD}/scorecards?scheme=desk").ok()["items"]
    assert left["employee_id"].startswith("erased-")
    assert (left["total"], left["employee_name"], left["source"]["row"]) == ("88.00", None, 0)
