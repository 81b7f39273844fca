"""An erased person in receipts: figures of what payroll said stay, whom it was about goes."""

from tests.api.named import is_named
from tests.api.people.worker import Worker
from tests.api.receipts.answering import Answering, accepted, rejected
from tests.api.settled_month import settled


def test_an_erased_person_is_a_pseudonym_in_rows_and_answers(answering: Answering) -> None:
    settled(answering.company.hr, "lock", "2026-10", "desk").ok()
    answering.payroll.work()
    first, second = answering.exported(), answering.exported()
    reason = "Bob has no bank account"
    answering.answer(first, accepted("1001"), rejected("1002", reason=reason)).ok()
    admin = answering.company.admin
    admin.post("/v1/employees/1002/erase", {"files": "keep"}).ok(202)
    Worker(answering.payroll.world).work()
    rows = answering.rows(first)
    (pseudonym,) = set(rows) - {"1001", "1003"}
    assert rows[pseudonym]["code"] == "E17"
    assert rows[pseudonym]["reason"] is None
    assert answering.counts(first) == (1, 1, 1)
    assert answering.standing() == {pseudonym: first}
    # The way out: the later file's row is answered under the pseudonym.
    answering.answer(second, accepted(pseudonym), others="accepted").ok()
    assert answering.standing() == {}
    for item in answering.payroll.world.items():
        if item["pk"]["S"].startswith(("acme#payroll-answers", "acme#export-rows")):
            assert not is_named("1002", item)
            assert reason not in str(item)
