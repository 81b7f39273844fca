"""What is upheld after the lock is a correction beside the locked result, in one transaction."""

from typing import Any

import pytest

from tests.api.appeals.court import LINE, WHOLE, Court
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.settled_month import settled

FASTER = {"kind": "figures", "columns": {"wait_seconds": "3000"}}
FULL = {"kind": "exemption", "indicator": "resolution", "treatment": "full"}


@pytest.fixture
def appeal(court: Court, acme: Company, clock: Clock) -> str:
    """An appeal in a month that was locked while it was open. Ann has 40 s and 88 %: 88.00."""
    filed = court.filed()
    clock.advance(days=8)
    settled(acme.hr, "lock", "2026-10", "desk", open_appeals=1).ok()
    return filed


def stands(court: Court) -> tuple[str, int, str]:
    found = court.card(scheme="desk", effective="true")
    return found["total"], found["revision"], found["state"]


def the_correction(court: Court, found: Any) -> Any:
    assert found["correction"].startswith("cor_")
    return court.company.hr.get(f"/v1/corrections/{found['correction']}").ok()


def test_corrected_figures_stand_beside_what_was_paid(court: Court, appeal: str) -> None:
    paid = court.card(explain="true")
    found = court.decided(appeal, "upheld", FASTER)
    assert [one["state"] for one in found["remedies"]] == ["done"]
    made = the_correction(court, found)
    # 30 s: 40 of 40 points, with 56 for 88 %: 96.00.
    assert (made["before"]["total"], made["after"]["total"]) == ("88.00", "96.00")
    assert (made["kind"], made["cause"], made["reason"]) == (
        "figures", {"appeal": appeal}, "核对了系统记录",
    )  # fmt: skip
    assert stands(court) == ("96.00", 2, "corrected")
    assert court.card(explain="true") == paid
    # The person reads it as well.
    assert court.agent.get(f"/v1/corrections/{found['correction']}").ok()["after"] == made["after"]


def test_an_exemption_is_a_case_and_a_correction(court: Court, appeal: str) -> None:
    found = court.decided(appeal, "partly_upheld", FULL)
    made = the_correction(court, found)
    # 40 s: 32 points; the resolution is full: 60.
    assert (made["kind"], made["after"]["total"], stands(court)[0]) == ("case", "92.00", "92.00")
    case = court.company.hr.get(f"/v1/cases/{found['remedies'][0]['case']}").ok()
    assert (case["status"], case["appeal"], case["effect"]["status"]) == (
        "confirmed", appeal, "in_effect",
    )  # fmt: skip


def test_figures_and_an_exemption_are_one_correction(court: Court, appeal: str) -> None:
    found = court.decided(appeal, "upheld", FASTER, FULL)
    assert {one["state"] for one in found["remedies"]} == {"done"}
    assert the_correction(court, found)["after"]["total"] == "100.00"
    assert stands(court) == ("100.00", 2, "corrected")


def test_a_revoked_case_of_a_locked_month_is_a_correction(
    court: Court, acme: Company, clock: Clock
) -> None:
    about = {"kind": "exemption", "indicator": "answer_time", "treatment": "full"}
    body = {"employee_id": "1001", "period": "2026-10", "scheme": "desk", "reason": "停电"}
    made = court.second.post("/v1/cases", {**body, **about})
    case = made.ok(201)["id"]
    third = acme.with_key(role="admin", employee_id="1003")
    third.post(f"/v1/cases/{case}/confirm", if_match=made.etag).ok()
    court.work()
    appeal = court.filed({"kind": "case", "case": case}, revision=2)
    clock.advance(days=8)
    settled(acme.hr, "lock", "2026-10", "desk", open_appeals=1).ok()
    found = court.decided(appeal, "upheld", {"kind": "case_revoked", "case": case})
    made = the_correction(court, found)
    assert (made["before"]["total"], made["after"]["total"]) == ("96.00", "88.00")


