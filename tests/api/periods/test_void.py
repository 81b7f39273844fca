"""hr declares a person's result void, and lifts that: nothing that is paid or ranked knows it."""

from typing import Any

import pytest

from tests.api.company import Company
from tests.api.uploads.sending import IN_PARTS, Desk, chat_of, csv_of, published, qa_of
from tests.api.world import World

ONE = "/v1/employees/1001/scorecards/2026-10"
PERIOD = "/v1/periods/2026-10"


WHY = {"reason": "数据属于他人"}


def carried_out(desk: Desk, path: str, **said: Any) -> Any:
    """Ask, let the worker do it, and return the period."""
    desk.caller.post(path, {"scheme": "desk", **said}).ok(202)
    for message in desk.world.messages("uploads"):
        desk.deliver_body(message)
    return desk.caller.get(PERIOD).ok()["schemes"][0]


def void(desk: Desk, who: str = "1001") -> Any:
    return carried_out(desk, f"/v1/employees/{who}/scorecards/2026-10/void", **WHY)


def lifted(desk: Desk, who: str = "1001") -> Any:
    return carried_out(desk, f"/v1/employees/{who}/scorecards/2026-10/void/lift", **WHY)


def result(desk: Desk, who: str = "1001", period: str = "2026-10") -> tuple[Any, ...]:
    found = desk.caller.get(f"/v1/employees/{who}/scorecards/{period}").ok()
    rank = found["rank"] and (found["rank"]["position"], found["rank"]["of"])
    return found["revision"], found["state"], found["total"], found["coefficient"], rank


def test_a_void_result_has_no_total_rank_or_coefficient_and_the_others_close_up(
    october: Desk,
) -> None:
    assert [result(october, who) for who in ("1001", "1002")] == [
        (1, "provisional", "88.00", "1.1", (1, 2)),
        (1, "provisional", "48.00", "0.6", (2, 2)),
    ]

    period = void(october)

    assert [result(october, who) for who in ("1001", "1002")] == [
        (2, "void", None, None, None),
        (1, "provisional", "48.00", "0.6", (1, 1)),
    ]
    # 1002 with a grade, 1003 without enough data.
    counts = (period["scorecards"], period["grades"], period["void"], period["states"])
    assert counts == (2, {"poor": 1}, 1, {"provisional": 1, "insufficient_data": 1})
    assert period["missing"]["count"] == 0
    paid = october.caller.get(f"{PERIOD}/bonus-coefficients?scheme=desk").ok()["items"]
    assert [row["employee_id"] for row in paid] == ["1002", "1003"]
    listed = october.caller.get(f"{PERIOD}/scorecards?state=void").ok()["items"]
    assert [(one["employee_id"], one["paying"]) for one in listed] == [("1001", False)]
    assert listed[0]["not_paying_because"]["code"] == "void"


def test_the_result_says_that_it_is_void_by_whom_and_why(october: Desk, acme: Company) -> None:
    void(october)

    found = october.caller.get(f"{ONE}?explain=true").ok()

    assert found["void"]["reason"] == "数据属于他人"
    assert found["void"]["by"] in found["explanation"]["en"]
    assert "数据属于他人" in found["explanation"]["zh"]
    assert (found["next_grade"], found["grade"], found["lines"][0]["value"]) == (None, None, "40")
    former = october.caller.get(f"{ONE}?revision=1").ok()
    assert (former["state"], former["total"], former["void"]) == ("superseded", "88.00", None)
    agent = acme.with_role("agent", employee_id="1001")
    agent.get(ONE).problem(404)
    october.caller.post(f"{PERIOD}/publish", {"scheme": "desk"}).ok()
    assert agent.get(ONE).ok()["void"]["reason"] == "数据属于他人"


@pytest.mark.long
def test_lifting_computes_what_the_figures_say_then(october: Desk) -> None:
    void(october)
    # 40 s: 32; 90 %: 60
    october.send(csv_of("1001,Ann,red,4000,100,90,100"))
    assert result(october) == (3, "void", None, None, None)

    period = lifted(october)

    assert result(october) == (4, "provisional", "92.00", "1.1", (1, 2))
    assert (period["scorecards"], period["void"], period["grades"]) == (
        3,
        0,
        {"good": 1, "poor": 1},
    )


