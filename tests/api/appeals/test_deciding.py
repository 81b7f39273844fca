"""Appeals are decided by people who did not judge, and what is upheld is carried out."""

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.appeals import jobs
from chalicelib.tenancy.platform import Platform
from tests.api.appeals.court import LINE, PATH, WHOLE, Court
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.people.worker import Worker
from tests.api.uploads.sending import Desk, csv_of

FASTER = {"kind": "figures", "columns": {"wait_seconds": "3000"}}
FULL = {"kind": "exemption", "indicator": "answer_time", "treatment": "full"}


def test_corrected_figures_make_a_revision_that_names_the_appeal(court: Court) -> None:
    appeal = court.filed()
    found = court.decided(appeal, "upheld", FASTER)
    assert [one["status"] for one in found["steps"]] == ["filed", "in_review", "upheld"]
    (remedy,) = found["remedies"]
    assert (remedy["state"], remedy["columns"]) == ("done", {"wait_seconds": "3000"})
    # 30 s: 40 of 40 points, with 56 for 88 %: 96.00. The former one stays readable.
    card = court.card()
    assert (card["total"], card["revision"], card["caused_by"]) == ("96.00", 2, [appeal])
    assert (card["team"], card["employee_name"]) == ("red", "Ann")
    assert court.card(revision=1)["total"] == "88.00"
    assert found["standing_revision"] == 2
    # Nobody else's figures are touched.
    assert court.card("1002")["revision"] == 1


def test_an_exemption_is_a_case_that_names_the_appeal(court: Court) -> None:
    appeal = court.filed()
    (remedy,) = court.decided(appeal, "partly_upheld", FULL)["remedies"]
    assert remedy["state"] == "done"
    case = court.company.hr.get(f"/v1/cases/{remedy['case']}").ok()
    assert (case["status"], case["appeal"], case["effect"]["status"]) == (
        "confirmed", appeal, "in_effect",
    )  # fmt: skip
    card = court.card()
    assert card["total"] == "96.00"
    assert sorted(card["caused_by"]) == sorted([appeal, remedy["case"]])


def test_a_contested_veto_is_revoked(court: Court, acme: Company) -> None:
    about = {"kind": "veto", "code": "fraud", "hearing": {"answer": "否认"}}
    body = {"employee_id": "1001", "period": "2026-10", "scheme": "desk", "reason": "刷单"}
    made = court.second.post("/v1/cases", {**body, **about})
    case = made.ok(201)["id"]
    third = acme.with_key(role="admin", employee_id="1003")
    third.post(f"/v1/cases/{case}/confirm", if_match=made.etag).ok()
    court.work()
    appeal = court.filed({"kind": "case", "case": case}, revision=2)
    for judge in (court.second, third):
        court.review(appeal, judge).problem(403, "own_judgement")
    found = court.decided(appeal, "upheld", {"kind": "case_revoked", "case": case})
    assert found["remedies"][0]["state"] == "done"
    card = court.card()
    assert (card["grade"], card["revision"], card["veto"]) == ("good", 3, None)
    assert sorted(card["caused_by"]) == sorted([appeal, case])


@pytest.mark.long
def test_several_remedies_of_one_decision_are_carried_out_together(court: Court) -> None:
    # 30 s: 40 points; the resolution is full: 60.
    full = {"kind": "exemption", "indicator": "resolution", "treatment": "full"}
    found = court.decided(court.filed(WHOLE), "upheld", FASTER, full)
    assert [one["state"] for one in found["remedies"]] == ["done", "done"]
    assert court.card()["total"] == "100.00"


def test_until_the_worker_has_come_a_remedy_is_pending(court: Court) -> None:
    appeal = court.filed()
    court.review(appeal).ok()
    told = court.decide(appeal, "upheld", FASTER).ok()
    assert told["remedies"][0]["state"] == "pending"
    assert court.card()["revision"] == 1


def test_figures_that_cannot_be_scored_say_so_and_are_carried_out_again(court: Court) -> None:
    wrong = {"kind": "figures", "columns": {"wait_seconds": "soon"}}
    appeal = court.filed()
    found = court.decided(appeal, "upheld", wrong)
    (remedy,) = found["remedies"]
    assert (remedy["state"], remedy["because"]["code"]) == ("failed", "rows_in_error")
    again = court.act(court.first, appeal, "carry-out").ok()
    assert again["remedies"][0]["upload"] != remedy["upload"]
    assert again["steps"][-1]["again"] == ["figures"]
    court.act(court.first, appeal, "carry-out").problem(409, "nothing_to_carry_out")


def test_who_sent_the_contested_figures_may_not_decide(
    acme: Company, desk: Desk, court: Court
) -> None:
    sent = Desk(desk.world, court.first, "acme")
    sent.send(csv_of("1001,Ann,red,4100,100,88,100"))
    other = acme.with_key(role="admin", employee_id="first")
    appeal = court.filed(LINE, revision=2)
    for judge in (court.first, other):
        refused = court.review(appeal, judge).problem(403, "own_judgement")
        assert "first" not in str(refused)
    court.review(appeal, court.second).ok()


def test_nobody_decides_the_own_appeal_or_without_a_person(court: Court, acme: Company) -> None:
    both = acme.with_key(roles=["agent", "admin"], employee_id="1001")
    appeal = court.filed(who=both)
    court.review(appeal, both).problem(403, "own_appeal")
    court.review(appeal, acme.hr).problem(403, "needs_a_person")


