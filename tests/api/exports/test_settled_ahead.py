"""A leaver's result is settled ahead of its month: paid by itself, once, whatever comes later.

October: 1001 40 s, 88 %: 88.00, good, 1.1; 1002 72 s, 80 %: 48.00, poor, 0.6, left on the 3rd of
November, which is the 5th today. With 30 s and 90 % it is 100.00, good, 1.1.
"""

from typing import Any
from unittest import mock

import pytest

from chalicelib.results import rescore_chunk, write_cards
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.exports.payroll import Payroll
from tests.api.people.worker import Worker
from tests.api.periods.dated import facts_in, since
from tests.api.periods.test_rescoring import publish_next, with_resolution_target
from tests.api.settled_month import settled as published_and_locked
from tests.api.uploads.sending import SCHEME, Desk, csv_of, published
from tests.api.web.following import Follower

CLOSE = "/v1/employees/1002/scorecards/2026-10/close"
WHY = {"scheme": "desk", "reason": "gone to another company"}
BETTER = {"wait_seconds": "3000", "solved": "90"}
LOCK = "/v1/periods/2026-10/lock"


@pytest.fixture
def left(acme: Company, payroll: Payroll) -> Payroll:
    """1002 has left; October is open."""
    acme.hr.patch("/v1/employees/1002", {"left_on": "2026-11-03"}, if_match="*").ok()
    return payroll


@pytest.fixture
def settled(acme: Company, left: Payroll) -> Any:
    """The file of 1002's settlement, made."""
    asked = acme.hr.post(CLOSE, WHY).ok(201)
    left.work()
    return acme.hr.get(f"/v1/exports/{asked['id']}").ok()


def card(acme: Company, employee_id: str = "1002", **query: str) -> Any:
    path = f"/v1/employees/{employee_id}/scorecards/2026-10"
    return acme.hr.get(path, query={"scheme": "desk", **query}).ok()


def follow(payroll: Payroll, acme: Company) -> None:
    desk = Desk(payroll.world, acme.hr, "acme")
    while messages := payroll.world.messages("uploads"):
        for body in messages:
            assert desk.deliver_body(body) == {"batchItemFailures": []}


def test_it_has_a_file_of_its_own(acme: Company, left: Payroll, settled: Any) -> None:
    assert (settled["content"], settled["rows"], settled["status"]) == (
        *("settlement", 1, "completed"),
    )
    (row,) = left.rows(settled)
    assert (row["employee_id"], row["total"], row["coefficient"]) == ("1002", "48.00", "0.6")
    assert (row["rank"], row["state"]) == ("", "locked")
    found = card(acme)
    assert found["person"] == settled["person"]
    assert (found["closed"]["reason"], found["total"]) == (WHY["reason"], "48.00")
    # Who takes every file of coefficients does not meet it unasked.
    assert acme.payroll.get("/v1/exports").ok()["items"] == []
    asked = {"content": "settlement"}
    assert [one["id"] for one in acme.payroll.get("/v1/exports", query=asked).ok()["items"]] == [
        settled["id"]
    ]


def test_the_months_own_files_do_not_pay_it_again(
    acme: Company, left: Payroll, settled: Any
) -> None:
    month = "/v1/periods/2026-10/bonus-coefficients"

    def listed() -> list[str]:
        return [one["employee_id"] for one in acme.payroll.get(month).ok()["items"]]

    assert listed() == ["1001", "1003"]
    assert [row["employee_id"] for row in left.rows(left.made())] == ["1001", "1003"]
    acme.hr.post(LOCK, {"scheme": "desk"}).ok()
    left.work()
    assert listed() == ["1001", "1003"]
    assert [row["employee_id"] for row in left.rows(left.made())] == ["1001", "1003"]
    # The result itself is in the month, with its rank.
    assert card(acme)["rank"]["position"] == 2


