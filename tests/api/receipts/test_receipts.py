"""POST /v1/exports/{id}/receipt: payroll's answers to the rows of a file."""

from typing import Any

import pytest

from chalicelib.receipts import service
from tests.api.clock import Clock
from tests.api.receipts.answering import NO_ACCOUNT, Answering, accepted, rejected
from tests.api.uploads.sending import Desk, csv_of


@pytest.fixture
def export(answering: Answering) -> str:
    """The file of October, with three rows."""
    return answering.exported()


def test_a_file_is_made_then_fetched_then_acknowledged(answering: Answering, export: str) -> None:
    listed = answering.told(export)
    assert (listed["delivery"], listed["url"]) == ("made", None)
    shown = answering.caller.get(f"/v1/exports/{export}").ok()
    assert (shown["delivery"], bool(shown["url"])) == ("fetched", True)
    assert shown["fetched_at"] is not None
    done = answering.answer(export, others="accepted").ok()
    assert done["delivery"] == "acknowledged"
    assert done["answers"]["accepted"] == 3
    assert answering.told(export)["acknowledged_at"] == done["acknowledged_at"]


def test_the_first_link_counts_and_is_told_of_once(
    answering: Answering, export: str, clock: Clock
) -> None:
    path = f"/v1/exports/{export}"
    first = answering.company.auditor.get(path).ok()["fetched_at"]
    clock.advance(minutes=5)
    assert answering.caller.get(path).ok()["fetched_at"] == first
    log = answering.company.admin.get("/v1/audit-events", query={"target": f"exports/{export}"})
    assert [one["action"] for one in log.ok()["items"]].count("exports.fetch") == 1


def test_rows_are_answered_in_parts(answering: Answering, export: str) -> None:
    answering.answer(export, accepted("1001"), rejected("1002")).ok()
    assert answering.counts(export) == (1, 1, 1)
    assert answering.told(export)["delivery"] == "made"
    found = answering.rows(export)
    assert {one: row["answer"] for one, row in found.items()} == {
        "1001": "accepted",
        "1002": "rejected",
        "1003": "unanswered",
    }
    assert {name: found["1002"][name] for name in NO_ACCOUNT} == NO_ACCOUNT
    assert set(answering.rows(export, answer="unanswered")) == {"1003"}
    assert set(answering.rows(export, answer="rejected")) == {"1002"}
    done = answering.answer(export, accepted("1003")).ok()
    assert done["delivery"] == "acknowledged"


def test_all_others_are_accepted_at_once_and_may_be_taken_back(
    answering: Answering, export: str
) -> None:
    answering.answer(export, rejected("1002"), others="accepted").ok()
    assert answering.counts(export) == (2, 1, 0)
    others = answering.rows(export)["1001"]
    assert (others["answer"], others["by_name"]) == ("accepted", False)
    taken = answering.answer(export, others="unanswered").ok()
    assert (taken["delivery"], taken["acknowledged_at"]) == ("made", None)
    assert answering.counts(export) == (0, 1, 2)


def test_the_same_answer_again_changes_nothing(
    answering: Answering, export: str, clock: Clock
) -> None:
    first = answering.answer(export, rejected("1002"), others="accepted").ok()
    clock.advance(minutes=5)
    assert answering.answer(export, rejected("1002"), others="accepted").ok() == first
    log = answering.company.admin.get("/v1/audit-events", query={"target": f"exports/{export}"})
    assert [one["action"] for one in log.ok()["items"]].count("exports.receipt") == 1
    assert answering.rows(export)["1002"]["former"] == []


def test_another_answer_counts_from_then_on_and_the_former_stays_readable(
    answering: Answering, export: str
) -> None:
    answering.answer(export, rejected("1002")).ok()
    answering.answer(export, rejected("1002", code="E18")).ok()
    answering.answer(export, accepted("1002")).ok()
    assert answering.counts(export) == (1, 0, 2)
    row = answering.rows(export)["1002"]
    assert (row["answer"], row["code"]) == ("accepted", None)
    assert [(one["answer"], one["code"]) for one in row["former"]] == [
        ("rejected", "E17"),
        ("rejected", "E18"),
    ]


