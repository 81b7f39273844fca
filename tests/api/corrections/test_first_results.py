"""Somebody without any result in a locked month: a correction makes the first one.

1004 came on the register after the lock. 25 s and 90 %: 40 + 60 = 100.00, good, 1.1; with 78 %:
40 + 36 = 76.00, poor, 0.6. 1001 to 1003 were paid 1.1, 0.6 and 0.6.
"""

from typing import Any

import pytest

from tests.api.company import Company
from tests.api.corrections.conftest import MONTH
from tests.api.corrections.correcting import PERIOD, WHY, Correcting
from tests.api.corrections.owing import Owing, accepted
from tests.api.exports.payroll import Payroll
from tests.api.histories.reading import asked, kinds
from tests.api.named import is_named
from tests.api.people.worker import Worker
from tests.api.uploads.sending import IN_PARTS, Desk, chat_of, csv_of, published, qa_of
from tests.api.world import World

CELLS = {"wait_seconds": "2500", "contacts": "100", "solved": "90", "raised": "100"}
CARDS = f"/v1/periods/{PERIOD}/scorecards"
ROWS = f"/v1/periods/{PERIOD}/bonus-coefficients"
STANDS = {"effective": "true"}


def came_late(paid: Correcting) -> None:
    paid.company.hr.put("/v1/employees/1004", {"name": "Di", "team": "blue"}).ok(201)


def first(owing: Owing) -> dict[str, Any]:
    came_late(owing.paid)
    return owing.correct("1004", **CELLS)


def listed(paid: Correcting, path: str, **query: Any) -> list[str]:
    found = paid.company.hr.get(path, query={"scheme": "desk", **query}).ok()["items"]
    return [one["employee_id"] for one in found]


def declared(owing: Owing, *, void: bool) -> dict[str, Any]:
    body = {**WHY, "employee_id": "1004", "period": PERIOD, "void": void}
    found: dict[str, Any] = owing.paid.company.hr.post("/v1/corrections", body).ok(201)
    owing.paid.follow()
    return found


def test_it_stands_beside_the_month_and_all_of_it_is_due(owing: Owing) -> None:
    paid = owing.paid
    before = [paid.company.hr.get(path).ok()["items"] for path in (CARDS, ROWS)]

    made = first(owing)

    assert (made["before"], made["difference"], made["team"]) == (None, "1.1", "blue")
    assert made["after"] == {
        "revision": 1,
        "total": "100.00",
        "grade": "good",
        "coefficient": "1.1",
    }
    card = paid.card("1004")
    assert (card["total"], card["state"], card["rank"]) == ("100.00", "corrected", None)
    assert paid.card("1004", **STANDS) == card
    # The lock has nothing of it; what stands has it, behind the others.
    assert [paid.company.hr.get(path).ok()["items"] for path in (CARDS, ROWS)] == before
    assert listed(paid, CARDS, **STANDS) == ["1001", "1002", "1003", "1004"]
    assert listed(paid, ROWS, **STANDS) == ["1001", "1002", "1003", "1004"]
    assert listed(paid, CARDS, **STANDS, team="blue") == ["1003", "1004"]
    assert listed(paid, CARDS, **STANDS, state="locked", team="blue") == ["1003", "1004"]
    assert owing.due() == {"1004": ("pending", "1.1")}


def test_payroll_pays_all_of_it_once(owing: Owing) -> None:
    first(owing)
    file = owing.next_file()
    assert [line[:2] + line[3:] for line in owing.lines(file)] == [
        ("1004", PERIOD, "0", "1.1", "1.1")
    ]
    owing.answer(file, accepted("1004")).ok()
    assert owing.due() == {"1004": ("paid", "0")}
    assert owing.next_file() is None


def test_a_snapshot_that_is_taken_later_has_the_lock_alone(acme: Company, desk: Desk) -> None:
    """The worker takes the snapshot after the correction is made: the file is of the lock."""
    desk.send(MONTH)
    acme.hr.post(f"/v1/periods/{PERIOD}/lock", {"scheme": "desk"}).ok()
    payroll = Payroll(desk.world, acme.hr)
    paid = Correcting(acme, desk, payroll, "")
    came_late(paid)
    paid.correct("1004", **CELLS)

    text = payroll.content(payroll.made()).decode("utf-8-sig")

    assert [line.split(",")[0] for line in text.splitlines()[1:]] == ["1001", "1002", "1003"]


def test_it_is_corrected_on_and_led_back_to_nothing(owing: Owing) -> None:
    first(owing)
    # 40 + 36 = 76.00
    second = owing.correct("1004", solved="78")
    assert (second["before"]["total"], second["after"]["total"]) == ("100.00", "76.00")
    assert owing.paid.stands("1004") == ("76.00", "corrected", 2)
    assert owing.paid.card("1004", revision=1)["total"] == "100.00"

    void = declared(owing, void=True)

    # Payroll has nothing of it, so nothing is due, and nothing is money back.
    assert void["after"]["coefficient"] is None
    assert owing.due() == {"1004": ("settled", "0")}
    assert owing.next_file() is None
    assert declared(owing, void=False)["difference"] == "0.6"
    assert owing.due() == {"1004": ("pending", "0.6")}


def test_what_was_paid_of_it_is_money_back_when_it_is_void(owing: Owing) -> None:
    first(owing)
    owing.answer(owing.next_file(), accepted("1004")).ok()

    assert declared(owing, void=True)["difference"] == "-1.1"

    assert owing.due() == {"1004": ("waiting", "-1.1")}