def test_a_new_version_and_the_register_leave_it_as_it_was_paid(
    acme: Company, left: Payroll, settled: Any
) -> None:
    """No rescoring takes it, so publishing does not ask for one."""
    publish_next(acme, with_resolution_target("80"))
    facts_in(acme)("1002", dated={"team": since((None, "blue")), "scheme": since((None, "phone"))})
    publish = "/v1/periods/2026-10/publish"
    refused = acme.hr.post(publish, {"scheme": "desk"}).problem(409, "awaiting_rescore")
    assert [one["employee_id"] for one in refused["employees"]] == ["1001", "1003"]
    assert "2 by version 1" in refused["detail"]
    acme.hr.post("/v1/periods/2026-10/rescore", {"scheme": "desk"}).ok(202)
    follow(left, acme)

    told = acme.hr.post(publish, {"scheme": "desk"}).ok()

    assert [one["scorecards"] for one in told["versions"]] == [1, 2]
    assert (told["outdated"], card(acme)["outdated"]) == (False, False)


def test_another_schemes_result_beside_it_would_pay_twice(
    acme: Company, left: Payroll, settled: Any
) -> None:
    """1002 was paid by desk; then the register says that it was phone. 1001 has no scheme on it."""
    published(acme, {**SCHEME, "code": "phone"})
    facts_in(acme)("1002", dated={"scheme": since((None, "phone"))})
    desk = Desk(left.world, acme.hr, "acme")
    desk.send(csv_of("1001,Ann,red,4000,100,88,100"), scheme="phone")
    query = {"scheme": "phone"}
    (phone,) = acme.hr.get("/v1/periods/2026-10", query=query).ok()["schemes"]
    assert phone["missing"]["count"] == 0

    desk.send(csv_of("1002,Bob,red,7200,100,80,100"), scheme="phone")

    accept = {"scheme": "phone", "accept": {"several_results": 1}}
    refused = acme.hr.post("/v1/periods/2026-10/lock", accept).problem(409, "several_results")
    assert (refused["schemes"], len(refused["employees"])) == ({"desk": 2}, 2)


@pytest.mark.parametrize("locked", [False, True])
def test_who_follows_the_month_is_told_of_it_and_of_nobody_else(
    acme: Company, left: Payroll, clock: Clock, locked: bool
) -> None:
    """The result says that it is closed, and payroll's list has its row no more: also for whoever
    did not ask between that and the lock, which changes everybody."""
    query, month = {"scheme": "desk"}, "/v1/periods/2026-10"
    everybody = ["1001 desk", "1002 desk", "1003 desk"]
    cards = Follower(acme.hr, f"{month}/scorecards", query=query, of_results=True)
    coefficients = Follower(acme.hr, f"{month}/bonus-coefficients", query=query, of_results=True)
    clock.advance(minutes=10)
    for one in (cards, coefficients):
        assert one.follow() == everybody
    clock.advance(minutes=10)
    acme.hr.post(CLOSE, WHY).ok(201)
    left.work()
    if locked:
        published_and_locked(acme.hr, "lock", "2026-10", "desk").ok()
        left.work()
    clock.advance(minutes=10)
    assert cards.follow() == (everybody if locked else ["1002 desk"])
    assert (coefficients.follow(), coefficients.gone) == (
        ["1001 desk", "1003 desk"] if locked else [],
        ["1002 desk"],
    )
    for one in (cards, coefficients):
        assert one.copy == one.listed_anew()


def test_a_later_file_leaves_it_and_says_so(acme: Company, left: Payroll, settled: Any) -> None:
    desk = Desk(left.world, acme.hr, "acme")
    before = card(acme, explain="true")
    sent = desk.send(
        csv_of("1001,Ann,red,4000,100,90,100", "1002,Bob,red,3000,100,90,100"), period="2026-10"
    )

    assert card(acme, "1001")["total"] == "92.00"
    after = card(acme, explain="true")
    assert {**after, "rank": None} == {**before, "rank": None}
    found = acme.hr.get(f"/v1/uploads/{sent['id']}/findings").ok()["items"]
    assert [one["employee_id"] for one in found if one["kind"] == "settled_ahead"] == ["1002"]
    # A row that says the same is no finding, and a withdrawal changes nothing either.
    same = desk.send(csv_of("1002,Bob,red,7200,100,80,100"), period="2026-10")
    assert acme.hr.get(f"/v1/uploads/{same['id']}/findings").ok()["items"] == []
    acme.hr.post(f"/v1/uploads/{sent['id']}/withdraw", {"reason": "wrong"}).ok(202)
    follow(left, acme)
    acme.hr.post("/v1/periods/2026-10/rescore", {"scheme": "desk"}).ok(202)
    follow(left, acme)
    assert card(acme)["revision"] == before["revision"]


