"""Appeals are filed by the person alone, inside the window, against what the result has."""

from typing import Any

from tests.api.appeals.court import LINE, PATH, WHOLE, Court
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.named import is_named
from tests.api.people.worker import Worker
from tests.api.settled_month import settled
from tests.api.uploads.sending import csv_of


def test_a_person_appeals_against_a_line_of_the_own_result(court: Court) -> None:
    made = court.file(evidence="工单 17").ok(201)
    assert made["against"] == {**LINE, "case": None, "role": None}
    assert (made["status"], made["instance"], made["team"]) == ("filed", 1, "red")
    # Published and filed on the 5th: seven days to appeal, ten to decide.
    assert (made["window_until"], made["due_on"]) == ("2026-11-12", "2026-11-15")
    assert (made["against_revision"], made["standing_revision"]) == (1, 1)
    assert (made["evidence"], made["overdue"]) == ("工单 17", False)
    assert [one["status"] for one in made["steps"]] == ["filed"]
    card = court.agent.get("/v1/employees/1001/scorecards/2026-10").ok()
    assert card["acknowledgement"]["form"] == "seen_and_appealed"


def test_nobody_appeals_for_somebody_else(court: Court, acme: Company) -> None:
    for caller in (acme.hr, acme.supervisor, acme.auditor):
        court.file(who=caller).problem(403)
    # Nobody names a person: a result is the caller's own, and this one has none.
    stranger = acme.with_role("agent", employee_id="9999")
    court.file(who=stranger).problem(404)


def test_the_window_is_over_after_so_many_days_and_opens_again_with_the_result(
    court: Court, clock: Clock
) -> None:
    clock.advance(days=7)
    court.filed()
    clock.advance(days=1)
    court.file(WHOLE).problem(409, "window_closed")
    # 36 s in place of 40 s are a new revision.
    court.desk.send(csv_of("1001,Ann,red,3600,100,88,100"))
    court.file(WHOLE).problem(409, "revision_replaced")
    made = court.file(WHOLE, revision=2).ok(201)
    assert (made["window_until"], made["against_revision"]) == ("2026-11-20", 2)


def test_a_company_without_a_window_has_no_appeals(court: Court, acme: Company) -> None:
    acme.admin.patch("/v1/tenant", {"appeal_days": 0}, if_match="*").ok()
    court.file().problem(409, "no_appeals")


def test_of_each_subject_one_appeal_is_open(court: Court) -> None:
    first = court.filed()
    again = court.file().problem(409, "appeal_open")
    assert again["appeal"] == first
    court.filed(WHOLE)
    court.act(court.agent, first, "withdraw").ok()
    court.filed()


def test_what_the_result_does_not_have_is_refused(court: Court) -> None:
    def code(**against: Any) -> str:
        found: str = court.file(against).problem(422)["errors"][0]["code"]
        return found

    assert code(kind="line", indicator="charm") == "unknown_indicator"
    assert code(kind="line") == "required"
    assert code(kind="result", indicator="answer_time") == "not_of_this_kind"
    assert code(kind="case", case="cas_2026-10_00000000000000000000") == "unknown_case"
    assert code(kind="rating", indicator="answer_time", role="peer") == "unknown_role"


def test_what_is_not_published_is_not_appealed(court: Court) -> None:
    court.desk.send(csv_of("1001,Ann,red,4000,100,88,100"), period="2026-09")
    court.file(period="2026-09").problem(404)


def test_words_are_changed_until_somebody_reviews_it(court: Court) -> None:
    appeal = court.filed()
    path = f"{PATH}/{appeal}"
    changed = court.agent.patch(path, {"reason": "更清楚"}, if_match="*").ok()
    assert (changed["reason"], changed["steps"][-1]["changed"]) == ("更清楚", ["reason"])
    court.agent.patch(path, {"reason": "x"}, if_match='"1"').problem(412)
    court.review(appeal).ok()
    court.agent.patch(path, {"reason": "x"}, if_match="*").problem(409, "status_not_reachable")


def test_a_withdrawn_appeal_is_closed(court: Court) -> None:
    appeal = court.filed()
    assert court.act(court.agent, appeal, "withdraw").ok()["status"] == "withdrawn"
    court.act(court.agent, appeal, "withdraw").problem(409, "status_not_reachable")
    court.review(appeal).problem(409, "status_not_reachable")


