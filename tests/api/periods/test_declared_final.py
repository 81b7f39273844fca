"""hr declares that nothing more is awaited: of a source for the period, or for one person."""

from typing import Any

import pytest

from tests.api.company import Company
from tests.api.uploads.sending import IN_PARTS, Desk, chat_of, csv_of, published, qa_of
from tests.api.world import World

PATH = "/v1/periods/2026-10/final"
# 40 s: 32 of 40 points. 72 s: 8 of 40. Nothing of qa: its 60 points are left out.
CHAT = chat_of("1001,4000,100", "1002,7200,100")


def in_parts(**line: Any) -> dict[str, Any]:
    """The scheme in parts, with other fields of its second line, that of qa."""
    (dimension,) = IN_PARTS["dimensions"]
    first, second = dimension["indicators"]
    lines = [first, {**second, **line}]
    return {**IN_PARTS, "max_unavailable": "1", "dimensions": [{**dimension, "indicators": lines}]}


@pytest.fixture
def parts(acme: Company, world: World) -> Desk:
    published(acme, in_parts())
    return Desk(world, acme.hr, "acme")


def declared(desk: Desk, **said: Any) -> Any:
    """Declare, let the worker do it, and return the period."""
    body = {"scheme": "desk", "reason": "抽检人员离职", **said}
    desk.caller.post(PATH, body).ok(202)
    for message in desk.world.messages("uploads"):
        desk.deliver_body(message)
    return desk.caller.get("/v1/periods/2026-10").ok()["schemes"][0]


def brief(desk: Desk, who: str) -> tuple[Any, ...]:
    found = desk.caller.get(f"/v1/employees/{who}/scorecards/2026-10").ok()
    return found["revision"], found["state"], found["total"]


def refused(desk: Desk, status: int, code: str, **said: Any) -> Any:
    return desk.caller.post(PATH, {"scheme": "desk", "reason": "x", **said}).problem(status, code)


def test_one_persons_result_is_final_by_a_new_revision_with_the_reason(parts: Desk) -> None:
    parts.send(CHAT, source="chat")

    period = declared(parts, employee_id="1001")

    # 32 of 40 available points: 80.00. The other still waits.
    assert brief(parts, "1001") == (2, "provisional", "80.00")
    assert brief(parts, "1002") == (1, "incomplete", None)
    assert (period["incomplete"], period["rescoring"]["changed"]) == (1, 1)
    qa = parts.caller.get("/v1/employees/1001/scorecards/2026-10").ok()["sources"][1]
    assert (qa["state"], qa["declared"]["reason"]) == ("final", "抽检人员离职")
    line = parts.caller.get("/v1/employees/1001/scorecards/2026-10").ok()["lines"][1]
    assert (line["status"], line["reason"]) == ("not_available", "not_arrived")


def test_a_source_is_final_for_the_period_also_for_results_made_later(parts: Desk) -> None:
    parts.send(CHAT, source="chat")

    period = declared(parts, source="qa")
    parts.send(chat_of("1003,3000,100"), source="chat")

    assert (period["incomplete"], period["rescoring"]["done"]) == (0, 2)
    assert [brief(parts, who) for who in ("1001", "1002", "1003")] == [
        (2, "provisional", "80.00"), (2, "provisional", "20.00"), (1, "provisional", "100.00"),
    ]  # fmt: skip
    told = parts.caller.get("/v1/employees/1003/scorecards/2026-10").ok()["sources"][1]
    assert told["declared"]["reason"] == "抽检人员离职"


def test_what_comes_later_counts_and_takes_nothing_from_the_declaration(parts: Desk) -> None:
    parts.send(CHAT, source="chat")
    declared(parts, employee_id="1001")
    parts.send(qa_of("1001,88,100"), source="qa")
    # 32 + 56
    assert brief(parts, "1001") == (3, "provisional", "88.00")
    parts.send(chat_of("1001,4000,100"), source="chat")
    assert brief(parts, "1001") == (3, "provisional", "88.00")


def test_max_unavailable_applies_once_the_policies_do(acme: Company, world: World) -> None:
    published(acme, {**in_parts(), "max_unavailable": "0.5"})
    desk = Desk(world, acme.hr, "acme")
    desk.send(CHAT, source="chat")

    period = declared(desk, source="qa")

    # 60 of 100 points are not there.
    assert brief(desk, "1001") == (2, "insufficient_data", None)
    assert (period["states"]["insufficient_data"], period["incomplete"]) == (2, 0)


