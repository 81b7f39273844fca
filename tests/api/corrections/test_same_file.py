"""Differences as lines of the month's own file, only where the export asks for it.

1001 was paid 1.1 for 88 %, 1002 and 1003 0.6. 30 s and 90 % are 100.00, 1.1 for 1002.
"""

import json
from typing import Any
from unittest import mock

import pytest

from tests.api.clock import Clock
from tests.api.corrections.conftest import MONTH
from tests.api.corrections.owing import BETTER, Owing, accepted, rejected
from tests.api.people.worker import Worker

ARREARS = ("1002", "2026-10", "补发", "0.6", "1.1", "0.5")


@pytest.fixture(autouse=True)
def in_chinese(owing: Owing) -> None:
    owing.paid.company.admin.patch("/v1/tenant", {"locale": "zh"}, if_match="*").ok()


def of_line(said: dict[str, Any]) -> dict[str, Any]:
    return {**said, "kind": "arrears"}


def of_month(said: dict[str, Any]) -> dict[str, Any]:
    return {**said, "kind": "coefficient"}


def test_the_lines_come_after_the_rows_of_the_month_and_each_says_what_it_is(
    owing: Owing,
) -> None:
    payroll = owing.paid.payroll
    plain = payroll.rows({"id": owing.paid.file, "filename": "desk-2026-10-coefficients.csv"})
    owing.correct("1002", **BETTER)

    file = owing.same_file()

    assert file["filename"] == "desk-2026-10-coefficients-and-differences.csv"
    assert (file["differences"], file["rows"], file["lines"]) == ("same_file", 4, 1)
    *month, line = payroll.rows(file)
    assert [{name: row[name] for name in plain[0]} for row in month] == plain
    assert [(row["kind"], row["kind_name"], row["difference"]) for row in month] == [
        ("coefficient", "当期", "")
    ] * 3
    # Who reads coefficients alone finds none in the line.
    assert (line["kind"], line["coefficient"], line["total"]) == ("arrears", "", "")
    assert owing.lines(file) == [ARREARS]
    manifest = payroll.manifest(file)
    assert (manifest["rows"], manifest["lines"], manifest["columns"]) == (4, 1, list(line))
    # There is none of their own beside it.
    assert owing.files() == {}
    assert owing.due() == {"1002": ("exported", "0.5")}


@pytest.mark.long
def test_each_line_of_json_and_each_row_of_a_sheet_says_its_kind_too(owing: Owing) -> None:
    owing.correct("1002", **BETTER)
    file = owing.same_file(format="jsonl")
    text = owing.paid.payroll.content(file).decode()
    *month, line = [json.loads(one) for one in text.splitlines()]
    assert [one["kind"] for one in month] == ["coefficient"] * 3
    assert (line["kind"], line["period"], line["difference"]) == ("arrears", "2026-10", "0.5")
    assert "coefficient" not in line
    owing.answer(file, of_line(rejected("1002"))).ok()
    sheet = owing.same_file(format="xlsx")
    assert (sheet["status"], sheet["rows"]) == ("completed", 4)


def test_a_receipt_answers_the_rows_and_the_lines_each_for_their_part(owing: Owing) -> None:
    owing.correct("1002", **BETTER)
    file = owing.same_file()
    # Which of both 1002's answer is of is said, or not guessed.
    refused = owing.answer(file, accepted("1002")).problem(422)
    assert refused["errors"][0]["pointer"] == "/rows/0/kind"
    owing.answer(file, of_line(accepted("1001"))).problem(422)

    said = owing.answer(file, of_month(accepted("1002")), of_line(rejected("1002"))).ok()
    assert said["answers"] == {
        "accepted": 1,
        "rejected": 1,
        "unanswered": 2,
        "others_accepted_at": None,
    }
    assert owing.due() == {"1002": ("rejected", "0.5")}
    shown = {
        (one["employee_id"], one["difference"] is not None): one["answer"]
        for one in owing.rows(file["id"])
    }
    assert shown == {
        ("1002", True): "rejected",
        ("1001", False): "unanswered",
        ("1002", False): "accepted",
        ("1003", False): "unanswered",
    }
    done = owing.answer(file, others="accepted").ok()
    assert (done["delivery"], done["answers"]["accepted"]) == ("acknowledged", 3)

    again = owing.same_file()
    assert owing.lines(again) == [ARREARS]
    owing.answer(file, of_line(accepted("1002"))).problem(409, "carried_since")
    paid = owing.answer(again, others="accepted").ok()
    assert (paid["delivery"], paid["answers"]["accepted"]) == ("acknowledged", 4)
    assert owing.due() == {"1002": ("paid", "0")}