@pytest.mark.long
def test_a_void_holds_through_a_rescoring_and_through_every_part(
    acme: Company, world: World
) -> None:
    published(acme, IN_PARTS)
    desk = Desk(world, acme.hr, "acme")
    desk.send(chat_of("1001,4000,100"), source="chat")
    period = void(desk)
    assert (result(desk)[1], period["incomplete"], period["void"]) == ("void", 0, 1)

    desk.send(qa_of("1001,88,100"), source="qa")
    carried_out(desk, f"{PERIOD}/final", source="qa", **WHY)
    assert result(desk)[1] == "void"
    lifted(desk)
    # 32 + 56
    assert result(desk)[1:3] == ("provisional", "88.00")


@pytest.mark.long
def test_the_next_month_does_not_look_back_to_a_void_result(acme: Company, world: World) -> None:
    (dimension,) = IN_PARTS["dimensions"]
    carried = [{**one, "not_available": "carry_previous"} for one in dimension["indicators"]]
    published(
        acme,
        {
            **{name: IN_PARTS[name] for name in ("code", "name", "total_points", "grades")},
            "dimensions": [{**dimension, "indicators": carried}],
            "max_unavailable": "1",
        },
    )
    desk = Desk(world, acme.hr, "acme")
    desk.send(csv_of("1001,Ann,red,4000,100,88,100", "1002,Bob,red,7200,100,80,100"))
    desk.send(csv_of("1001,Ann,red,4000,100,0,0"), period="2026-11")
    # 32 + 88 % carried: 56
    assert result(desk, period="2026-11")[2] == "88.00"

    void(desk)

    november = desk.caller.get("/v1/periods/2026-11").ok()["schemes"][0]
    assert november["outdated_results"] == 1
    carried_out(desk, "/v1/periods/2026-11/rescore")
    november = desk.caller.get("/v1/periods/2026-11").ok()["schemes"][0]
    # 32 of 40, and no result to carry from.
    assert (result(desk, period="2026-11")[2], november["outdated_results"]) == ("80.00", 0)


def test_what_cannot_be_void_is_told(october: Desk) -> None:
    said = {"scheme": "desk", "reason": "x"}
    october.caller.post(f"{ONE}/void/lift", said).problem(409, "not_void")
    void(october)
    october.caller.post(f"{ONE}/void", said).problem(409, "already_void")
    nobody = "/v1/employees/nobody/scorecards/2026-10/void"
    october.caller.post(nobody, said).problem(404)
    october.caller.post(f"{ONE}/void", {"scheme": "desk"}).problem(422, "invalid_request")
    october.caller.post(f"{PERIOD}/lock", {"scheme": "desk"}).ok()
    october.caller.post(f"{ONE}/void/lift", said).problem(409, "period_locked")
    assert result(october)[1] == "void"


def test_a_void_is_never_lost_to_another_rescoring_and_is_in_the_log(
    october: Desk, acme: Company
) -> None:
    october.caller.post(f"{ONE}/void", {"scheme": "desk", "reason": "twice"}).ok(202)
    rescore = october.caller.post(f"{PERIOD}/rescore", {"scheme": "desk"})
    rescore.problem(409, "rescoring_under_way")
    other = october.caller.post(
        "/v1/employees/1002/scorecards/2026-10/void", {"scheme": "desk", "reason": "x"}
    )
    other.problem(409, "rescoring_under_way")
    for message in october.world.messages("uploads"):
        october.deliver_body(message)

    assert result(october)[1] == "void"
    events = acme.admin.get("/v1/audit-events?month=2026-11&limit=200").ok()["items"]
    told = {e["action"]: e for e in events if e["action"].endswith(".void")}
    assert told["scorecards.void"]["target"] == "employees/1001"
    assert told["scorecards.void"]["after"]["reason"] == "twice"
    assert told["periods.void"]["after"]["people"] == 1


@pytest.mark.parametrize("grade", ["good", "poor"])
def test_a_grade_lists_no_void_result(october: Desk, grade: str) -> None:
    void(october)
    listed = october.caller.get(f"{PERIOD}/scorecards?grade={grade}").ok()["items"]
    assert [one["employee_id"] for one in listed] == {"good": [], "poor": ["1002"]}[grade]


def test_nobody_declares_the_own_result_void(october: Desk, acme: Company) -> None:
    own = acme.with_key(role="hr", employee_id="1001")
    body = {"scheme": "desk", **WHY}
    own.post(f"{ONE}/void", body).problem(409, "own_result")
    void(october)
    own.post(f"{ONE}/void/lift", body).problem(409, "own_result")
