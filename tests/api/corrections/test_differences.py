"""What is due of corrected results: in a file of its own, until payroll has accepted it.

1001 was paid 1.1 for 88 %, 1002 and 1003 0.6. 30 s and 90 % are 100.00, 1.1 for 1002.
"""

from unittest import mock

import pytest

from chalicelib.exports import claims
from tests.api.clock import Clock
from tests.api.corrections.conftest import MONTH
from tests.api.corrections.owing import BETTER, Owing, accepted, rejected

ARREARS = ("1002", "2026-10", "补发", "0.6", "1.1", "0.5")


@pytest.fixture(autouse=True)
def in_chinese(owing: Owing) -> None:
    owing.paid.company.admin.patch("/v1/tenant", {"locale": "zh"}, if_match="*").ok()


def test_a_difference_goes_beside_the_next_file_and_is_paid_when_payroll_says_so(
    owing: Owing,
) -> None:
    own = {"id": owing.paid.file, "filename": "desk-2026-10-coefficients.csv"}
    before = owing.paid.payroll.content(own)
    owing.correct("1002", **BETTER)
    assert (owing.due(), owing.counted()) == ({"1002": ("pending", "0.5")}, {"pending": 1})

    made = owing.next_file()

    assert made is not None
    assert (made["status"], made["rows"], made["delivery"]) == ("completed", 1, "made")
    assert owing.lines(made) == [ARREARS]
    assert (owing.due(), owing.counted()) == ({"1002": ("exported", "0.5")}, {"exported": 1})
    assert owing.due(export=made["id"]) == owing.due()
    # A system that knows only files of coefficients meets no other, and its own are as they were.
    listed = owing.paid.company.payroll.get("/v1/exports").ok()["items"]
    assert {one["content"] for one in listed} == {"coefficients"}
    assert owing.paid.payroll.content(own) == before
    assert owing.next_file() is None
    told = owing.answer(made, accepted("1002")).ok()
    assert (told["delivery"], told["answers"]["accepted"]) == ("acknowledged", 1)
    assert (owing.due(), owing.counted()) == ({"1002": ("paid", "0")}, {})
    assert owing.next_file() is None


def test_a_rejected_line_is_carried_until_it_is_accepted(owing: Owing) -> None:
    owing.correct("1002", **BETTER)
    first = owing.next_file()
    owing.answer(first, rejected("1002")).ok()
    assert (owing.due(), owing.counted()) == ({"1002": ("rejected", "0.5")}, {"rejected": 1})

    second = owing.next_file()

    assert second is not None
    assert owing.lines(second) == [ARREARS]
    owing.answer(first, accepted("1002")).problem(409, "carried_since")
    for _ in range(2):  # The same again changes nothing.
        owing.answer(second, accepted("1002")).ok()
        assert owing.due() == {"1002": ("paid", "0")}
    # A mistake of payroll's, found before anything else was sent.
    owing.answer(second, rejected("1002")).ok()
    assert owing.due() == {"1002": ("rejected", "0.5")}
    (row,) = owing.rows(second["id"], answer="rejected")
    assert (row["code"], [one["answer"] for one in row["former"]]) == ("E1", ["accepted"])
    assert row["difference"] == {
        "period": "2026-10",
        "kind": "arrears",
        "before": "0.6",
        "after": "1.1",
        "difference": "0.5",
    }


@pytest.mark.long
def test_several_corrections_before_the_next_file_are_one_line(owing: Owing) -> None:
    """80 % to 85 %: 8 + 50 = 58.00, 0.6 still: nothing is due of that."""
    owing.correct("1002", solved="85")
    assert owing.due() == {}
    owing.correct("1002", **BETTER)
    assert owing.next_lines() == [ARREARS]


def test_a_correction_back_to_what_was_paid_ends_what_is_due(owing: Owing) -> None:
    body = {"scheme": "desk", "period": "2026-10", "content": "differences"}
    asked = owing.paid.company.hr.post("/v1/exports", body)
    assert asked.problem(422)["errors"][0]["code"] == "no_differences"
    owing.correct("1002", **BETTER)
    owing.correct("1002", solved="80", wait_seconds="7200")
    assert (owing.due(), owing.counted()) == ({"1002": ("settled", "0")}, {})
    assert owing.next_file() is None


def test_a_correction_while_a_line_is_not_answered_is_due_after_the_answer(owing: Owing) -> None:
    owing.correct("1002", **BETTER)
    file = owing.next_file()
    back = owing.correct("1002", solved="80", wait_seconds="7200")
    # Nothing is due if payroll rejects the line, money back if it accepts it.
    assert owing.due() == {"1002": ("exported", "0")}
    owing.basis(back).problem(409, "nothing_back")
    assert owing.next_file() is None

    owing.answer(file, rejected("1002")).ok()
    assert owing.due() == {"1002": ("settled", "0")}
    owing.answer(file, accepted("1002")).ok()
    assert owing.due() == {"1002": ("waiting", "-0.5")}