def test_a_second_appeal_goes_on_from_what_stands(
    court: Court, acme: Company, clock: Clock
) -> None:
    appeal, other = court.filed(LINE), court.filed(WHOLE)
    clock.advance(days=8)
    settled(acme.hr, "lock", "2026-10", "desk", open_appeals=2).ok()
    court.decided(appeal, "upheld", FASTER)
    found = court.decided(other, "upheld", FULL)
    made = the_correction(court, found)
    assert (made["before"]["total"], made["after"]["total"]) == ("96.00", "100.00")


def test_a_corrected_result_is_appealed_in_a_window_of_its_own(
    court: Court, acme: Company, clock: Clock
) -> None:
    clock.advance(days=8)
    settled(acme.hr, "lock", "2026-10", "desk").ok()
    court.file().problem(409, "window_closed")
    late = {"employee_id": "1001", "period": "2026-10", "scheme": "desk", "reason": "迟到的数据"}
    court.first.post("/v1/corrections", {**late, "figures": {"wait_seconds": "9000"}}).ok(201)
    # 90 s: six whole steps cost all 40 points, and 56 are left.
    assert stands(court) == ("56.00", 2, "corrected")
    court.file().problem(409, "revision_replaced")
    path = "/v1/employees/1001/scorecards/2026-10/acknowledge"
    court.agent.post(path, {"scheme": "desk", "revision": 2, "form": "seen"}).ok()
    appeal = court.filed(revision=2)
    read = court.read(appeal)
    assert (read["against_revision"], read["standing_revision"]) == (2, 2)
    # Who corrected the figures does not decide on them, by another key either.
    court.review(appeal).problem(403, "own_judgement")
    other = acme.with_key(role="admin", employee_id="first")
    court.review(appeal, other).problem(403, "own_judgement")
    found = court.decided(appeal, "upheld", FASTER, who=court.second)
    made = the_correction(court, found)
    assert (made["before"]["total"], made["after"]["total"]) == ("56.00", "96.00")
    assert (found["against_revision"], found["standing_revision"]) == (2, 3)


def test_what_changes_nothing_or_is_no_figure_is_not_decided(court: Court, appeal: str) -> None:
    court.review(appeal).ok()
    same = {"kind": "figures", "columns": {"wait_seconds": "4000"}}
    court.decide(appeal, "upheld", same).problem(409, "same_result")
    wrong = {"kind": "figures", "columns": {"wait_seconds": "soon"}}
    (fault,) = court.decide(appeal, "upheld", FULL, wrong).problem(422)["errors"]
    assert fault["pointer"] == "/remedies/1/columns/wait_seconds"
    found = court.read(appeal)
    assert (found["status"], found["correction"]) == ("in_review", None)
    assert stands(court) == ("88.00", 1, "locked")


def test_a_first_result_after_the_lock_is_appealed_in_a_window_of_its_own(
    court: Court, appeal: str, clock: Clock
) -> None:
    """1004 had no result. 40 s, 88 %: 88.00, and 30 s: 96.00."""
    hr = court.company.hr
    hr.put("/v1/employees/1004", {"name": "Di", "team": "red"}).ok(201)
    cells = {"wait_seconds": "4000", "contacts": "100", "solved": "88", "raised": "100"}
    about = {"employee_id": "1004", "period": "2026-10", "scheme": "desk", "reason": "forgotten"}
    hr.post("/v1/corrections", {**about, "figures": cells}).ok(201)
    clock.advance(days=7)
    di = court.company.with_role("agent", employee_id="1004")

    filed = court.file(who=di).ok(201)["id"]
    found = court.decided(filed, "upheld", FASTER)

    made = the_correction(court, found)
    assert (made["before"]["total"], made["after"]["total"]) == ("88.00", "96.00")
    assert court.card("1004", scheme="desk", effective="true")["total"] == "96.00"