def test_a_source_that_a_line_refuses_to_do_without_is_not_declared_final(
    acme: Company, world: World
) -> None:
    published(acme, in_parts(not_available="reject"))
    desk = Desk(world, acme.hr, "acme")
    desk.send(CHAT, source="chat")

    found = refused(desk, 422, "invalid_request", source="qa")["errors"]
    assert [one["code"] for one in found] == ["source_is_required"]
    found = refused(desk, 422, "invalid_request", employee_id="1001")["errors"]
    assert [one["code"] for one in found] == ["nothing_awaited"]


def test_a_declaration_says_of_what_and_of_whom(parts: Desk) -> None:
    parts.send(csv_of("1001,Ann,red,4000,100,88,100"))

    for said, code in (
        ({}, "nothing_declared"),
        ({"source": "exam"}, "no_such_source"),
        ({"employee_id": "1001"}, "nothing_awaited"),
        ({"employee_id": "nobody"}, "nothing_awaited"),
    ):
        (fault,) = refused(parts, 422, "invalid_request", **said)["errors"]
        assert fault["code"] == code
    parts.caller.post(PATH, {"scheme": "desk", "source": "qa"}).problem(422, "invalid_request")


def test_a_declaration_is_never_lost_to_another_rescoring(parts: Desk) -> None:
    parts.send(CHAT, source="chat")
    parts.caller.post(PATH, {"scheme": "desk", "reason": "x", "employee_id": "1001"}).ok(202)

    rescore = parts.caller.post("/v1/periods/2026-10/rescore", {"scheme": "desk"})
    rescore.problem(409, "rescoring_under_way")
    refused(parts, 409, "rescoring_under_way", employee_id="1002")
    for message in parts.world.messages("uploads"):
        parts.deliver_body(message)
    assert brief(parts, "1001") == (2, "provisional", "80.00")
    assert declared(parts, employee_id="1002")["incomplete"] == 0


def test_a_declaration_is_in_the_audit_log_of_the_person_and_of_the_period(
    parts: Desk, acme: Company
) -> None:
    parts.send(CHAT, source="chat")
    declared(parts, employee_id="1001")

    events = acme.admin.get("/v1/audit-events?month=2026-11&limit=200").ok()["items"]
    told = {e["action"]: e for e in events if e["action"].endswith(".final")}
    assert told["scorecards.final"]["target"] == "employees/1001"
    assert told["scorecards.final"]["after"]["reason"] == "抽检人员离职"
    assert told["periods.final"]["after"]["sources"] == ["qa"]


def test_a_locked_period_takes_no_declaration(parts: Desk) -> None:
    parts.send(csv_of("1001,Ann,red,4000,100,88,100"))
    parts.caller.post("/v1/periods/2026-10/lock", {"scheme": "desk"}).ok()
    refused(parts, 409, "period_locked", source="qa")


@pytest.mark.long
def test_who_declared_and_why_goes_with_an_erased_person(parts: Desk, acme: Company) -> None:
    parts.send(CHAT, source="chat")
    declared(parts, employee_id="1001")
    acme.admin.post("/v1/employees/1001/erase", {"files": "keep"}).ok(202)
    for message in parts.world.messages("jobs"):
        _run_job(message)

    stored = [item for item in parts.world.items() if "#scores#" in item["pk"]["S"]]
    assert not any("抽检人员离职" in str(item) for item in stored)


def _run_job(body: str) -> None:
    import app
    from tests.api.uploads.sending import Context, id_of

    record = {"messageId": id_of(body), "receiptHandle": "r", "body": body}
    app.run_job({"Records": [record]}, Context())


def test_a_sources_declaration_and_a_rescoring_are_both_carried_out(parts: Desk) -> None:
    for first, second in (("final", "rescore"), ("rescore", "final")):
        parts.send(chat_of(f"{first},4000,100"), source="chat")
        for what in (first, second):
            said = {"reason": "x", "source": "qa"} if what == "final" else {}
            parts.caller.post(f"/v1/periods/2026-10/{what}", {"scheme": "desk", **said}).ok(202)
        for message in parts.world.messages("uploads"):
            parts.deliver_body(message)
        assert brief(parts, first)[1:] == ("provisional", "80.00")


def test_nobody_declares_the_own_result_final(parts: Desk, acme: Company) -> None:
    parts.send(CHAT, source="chat")
    own = acme.with_key(role="hr", employee_id="1001")
    body = {"scheme": "desk", "reason": "x", "employee_id": "1001"}
    own.post(PATH, body).problem(409, "own_result")
    own.post(PATH, {**body, "employee_id": "1002"}).ok(202)
