"""Which rejection of a person's rows stands, by all answers in the order in which they came."""

import pytest

from chalicelib.person_keys import PersonKey
from chalicelib.receipts.records import Answers, Counts

#: Three files of one month, in the order in which they were requested.
FIRST, SECOND, THIRD = "exp_1", "exp_2", "exp_3"


def said(*answers: tuple[str, str]) -> Answers:
    found = Answers("2026-10", "desk", PersonKey("1002"))
    for export, answer in answers:
        found = found.with_answer({"export": export, "of": export, "answer": answer})
    return found


@pytest.mark.parametrize(
    ("answers", "standing"),
    [
        ([], None),
        ([(FIRST, "accepted")], None),
        ([(FIRST, "rejected")], FIRST),
        ([(FIRST, "rejected"), (FIRST, "accepted")], None),
        ([(FIRST, "rejected"), (SECOND, "accepted")], None),
        ([(FIRST, "rejected"), (SECOND, "rejected")], SECOND),
        ([(FIRST, "rejected"), (SECOND, "rejected"), (THIRD, "accepted")], None),
        ([(FIRST, "accepted"), (SECOND, "accepted"), (SECOND, "rejected")], SECOND),
        # A late word on a former file does not undo what was said of a later one.
        ([(SECOND, "accepted"), (FIRST, "rejected")], None),
        ([(SECOND, "rejected"), (FIRST, "accepted")], SECOND),
    ],
)
def test_what_payroll_said_of_the_latest_file_counts(
    answers: list[tuple[str, str]], standing: str | None
) -> None:
    assert said(*answers).standing == standing


def test_no_answer_is_ever_lost() -> None:
    found = said((FIRST, "rejected"), (SECOND, "accepted"), (FIRST, "accepted"))
    assert [one["answer"] for one in found.answers] == ["rejected", "accepted", "accepted"]
    assert [one["answer"] for one in found.about(FIRST)] == ["rejected", "accepted"]
    assert found.about(THIRD) == []


def test_rejected_rows_are_counted_by_the_file_that_has_them() -> None:
    counts = Counts({}).moved(None, FIRST).moved(None, FIRST).moved(FIRST, SECOND)
    assert counts.standing == {FIRST: 1, SECOND: 1}
    assert (counts.beside(FIRST), counts.beside(THIRD)) == (1, 2)
    assert counts.moved(FIRST, None).moved(SECOND, None).standing == {}