@pytest.mark.long
def test_the_lines_are_listed_first_and_then_the_rows_page_by_page(owing: Owing) -> None:
    owing.correct("1002", **BETTER)
    owing.correct("1003", solved="90")
    file = owing.same_file()
    rows = owing.rows(file["id"], limit=1)
    found = [(one["employee_id"], one["difference"] is not None) for one in rows]
    assert sorted(found[:2]) == [("1002", True), ("1003", True)]
    assert sorted(found[2:]) == [("1001", False), ("1002", False), ("1003", False)]


@pytest.mark.long
def test_no_later_file_has_a_line_that_is_on_its_way(owing: Owing) -> None:
    owing.correct("1002", **BETTER)
    owing.same_file()
    assert owing.next_file() is None
    second = owing.same_file()
    assert (second["rows"], second["lines"], owing.lines(second)) == (3, 0, [])


def test_a_run_that_is_repeated_has_the_same_lines(owing: Owing, clock: Clock) -> None:
    """A worker dies with the line claimed. A correction comes before the message does again."""
    owing.correct("1002", **BETTER)
    asked = owing.ask_same_file().ok(201)
    (message,) = owing.paid.desk.world.messages("exports")
    with mock.patch("chalicelib.exports.running.lines_of", side_effect=RuntimeError):
        owing.paid.payroll.deliver(message)
    owing.correct("1003", solved="90")
    assert owing.due()["1002"] == ("exported", "0.5")
    owing.paid.payroll.deliver(message)

    assert owing.lines(owing.listed_file(asked["id"])) == [ARREARS]
    assert owing.due() == {"1002": ("exported", "0.5"), "1003": ("pending", "0.5")}


def test_it_is_a_locked_months_file_of_coefficients(owing: Owing) -> None:
    owing.paid.desk.send(MONTH, period="2026-09")
    asked = owing.ask_same_file("2026-09").problem(422)
    assert asked["errors"][0]["code"] == "not_locked"
    asked = owing.ask_same_file(content="differences").problem(422)
    assert asked["errors"][0]["code"] == "of_coefficients"


def test_the_lines_of_a_file_whose_lock_is_taken_back_are_in_the_next(owing: Owing) -> None:
    """October's difference goes with September's file, which nobody has when it is reopened."""
    hr, admin = owing.paid.company.hr, owing.paid.company.admin
    owing.paid.desk.send(MONTH, period="2026-09")
    hr.post("/v1/periods/2026-09/lock", {"scheme": "desk"}).ok()
    owing.paid.payroll.work()
    owing.correct("1002", **BETTER)
    lost = owing.same_file("2026-09")
    assert owing.lines(lost) == [ARREARS]
    body = {"scheme": "desk", "reason": "a file came late"}
    admin.post("/v1/periods/2026-09/reopen", body).ok()
    owing.answer(lost, of_line(accepted("1002"))).problem(409, "superseded")

    assert owing.next_lines() == [ARREARS]
    assert owing.counted() == {"exported": 1}


def test_the_schedule_says_it_too(owing: Owing, clock: Clock) -> None:
    """On 6 November October is due: the month's file has the line, and none is beside it."""
    owing.correct("1002", **BETTER)
    path = "/v1/export-schedule"
    body = {"enabled": True, "day": 6, "hour": 9, "differences": "same_file"}
    hr, payroll = owing.paid.company.hr, owing.paid.payroll
    saved = hr.put(path, body, if_match=hr.get(path).etag).ok()
    assert saved["differences"] == "same_file"
    payroll.work()
    clock.advance(days=2)
    payroll.tick()
    payroll.work()

    listed = hr.get("/v1/exports", query={"limit": 200}).ok()["items"]
    (made,) = [one for one in listed if one["scheduled_for"] is not None]
    assert (made["differences"], made["lines"]) == ("same_file", 1)
    assert owing.lines(made) == [ARREARS]
    assert owing.files() == {}


@pytest.mark.parametrize("files", [pytest.param("keep", marks=pytest.mark.long), "delete"])
def test_an_erasure_puts_the_pseudonym_into_rows_and_lines(owing: Owing, files: str) -> None:
    owing.correct("1002", **BETTER)
    file = owing.same_file()
    owing.paid.company.admin.post("/v1/employees/1002/erase", {"files": files}).ok(202)
    Worker(owing.paid.desk.world).work()

    rows = owing.rows(file["id"])
    assert (len(rows), "1002" in {one["employee_id"] for one in rows}) == (4, False)
    (line,) = [one for one in rows if one["difference"] is not None]
    after = owing.listed_file(file["id"])
    assert (after["filename"] is None) == (files == "delete")
    said = {**accepted(line["employee_id"]), "kind": "arrears"}
    owing.answer(file, said).ok()
    assert owing.due() == {line["employee_id"]: ("paid", "0")}