@pytest.mark.long
def test_a_month_whose_own_file_is_to_come_has_both_files(owing: Owing) -> None:
    """September is locked and corrected before any file of it was made: its bytes are the lock's,
    and the difference is beside it."""
    paid = owing.paid
    paid.desk.send(MONTH, period="2026-09")
    paid.company.hr.post("/v1/periods/2026-09/lock", {"scheme": "desk"}).ok()
    paid.payroll.work()
    owing.correct("1002", "2026-09", **BETTER)

    beside = owing.next_file("2026-09")

    assert beside is not None
    rows = paid.payroll.rows(paid.payroll.made(period="2026-09"))
    assert [row["coefficient"] for row in rows] == ["1.1", "0.6", "0.6"]
    assert owing.lines(beside) == [("1002", "2026-09", "补发", "0.6", "1.1", "0.5")]


def test_a_leaver_has_a_line_and_others_answers_what_is_left(owing: Owing) -> None:
    """1003 with 90 %: 40 + 60 = 100.00, 1.1."""
    owing.paid.company.hr.delete("/v1/employees/1002", if_match="*").ok(204)
    owing.correct("1002", **BETTER)
    owing.correct("1003", solved="90")
    body = {"scheme": "desk", "period": "2026-10", "content": "differences", "format": "jsonl"}

    asked = owing.paid.company.payroll.post("/v1/exports", body).ok(201)
    owing.paid.payroll.work()

    file = owing.files()[asked["id"]]
    assert (file["beside"], file["rows"]) == (None, 2)
    assert owing.paid.payroll.content(file).count(b'"difference":"0.5"') == 2
    owing.answer(file, {**rejected("1002"), "period": None}).problem(422)
    owing.answer(file, rejected("1002", "2026-09")).problem(422)
    owing.answer(file, rejected("1002"), rejected("1002")).problem(422)
    owing.answer(file, others="unanswered").problem(422)
    owing.answer(file, rejected("1002"), others="accepted").ok()
    assert owing.due() == {"1002": ("rejected", "0.5"), "1003": ("paid", "0")}


def test_lines_of_a_file_that_came_to_nothing_are_in_the_next(owing: Owing, clock: Clock) -> None:
    """A worker dies with the line claimed, and nobody makes the file within six hours."""
    owing.correct("1002", **BETTER)
    body = {"scheme": "desk", "period": "2026-10", "content": "differences"}
    dead = owing.paid.company.hr.post("/v1/exports", body).ok(201)["id"]
    (message,) = owing.paid.desk.world.messages("exports")
    with mock.patch("chalicelib.exports.difference_file.lines_of", side_effect=RuntimeError):
        owing.paid.payroll.deliver(message)
    assert owing.due() == {"1002": ("exported", "0.5")}
    assert owing.next_file() is None
    clock.advance(hours=7)

    assert owing.next_lines() == [ARREARS]

    # The message of the first one is sent again by the operator, too late.
    owing.paid.payroll.deliver(message)
    assert owing.files()[dead]["status"] == "failed"
    assert len(owing.due(status="exported")) == 1


@pytest.mark.long
def test_a_line_that_is_corrected_while_it_is_claimed_has_what_stands_then(owing: Owing) -> None:
    owing.correct("1002", **BETTER)
    line, came = claims._line, list[str]()

    def overtaken(*asked: object) -> object:
        if not came:
            came.append("between")
            owing.correct("1002", solved="85", wait_seconds="7200")
            owing.correct("1002", **{**BETTER, "solved": "89"})
        return line(*asked)  # type: ignore[arg-type]

    with mock.patch.object(claims, "_line", overtaken):
        # 89 %: 40 + 58 = 98.00, 1.1.
        assert owing.next_lines() == [ARREARS]
    assert owing.due() == {"1002": ("exported", "0.5")}


@pytest.mark.long
def test_people_see_their_own_and_supervisors_those_of_their_teams(owing: Owing) -> None:
    owing.correct("1002", **BETTER)
    owing.correct("1003", solved="90")
    company = owing.paid.company

    def seen(role: str, **more: str) -> list[str]:
        found = company.with_role(role, **more).get("/v1/differences").ok()["items"]
        return [one["employee_id"] for one in found]

    assert seen("agent", employee_id="1002") == ["1002"]
    assert seen("agent", employee_id="1001") == []
    assert seen("supervisor", team="blue") == ["1003"]
    assert sorted(seen("hr")) == ["1002", "1003"]
