"""Money back from a person waits for a recorded ground, and is taken by it exactly.

1001 was paid 1.1 for 88 %. With 78 % it is 68.00, 0.6.
"""

import pytest

from tests.api.corrections.owing import AGREED, BETTER, Owing, accepted, rejected
from tests.api.people.worker import Worker

RECOVERY = ("1001", "2026-10", "Recovery", "1.1", "0.6", "-0.5")


def test_money_back_waits_for_its_basis(owing: Owing) -> None:
    made = owing.correct("1001", solved="78")
    assert (owing.due(), owing.counted()) == ({"1001": ("waiting", "-0.5")}, {"waiting": 1})
    assert owing.next_file() is None
    asked = {"scheme": "desk", "period": "2026-10", "content": "differences"}
    refused = owing.paid.company.hr.post("/v1/exports", asked).problem(422)
    assert "waits for its basis" in refused["errors"][0]["message"]
    owing.basis(made, given_on=None).problem(422)
    owing.basis(made, given_on="2026-11-06").problem(422)
    # Of October's money nobody agreed to anything before October.
    owing.basis(made, given_on="2026-09-30").problem(422)
    own = owing.paid.company.with_role("hr", employee_id="1001")
    body = {"kind": "waiver", "text": "mine"}
    own.post(f"/v1/corrections/{made['id']}/basis", body).problem(409, "own_result")

    told = owing.basis(made).ok()

    assert (told["status"], told["basis"]["kind"], told["next"]) == ("pending", "consent", "-0.5")
    file = owing.next_file()
    assert owing.lines(file) == [RECOVERY]
    owing.basis(made).problem(409, "nothing_back")
    owing.answer(file, others="accepted").ok()
    assert owing.due() == {"1001": ("paid", "0")}
    events = owing.paid.company.admin.get("/v1/audit-events").ok()["items"]
    assert AGREED not in str(events)


def test_instalments_are_the_difference_exactly_one_a_file(owing: Owing) -> None:
    made = owing.correct("1001", solved="78")
    for wrong in (["0.2", "0.2"], ["0.6", "-0.1"], ["0.5", "0"]):
        owing.basis(made, instalments=wrong).problem(422)
    owing.basis(made, instalments=["0.2", "0.3"]).ok()

    first = owing.next_file()
    assert owing.lines(first) == [("1001", "2026-10", "Recovery", "1.1", "0.9", "-0.2")]
    assert owing.next_file() is None
    # A rejected instalment comes again before the next one.
    owing.answer(first, rejected("1001")).ok()
    again = owing.next_file()
    assert owing.lines(again) == owing.lines(first)
    owing.answer(again, accepted("1001")).ok()
    assert owing.due() == {"1001": ("pending", "-0.3")}
    assert owing.next_lines() == [("1001", "2026-10", "Recovery", "0.9", "0.6", "-0.3")]


@pytest.mark.long
def test_what_is_left_of_instalments_may_be_waived(owing: Owing) -> None:
    made = owing.correct("1001", solved="78")
    owing.basis(made, instalments=["0.2", "0.3"]).ok()
    owing.answer(owing.next_file(), accepted("1001")).ok()
    owing.basis(made, "waiver", instalments=["0.3"]).problem(422)

    owing.basis(made, "waiver", given_on=None).ok()

    assert (owing.due(), owing.counted()) == ({"1001": ("waived", "-0.3")}, {})
    assert owing.next_file() is None


@pytest.mark.long
def test_another_amount_needs_another_basis_and_the_same_does_not(owing: Owing) -> None:
    """79 %: 32 + 38 = 70.00, 0.6 still. 88 %: what was paid."""
    made = owing.correct("1001", solved="78")
    owing.basis(made, "law", given_on=None).ok()
    owing.correct("1001", solved="79")
    assert owing.due() == {"1001": ("pending", "-0.5")}
    owing.correct("1001", solved="88")
    assert owing.due() == {"1001": ("settled", "0")}
    owing.correct("1001", solved="78")
    assert owing.due() == {"1001": ("waiting", "-0.5")}


def test_an_answer_that_payroll_changes_asks_for_a_basis_of_what_is_due_then(owing: Owing) -> None:
    """+0.5 is accepted, then -0.5 is agreed to; then payroll has not paid the +0.5 after all."""
    owing.correct("1002", **BETTER)
    file = owing.next_file()
    owing.answer(file, accepted("1002")).ok()
    back = owing.correct("1002", solved="80", wait_seconds="7200")
    owing.basis(back).ok()
    assert owing.due() == {"1002": ("pending", "-0.5")}

    owing.answer(file, rejected("1002")).ok()

    assert owing.due() == {"1002": ("settled", "0")}
    owing.answer(file, accepted("1002")).ok()
    assert owing.due() == {"1002": ("waiting", "-0.5")}


@pytest.mark.parametrize("files", ["delete", pytest.param("keep", marks=pytest.mark.long)])
def test_an_erased_person_is_a_pseudonym_in_what_is_due(owing: Owing, files: str) -> None:
    made = owing.correct("1001", solved="78")
    owing.basis(made).ok()
    file = owing.next_file()
    assert file is not None
    owing.answer(file, rejected("1001")).ok()
    owing.paid.company.admin.post("/v1/employees/1001/erase", {"files": files}).ok(202)
    Worker(owing.paid.desk.world).work()

    ((pseudonym, told),) = owing.due().items()
    assert (pseudonym == "1001", told) == (False, ("rejected", "-0.5"))
    assert (owing.files()[file["id"]]["filename"] is None) == (files == "delete")
    (row,) = owing.rows(file["id"])
    assert (row["employee_id"], row["code"], row["reason"]) == (pseudonym, "E1", None)
    for item in owing.paid.desk.world.items():
        if item["pk"]["S"].startswith("acme#difference"):
            for gone in ("1001", AGREED, "no account", "Ann"):
                assert gone not in str(item)
    # What is due goes on under the pseudonym, and payroll answers it by that.
    second = owing.next_file()
    assert [line[0] for line in owing.lines(second)] == [pseudonym]
    owing.answer(second, accepted(pseudonym)).ok()
    assert owing.due() == {pseudonym: ("paid", "0")}