def test_a_later_change_is_a_correction_with_its_difference(
    acme: Company, left: Payroll, settled: Any
) -> None:
    body = {**WHY, "employee_id": "1002", "period": "2026-10", "figures": BETTER}
    made = acme.hr.post("/v1/corrections", body).ok(201)
    follow(left, acme)

    stands = card(acme, effective="true")
    assert (made["difference"], stands["total"]) == ("0.5", "100.00")
    # The month is open, and what was paid is corrected.
    assert (stands["state"], card(acme)["state"]) == ("corrected", "provisional")
    assert card(acme)["total"] == "48.00"
    acme.hr.post(LOCK, {"scheme": "desk"}).ok()
    left.work()
    left.made()
    beside = acme.payroll.get("/v1/exports", query={"content": "differences"}).ok()["items"]
    (line,) = left.rows(beside[0])
    assert (line["employee_id"], line["before"], line["difference"]) == ("1002", "0.6", "0.5")
    # Others of an open month are not corrected.
    other = {**body, "employee_id": "1001", "period": "2026-11"}
    acme.hr.post("/v1/corrections", other).problem(409, "not_locked")


def test_payrolls_answer_and_a_file_made_again(acme: Company, left: Payroll, settled: Any) -> None:
    row = {"employee_id": "1002", "answer": "rejected", "code": "E1", "reason": "no account"}
    path = f"/v1/exports/{settled['id']}/receipt"
    acme.payroll.post(path, {"rows": [row]}).ok()
    (left_over,) = acme.payroll.get("/v1/exports/rejected-rows").ok()["items"]
    assert left_over["export"] == settled["id"]

    again = acme.payroll.post(f"{CLOSE}/file", {"scheme": "desk"}).ok(201)
    left.work()
    assert left.rows(acme.hr.get(f"/v1/exports/{again['id']}").ok()) == left.rows(settled)
    accepted = {"employee_id": "1002", "answer": "accepted"}
    acme.payroll.post(f"/v1/exports/{again['id']}/receipt", {"rows": [accepted]}).ok()
    assert acme.payroll.get("/v1/exports/rejected-rows").ok()["items"] == []
    other = f"{CLOSE.replace('1002', '1001')}/file"
    acme.payroll.post(other, {"scheme": "desk"}).problem(409, "not_closed")
    acme.payroll.post(f"{CLOSE}/file", {"scheme": "other"}).problem(404)


def test_board_and_readiness_name_them(acme: Company, left: Payroll, settled: Any) -> None:
    about = {"period": "2026-10", "scheme": "desk"}
    named = {"count": 1, "employees": [{"employee_id": "1002", "employee_name": "Bob"}]}
    assert acme.payroll.get("/v1/exports/readiness", query=about).ok()["settled_ahead"] == named
    board = acme.hr.get("/v1/periods/2026-10/board", query={"scheme": "desk"}).ok()
    assert board["settled_ahead"] == named


def test_its_person_sees_it_and_appeals_before_the_month_is_published(
    acme: Company, left: Payroll, settled: Any
) -> None:
    acme.admin.patch("/v1/tenant", {"appeal_days": 7}, if_match="*").ok()
    acme.hr.put("/v1/employees/judge", {"name": "J", "team": "office"}).ok(201)
    bob, judge = (acme.with_role("agent", employee_id="1002"),
                  acme.with_role("hr", employee_id="judge"))  # fmt: skip
    own = bob.get("/v1/employees/1002/scorecards/2026-10?scheme=desk").ok()
    assert own["total"] == "48.00"
    filed = bob.post("/v1/appeals", {
        "period": "2026-10", "scheme": "desk", "revision": own["revision"], "reason": "x",
        "against": {"kind": "line", "indicator": "answer_time"},
    }).ok(201)  # fmt: skip
    path = f"/v1/appeals/{filed['id']}"
    read = judge.post(f"{path}/review", None, if_match=judge.get(path).etag)
    said = {"decision": "upheld", "reason": "so it is"}
    remedy = {"kind": "figures", "columns": BETTER}
    found = judge.post(f"{path}/decide", {**said, "remedies": [remedy]}, if_match=read.etag).ok()
    assert found["correction"] is not None
    assert card(acme, effective="true")["total"] == "100.00"
    assert card(acme)["total"] == "48.00"