@pytest.mark.long
def test_a_person_has_a_bounded_number_of_answers(
    answering: Answering, export: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MOST", 3)
    for number in range(3):
        answering.answer(export, rejected("1002", code=f"E{number}")).ok()
    refused = answering.answer(export, accepted("1001"), accepted("1002"))
    refused.problem(409, "too_many_answers")
    assert answering.counts(export) == (0, 1, 2)


def test_a_rejected_row_stands_until_a_later_file_is_accepted(answering: Answering) -> None:
    first = answering.exported()
    answering.answer(first, rejected("1002"), others="accepted").ok()
    assert answering.standing() == {"1002": first}
    second = answering.exported()
    assert answering.standing() == {"1002": first}
    answering.answer(second, rejected("1002", code="E18")).ok()
    assert answering.standing(period="2026-10", scheme="desk") == {"1002": second}
    third = answering.exported()
    answering.answer(third, accepted("1002"), others="accepted").ok()
    assert answering.standing() == {}
    # What was said of the files before is as it was.
    assert answering.rows(first)["1002"]["code"] == "E17"
    assert answering.counts(first) == (2, 1, 0)


def test_all_others_are_not_accepted_over_a_row_that_stands_rejected(
    answering: Answering,
) -> None:
    first = answering.exported()
    answering.answer(first, rejected("1002")).ok()
    second = answering.exported()
    refused = answering.answer(second, others="accepted").problem(409, "rejected_before")
    assert refused["rejected"] == 1
    answering.answer(second, accepted("1002"), others="accepted").ok()
    assert answering.counts(second) == (3, 0, 0)


def test_files_that_were_never_answered_are_listed(answering: Answering) -> None:
    answered, silent = answering.exported(), answering.exported()
    for one in (answered, silent):
        answering.caller.get(f"/v1/exports/{one}").ok()
    answering.answer(answered, others="accepted").ok()
    listed = answering.caller.get("/v1/exports", query={"delivery": "fetched"}).ok()["items"]
    assert [one["id"] for one in listed] == [silent]


WRONG: list[tuple[dict[str, Any], str, str]] = [
    (accepted("9999"), "/rows/1/employee_id", "not_in_file"),
    (accepted("1001"), "/rows/1/employee_id", "repeated"),
    ({"employee_id": "1002", "answer": "rejected"}, "/rows/1/code", "required"),
    (rejected("1002", code=""), "/rows/1/code", "blank"),
    ({**accepted("1002"), "person": "prs_gewdami"}, "/rows/1/employee_id", "not_in_file"),
]


def test_each_wrong_row_is_named_and_nothing_is_taken(answering: Answering, export: str) -> None:
    for row, place, code in WRONG:
        problem = answering.answer(export, accepted("1001"), row).problem(422)
        assert (place, code) in [(one["pointer"], one["code"]) for one in problem["errors"]]
    assert answering.counts(export) == (0, 0, 3)


def test_a_receipt_says_something_and_has_eighty_rows_at_most(
    answering: Answering, export: str
) -> None:
    answering.answer(export).problem(422)
    answering.answer(export, *(accepted(str(one)) for one in range(81))).problem(422)


def test_a_file_that_is_not_made_is_not_answered(answering: Answering) -> None:
    waiting = answering.payroll.ask()["id"]
    answering.answer(waiting, others="accepted").problem(409, "not_completed")
    answering.caller.get(f"/v1/exports/{waiting}/rows").problem(409, "rows_not_kept")


def test_payroll_answers_by_the_ids_of_the_file(answering: Answering, export: str) -> None:
    hr = answering.company.hr
    hr.post("/v1/employees/1002/rename", {"employee_id": "2002"}).ok()
    answering.answer(export, rejected("1002")).ok()
    assert answering.standing() == {"1002": export}


@pytest.mark.long
def test_two_rows_with_one_id_are_told_apart_by_the_person(answering: Answering) -> None:
    """1001 goes, and somebody new comes with the id: both have a result of November."""
    hr, world = answering.company.hr, answering.payroll.world
    desk_month = {"period": "2026-11"}
    desk = Desk(world, hr, "acme")
    desk.send(csv_of("1001,Ann,red,4000,100,88,100"), **desk_month)
    hr.delete("/v1/employees/1001", if_match="*").ok(204)
    hr.put("/v1/employees/1001", {"team": "red", "new_person": True}).ok(201)
    desk.send(csv_of("1001,Eve,red,4000,100,88,100"), **desk_month)
    made = answering.payroll.made(**desk_month)
    assert made["rows"] == 2
    refused = answering.answer(made["id"], accepted("1001")).problem(422)
    assert refused["errors"][0]["code"] == "several_people"
    rows = answering.caller.get(f"/v1/exports/{made['id']}/rows").ok()["items"]
    persons = {one["person"] for one in rows}
    named = [{**accepted("1001"), "person": person} for person in sorted(persons)]
    assert answering.answer(made["id"], *named).ok()["delivery"] == "acknowledged"
