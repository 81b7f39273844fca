"""The courier scheme (B), computed by hand with the suggested targets.

Satisfaction 85 %, complaints 95 %, reply 3 minutes, resolution 90 %, exam 85.
"""

import pytest

from chalicelib.scoring import RowFault
from tests.templates.sheets import outcome, points, scored

GOOD = {
    "very_satisfied": 45,
    "called_back": 50,
    "ordinary_complaints": 18,
    "ordinary_in_time": 18,
    "major_complaints": 2,
    "major_in_time": 1,
    "first_reply_minutes": 1500,
    "replied_enquiries": 600,
    "enquiries": 620,
    "solved": 558,
    "exam_mark": 88,
    "applied_knowledge": "4.5",
    "responsibility": "优秀",
    "initiative": "good",
    "teamwork_peer": "4;3;5",
    "teamwork_superior": "5",
    "teamwork_self": "1",
}
MIXED = {
    "very_satisfied": 41,
    "called_back": 50,
    "ordinary_complaints": 0,
    "ordinary_in_time": 0,
    "major_complaints": 0,
    "major_in_time": 0,
    "first_reply_minutes": 3300,
    "replied_enquiries": 600,
    "enquiries": 600,
    "solved": 520,
    "exam_mark": None,
    "applied_knowledge": "2",
    "responsibility": "良好",
    "initiative": "较差",
    "teamwork_peer": "3",
    "teamwork_superior": None,
}


def test_a_good_agent_keeps_nearly_every_point() -> None:
    result = scored("courier", GOOD)
    assert points(result) == {
        "csat": "30.00",  # 45 / 50 = 90 %
        "complaint_timeliness": "10.00",  # (18 + 1) / (18 + 2) = 95 %, one rate over both
        "avg_response_time": "15.00",  # 1500 / 600 = 2.5 min
        "resolution_rate": "15.00",  # 558 / 620 = 90 %
        "exam": "10.00",
        "applied_knowledge": "4.50",
        "responsibility": "4.00",  # 优秀 alone is the lower end of 4 to 5
        "initiative": "3.00",
        "teamwork": "4.50",  # peers (4 + 3 + 5) / 3 = 4, superior 5; the own mark does not count
    }
    assert outcome(result) == ("96.00", "excellent", "1.2")


def test_no_complaints_no_exam_and_one_rater_are_left_out() -> None:
    result = scored("courier", MIXED)
    assert points(result) == {
        "csat": "24.00",  # 82 %: three below 85 at two each
        "complaint_timeliness": None,  # no complaints
        "avg_response_time": "13.00",  # 5.5 min: 2.5 over, two full minutes
        "resolution_rate": "12.00",  # 86.67 %: three full points below 90
        "exam": None,
        "applied_knowledge": "2.00",
        "responsibility": "3.00",
        "initiative": "1.00",
        "teamwork": None,  # one rater of two
    }
    # 55 of 75: 73.333...
    assert outcome(result) == ("73.33", "standard", "1.0")


@pytest.mark.parametrize(
    ("basis", "grade", "coefficient"),
    [
        ("exact", "good", "1.1"),
        ("nearest_integer", "excellent", "1.2"),
        ("whole_part", "good", "1.1"),
    ],
)
def test_89_5_lies_where_the_grade_basis_puts_it(basis: str, grade: str, coefficient: str) -> None:
    figures = GOOD | {
        "very_satisfied": 42,  # 84 %: 30 - 2 = 28
        "solved": 540,  # 540 / 620 = 87.097 %: 15 - 2 = 13
        "exam_mark": 85,
        "responsibility": "4",
        "teamwork_peer": "2",
        "teamwork_superior": "2",  # 2
    }
    # 28 + 10 + 15 + 13 + 10 + 4.5 + 4 + 3 + 2
    result = scored("courier", figures, {"grade_basis": basis})
    assert outcome(result) == ("89.50", grade, coefficient)


def test_the_worst_marks_leave_four_points() -> None:
    result = scored(
        "courier",
        {
            "very_satisfied": 10,
            "called_back": 100,
            "ordinary_complaints": 10,
            "ordinary_in_time": 0,
            "major_complaints": 0,
            "major_in_time": 0,
            "first_reply_minutes": 60000,
            "replied_enquiries": 1000,
            "enquiries": 1000,
            "solved": 100,
            "exam_mark": 0,
            "applied_knowledge": "poor",
            "responsibility": "较差",
            "initiative": "1",
            "teamwork_peer": "1",
            "teamwork_superior": "1",
        },
    )
    assert outcome(result) == ("4.00", "poor", "0.5")


@pytest.mark.parametrize("mark", ["3.5", "4.25", "0", "还行"])
def test_a_mark_that_the_scale_does_not_have_is_an_error_of_the_row(mark: str) -> None:
    with pytest.raises(RowFault) as caught:
        scored("courier", GOOD | {"initiative": mark})
    assert caught.value.column == "initiative"