def test_a_case_about_it_is_a_correction(acme: Company, left: Payroll, settled: Any) -> None:
    """All 40 points of the answer time, with 40 of the resolution: 80.00, good, 1.1."""
    about = {"employee_id": "1002", "period": "2026-10", "scheme": "desk", "reason": "outage"}
    case = {**about, "kind": "exemption", "indicator": "answer_time", "treatment": "full"}
    made = acme.with_role("hr", employee_id="1003").post("/v1/cases", case)
    path = f"/v1/cases/{made.ok(201)['id']}"
    head = acme.with_role("hr", employee_id="1001")
    head.post(f"{path}/confirm", None, if_match=made.etag).ok()

    (found,) = acme.hr.get("/v1/corrections").ok()["items"]
    assert (found["kind"], found["after"]["total"], found["difference"]) == ("case", "80.00", "0.5")
    assert left.world.messages("uploads") != []  # what follows in the next month, and no rescoring
    assert acme.hr.get(path).ok()["effect"]["status"] == "in_effect"


def test_it_waits_for_whoever_writes_the_month(acme: Company, left: Payroll) -> None:
    """A run that has read the result before would write it afterwards."""
    acme.hr.post("/v1/periods/2026-10/rescore", {"scheme": "desk"}).ok(202)
    (message,) = left.world.messages("uploads")
    written = write_cards.write_cards

    def beside(*args: Any, **more: Any) -> Any:
        acme.hr.post(CLOSE, WHY).problem(409, "period_busy")
        return written(*args, **more)

    with mock.patch.object(rescore_chunk, "write_cards", beside):
        Desk(left.world, acme.hr, "acme").deliver_body(message)
    acme.hr.post(CLOSE, WHY).ok(201)


def test_what_is_not_settled_ahead(acme: Company, left: Payroll, clock: Clock) -> None:
    hr = acme.hr
    at = "/v1/employees/{}/scorecards/2026-10/close"
    hr.post(at.format("1001"), WHY).problem(409, "not_left")
    hr.post(at.format("nobody"), WHY).problem(404)
    acme.with_role("hr", employee_id="1002").post(CLOSE, WHY).problem(409, "own_result")
    hr.post("/v1/employees/1002/scorecards/2026-10/void", WHY).ok(202)
    follow(left, acme)
    hr.post(CLOSE, WHY).problem(409, "nothing_to_settle")
    hr.post("/v1/employees/1002/scorecards/2026-10/void/lift", WHY).ok(202)
    follow(left, acme)
    hr.post(CLOSE, WHY).ok(201)
    hr.post(CLOSE, WHY).problem(409, "already_closed")
    void = "/v1/employees/1002/scorecards/2026-10/void"
    hr.post(void, WHY).problem(409, "settled_ahead")
    hr.post(LOCK, {"scheme": "desk"}).ok()
    hr.patch("/v1/employees/1001", {"left_on": "2026-11-03"}, if_match="*").ok()
    hr.post(at.format("1001"), WHY).problem(409, "period_locked")


def test_an_erasure_covers_it(acme: Company, left: Payroll, settled: Any) -> None:
    acme.admin.post("/v1/employees/1002/erase", {"files": "keep"}).ok(202)
    Worker(left.world).work()

    again = acme.hr.get(f"/v1/exports/{settled['id']}").ok()
    assert again["person"] not in (None, settled["person"])
    for item in left.world.items():
        if item["pk"]["S"].startswith(("acme#scores#", "acme#exports", "acme#export-rows")):
            assert "1002" not in str(item.get("employee_id")), item
            assert WHY["reason"] not in str(item), item