def test_its_history_begins_with_the_correction(owing: Owing) -> None:
    made = first(owing)
    owing.correct("1004", solved="78")

    found = asked(owing.paid.company.hr, "1004").ok()

    assert kinds(found) == [["correction"], ["correction"]]
    assert found["items"][0]["causes"][0]["ref"] == made["id"]
    assert found["items"][0]["before"] is None
    assert (found["chain"]["verified"], found["chain"]["broken_at"]) == (True, [])


def test_its_person_sees_it_and_says_so(owing: Owing) -> None:
    first(owing)
    di = owing.paid.company.with_role("agent", employee_id="1004")

    own = di.get("/v1/employees/1004/scorecards", query={"scheme": "desk"}).ok()["items"]

    assert [(one["period"], one["total"]) for one in own] == [(PERIOD, "100.00")]
    path = f"/v1/employees/1004/scorecards/{PERIOD}/acknowledge"
    said = di.post(path, {"scheme": "desk", "revision": 1, "form": "seen_and_agreed"})
    assert said.ok()["form"] == "seen_and_agreed"


def test_nothing_is_made_without_figures_or_twice(owing: Owing) -> None:
    hr = owing.paid.company.hr
    came_late(owing.paid)
    body = {**WHY, "employee_id": "1004", "period": PERIOD}
    for void in (True, False):
        refused = hr.post("/v1/corrections", {**body, "void": void}).problem(422)
        assert [one["code"] for one in refused["errors"]] == ["no_result"]
    owing.correct("1004", **CELLS)
    owing.paid.ask("1004", **CELLS).problem(409, "same_result")


def test_pages_of_what_stands_reach_everybody_once(owing: Owing) -> None:
    first(owing)
    owing.paid.company.hr.put("/v1/employees/1005", {"name": "Ed", "team": "red"}).ok(201)
    owing.correct("1005", **CELLS)
    seen, query = [], {"scheme": "desk", **STANDS, "limit": 1}
    for _ in range(9):
        page = owing.paid.company.hr.get(CARDS, query=query).ok()
        seen += [one["employee_id"] for one in page["items"]]
        if page["next"] is None:
            break
        query["cursor"] = page["next"]
    assert seen == ["1001", "1002", "1003", "1004", "1005"]


def test_a_source_without_a_figure_is_awaited(acme: Company, world: World) -> None:
    """Two sources: of one alone there is no total, and nothing is due."""
    published(acme, IN_PARTS)
    desk = Desk(world, acme.hr, "acme")
    desk.send(chat_of("1001,2500,100"), source="chat")
    desk.send(qa_of("1001,90,100"), source="qa")
    acme.hr.post(f"/v1/periods/{PERIOD}/lock", {"scheme": "desk"}).ok()
    paid = Correcting(acme, desk, Payroll(world, acme.hr), "")
    came_late(paid)
    paid.payroll.work()

    part = paid.correct("1004", solved="90", raised="100")
    assert (part["after"]["total"], part["difference"]) == (None, "0")
    assert (paid.card("1004")["state"], paid.card("1004")["awaiting"]) == ("incomplete", ["chat"])

    whole = paid.correct("1004", wait_seconds="2500", contacts="100")
    assert (whole["before"]["total"], whole["after"]["total"]) == (None, "100.00")
    assert whole["difference"] == "1.1"


def test_it_goes_on_with_a_result_that_went_before_the_lock(owing: Owing) -> None:
    """September: the file with 1004 is withdrawn before the lock."""
    paid = owing.paid
    came_late(paid)
    paid.desk.send(MONTH, period="2026-09")
    other = paid.desk.send(csv_of("1004,Di,blue,2500,100,60,100"), period="2026-09")
    paid.company.hr.post(f"/v1/uploads/{other['id']}/withdraw", {"reason": "wrong"}).ok(202)
    paid.follow()
    body = {"scheme": "desk", "accept": {"missing": 1}}
    paid.company.hr.post("/v1/periods/2026-09/lock", body).ok()
    paid.payroll.work()

    made = paid.correct("1004", "2026-09", **CELLS)

    assert (made["before"], made["after"]["revision"]) == (None, 2)
    path = "/v1/employees/1004/scorecards/2026-09/history"
    found = paid.company.hr.get(path, query={"scheme": "desk"}).ok()
    assert [one["revision"] for one in found["items"]] == [1, 2]
    assert found["chain"]["verified"] is True


def test_an_erasure_covers_it(owing: Owing) -> None:
    first(owing)
    owing.correct("1004", solved="78")
    owing.paid.company.admin.post("/v1/employees/1004/erase", {"files": "keep"}).ok(202)
    Worker(owing.paid.desk.world).work()

    last = owing.paid.company.hr.get("/v1/corrections").ok()["items"][0]
    assert last["reason"] is None
    pseudonym = last["employee_id"]
    assert listed(owing.paid, CARDS, **STANDS) == ["1001", "1002", "1003", pseudonym]
    assert set(owing.due()) == {pseudonym}
    for item in owing.paid.desk.world.items():
        if item["pk"]["S"].startswith(("acme#corrections", "acme#corrected", "acme#scores#")):
            assert not is_named("1004", item), item


@pytest.mark.long
def test_nothing_of_the_lock_changes_by_a_byte(owing: Owing) -> None:
    before = owing.paid.everything_locked()
    first(owing)
    assert owing.paid.everything_locked() == before