def test_who_sees_it_is_the_person_the_team_and_the_company(court: Court, acme: Company) -> None:
    appeal = court.filed(evidence="工单 17")
    path = f"{PATH}/{appeal}"
    for caller, sees in (
        (acme.hr, True),
        (acme.agent, True),
        (acme.auditor, False),
        (acme.supervisor, False),
    ):
        assert (caller.get(path).ok()["evidence"] is not None) is sees
    colleague = acme.with_role("agent", employee_id="1002")
    for caller in (colleague, acme.with_role("supervisor", team="blue")):
        caller.get(path).problem(404)
        assert caller.get(PATH).ok()["items"] == []


def test_lists_are_filtered(court: Court, acme: Company) -> None:
    one = court.filed()
    two = court.filed(WHOLE, who=acme.with_role("agent", employee_id="1003"))

    def ids(**query: Any) -> set[str]:
        return {found["id"] for found in acme.hr.get(PATH, query=query).ok()["items"]}

    assert ids(period="2026-10") == {one, two}
    assert ids(period="2026-09") == set()
    assert ids(team="blue") == ids(employee_id="1003") == {two}
    assert ids(indicator="answer_time") == {one}
    assert ids(status="in_review") == ids(overdue="true") == set()


def test_locking_names_open_appeals_and_the_open_window(
    court: Court, acme: Company, clock: Clock
) -> None:
    appeal = court.filed()
    refused = settled(acme.hr, "lock", "2026-10", "desk").problem(409, "appeals_open")
    assert (refused["open_appeals"], refused["appeals"]) == (1, [appeal])
    again = settled(acme.hr, "lock", "2026-10", "desk", open_appeals=1)
    window = again.problem(409, "window_open")
    assert (window["open_windows"], window["until"]) == (3, "2026-11-12")
    board = acme.hr.get("/v1/periods/2026-10/board", query={"scheme": "desk"}).ok()
    told = {one["code"]: one["count"] for one in board["obstacles"]}
    assert (told["appeals_open"], told["window_open"]) == (1, 3)
    assert board["acknowledged"]["seen_and_appealed"] == 1
    clock.advance(days=8)
    settled(acme.hr, "lock", "2026-10", "desk", open_appeals=2).problem(409, "appeals_open")
    settled(acme.hr, "lock", "2026-10", "desk", open_appeals=1).ok()


def test_locking_what_was_never_published_says_that_nobody_could_appeal(
    court: Court, acme: Company
) -> None:
    court.desk.send(csv_of("1001,Ann,red,4000,100,88,100"), period="2026-09")
    refused = settled(acme.hr, "lock", "2026-09", "desk").problem(409, "window_open")
    assert (refused["open_windows"], refused["until"]) == (1, None)
    settled(acme.hr, "lock", "2026-09", "desk", open_windows=1).ok()


def test_an_erasure_takes_the_words_and_ends_what_is_open(court: Court, acme: Company) -> None:
    appeal = court.filed(evidence="Ann 的工单")
    acme.admin.post("/v1/employees/1001/erase", {"files": "keep"}).ok(202)
    Worker(court.desk.world).work()
    left = court.read(appeal)
    assert (left["status"], left["reason"], left["evidence"]) == ("withdrawn", "(erased)", None)
    assert left["employee_id"] != "1001"
    words = ("acme#appeals", "acme#appealed-results#2026-10#desk")
    stored = [one for one in court.desk.world.items() if one["pk"]["S"] in words]
    assert stored
    assert not is_named("1001", stored)
    assert "Ann" not in str(stored)
    figures = {"period": "2026-10", "scheme": "desk"}
    assert acme.hr.get(f"{PATH}/figures", query=figures).ok()["open"] == 0


def test_the_log_has_no_word_of_it(court: Court, acme: Company) -> None:
    appeal = court.filed(evidence="工单 17")
    log = acme.admin.get("/v1/audit-events", query={"target": f"appeals/{appeal}"}).text
    assert "appeals.file" in log
    assert "工单 17" not in log
    assert "上错了工单" not in log