def test_a_decision_says_what_is_done_and_only_what_can_be(court: Court) -> None:
    appeal = court.filed()
    court.decide(appeal, "rejected").problem(409, "status_not_reachable")
    court.review(appeal).ok()

    def code(decision: str, *remedies: Any) -> str:
        found: str = court.decide(appeal, decision, *remedies).problem(422)["errors"][0]["code"]
        return found

    assert code("upheld") == "required"
    assert code("rejected", FULL) == "no_remedy_of_rejected"
    assert code("upheld", {**FASTER, "columns": {"charm": "1"}}) == "unknown_column"
    assert code("upheld", {**FASTER, "case": "x"}) == "not_of_this_kind"
    assert code("upheld", {**FULL, "indicator": "charm"}) == "unknown_indicator"
    assert code("upheld", {"kind": "case_revoked", "case": "x"}) == "unknown_case"
    nobody = {"kind": "role_left_out", "indicator": "answer_time", "role": "peer"}
    assert code("upheld", nobody) == "unknown_role"


@pytest.mark.long
def test_the_second_instance_is_decided_by_another_and_is_final(court: Court) -> None:
    appeal = court.filed()
    first = court.decided(appeal, "rejected")
    assert first["second_instance_until"] == "2026-11-12"
    court.file().problem(409, "already_decided")
    asked = court.act(court.agent, appeal, "second-instance", {"reason": "仍不服"}).ok()
    assert (asked["status"], asked["instance"]) == ("filed", 2)
    court.review(appeal, court.first).problem(403, "decided_before")
    found = court.decided(appeal, "upheld", FASTER, who=court.second)
    assert court.card()["total"] == "96.00"
    assert (found["status"], found["second_instance_until"]) == ("upheld", None)
    again = court.act(court.agent, appeal, "second-instance", {"reason": "x"})
    again.problem(409, "decision_final")


def test_the_second_instance_has_a_window_and_its_withdrawal_leaves_the_first_decision(
    court: Court, clock: Clock
) -> None:
    appeal = court.filed()
    court.decided(appeal, "rejected")
    court.act(court.agent, appeal, "second-instance", {"reason": "x"}).ok()
    left = court.act(court.agent, appeal, "withdraw").ok()
    assert (left["status"], left["steps"][-1]["status"]) == ("rejected", "withdrawn")
    late = court.filed(WHOLE)
    court.decided(late, "rejected")
    clock.advance(days=8)
    asked = court.act(court.agent, late, "second-instance", {"reason": "x"})
    asked.problem(409, "window_closed")


def test_what_is_overdue_is_told_once_and_counted(
    court: Court, acme: Company, clock: Clock, tick: Callable[[], None]
) -> None:
    appeal = court.filed()
    tick()
    assert acme.hr.get(PATH, query={"overdue": "true"}).ok()["items"] == []
    clock.advance(days=11)
    assert court.read(appeal)["overdue"] is True
    tick()
    tick()
    query = {"target": f"appeals/{appeal}"}
    log = acme.admin.get("/v1/audit-events", query=query).ok()["items"]
    assert [one["action"] for one in log].count("appeals.overdue") == 1
    (late,) = acme.hr.get(PATH, query={"overdue": "true"}).ok()["items"]
    assert late["id"] == appeal
    figures = {"period": "2026-10", "scheme": "desk"}
    assert acme.hr.get(f"{PATH}/figures", query=figures).ok()["overdue"] == 1
    court.decided(appeal, "rejected")
    told = acme.hr.get(f"{PATH}/figures", query=figures).ok()
    assert (told["overdue"], told["days_to_decide"]) == (0, "11.0")


@pytest.fixture
def tick(court: Court, platform: Platform) -> Callable[[], None]:
    """Let the hour pass: what is due is asked for and done."""

    def passes() -> None:
        jobs.tick(platform)
        Worker(court.desk.world).work()

    return passes


def test_figures_say_by_whose_key_came_what_is_contested(court: Court, acme: Company) -> None:
    """``first`` sends a slower answer time; the rest of the month came by a key of the company."""
    Desk(court.desk.world, court.first, "acme").send(csv_of("1001,Ann,red,5000,100,88,100"))
    court.filed(revision=2)
    court.filed(WHOLE, who=acme.with_role("agent", employee_id="1003"))
    query = {"period": "2026-10", "scheme": "desk"}
    judges = acme.hr.get(f"{PATH}/figures", query=query).ok()["judges"]
    found = [(one["employee_id"], one["filed"]) for one in judges]
    assert sorted(found, key=str) == [("first", 1), (None, 1)]


@pytest.mark.long
def test_figures_count_by_what_became_of_them_by_indicator_and_by_judge(
    court: Court, acme: Company, clock: Clock
) -> None:
    kept = court.filed(WHOLE)
    won = court.filed()
    clock.advance(days=2)
    court.decided(won, "upheld", FULL)
    other = court.filed(LINE, who=acme.with_role("agent", employee_id="1003"))
    court.decided(other, "rejected")
    query = {"period": "2026-10", "scheme": "desk"}
    told = acme.hr.get(f"{PATH}/figures", query=query).ok()
    assert (told["open"], told["filed"], told["upheld"], told["rejected"]) == (1, 1, 1, 1)
    # Two days and none: a day on the average.
    assert (told["decisions"], told["days_to_decide"]) == (2, "1.0")
    (line,) = told["indicators"]
    assert (line["indicator"], line["upheld"], line["rejected"]) == ("answer_time", 1, 1)
    (judge,) = told["judges"]
    assert (judge["source"], judge["filed"], judge["upheld"]) == ("*", 1, 1)
    # The supervisor of team red has the two of the own team.
    red = acme.supervisor.get(f"{PATH}/figures", query=query).ok()
    assert (red["open"], red["upheld"], red["rejected"]) == (1, 1, 0)
    blue = acme.supervisor.get(f"{PATH}/figures", query={**query, "team": "blue"}).ok()
    assert (blue["open"], blue["upheld"], blue["rejected"]) == (0, 0, 0)
    assert court.read(kept)["status"] == "filed"
