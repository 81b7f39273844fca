"""What two or three judgements of one ticket come to, and when a third is asked."""

from decimal import Decimal

import pytest

from chalicelib.inspections.agreeing import (
    FAIL,
    NOT_APPLICABLE,
    PASS,
    Opinion,
    Tolerance,
    agreed,
    differ,
    failing,
)
from chalicelib.scoring.checklists import ChecklistItem, failures_of_ticket
from chalicelib.scoring.text import text

NAME = text("项", "item")
ITEMS = (
    ChecklistItem("a", NAME),
    ChecklistItem("b", NAME),
    ChecklistItem("c", NAME, critical=True),
)


def opinion(*failed: str, mark: int | None = 5, **verdicts: str) -> Opinion:
    said = {item: FAIL if item in failed else PASS for item in "abc"}
    return Opinion({**said, **verdicts}, {"m": None if mark is None else Decimal(mark)})


@pytest.mark.parametrize(
    ("other", "apart"),
    [
        (opinion(mark=6), False),
        (opinion(mark=7), True),
        (opinion(mark=None), True),
        (opinion("a"), False),
        (opinion("a", "b"), True),
        # What is not applicable does not fail.
        (opinion(a=NOT_APPLICABLE, b=NOT_APPLICABLE), False),
    ],
)
def test_two_differ_beyond_one_item_and_one_point(other: Opinion, apart: bool) -> None:
    assert differ(opinion(), other, Tolerance(1, Decimal(1))) is apart
    assert differ(other, opinion(), Tolerance(1, Decimal(1))) is apart


def test_an_item_fails_when_more_than_half_say_so() -> None:
    assert failing(agreed([opinion("a")])) == ["a"]
    assert failing(agreed([opinion("a", "b"), opinion("b")])) == ["b"]
    assert failing(agreed([opinion("a"), opinion("a", "b"), opinion("c")])) == ["a"]


def test_marks_come_to_their_median_and_those_of_two_to_the_mean() -> None:
    assert agreed([opinion(mark=4), opinion(mark=5)]).marks == {"m": Decimal("4.5")}
    three = [opinion(mark=9), opinion(mark=4), opinion(mark=5)]
    assert agreed(three).marks == {"m": Decimal(5)}
    assert agreed([opinion(mark=None), opinion(mark=8)]).marks == {"m": Decimal(8)}
    assert agreed([opinion(mark=None)]).marks == {"m": None}


@pytest.mark.parametrize(
    ("failed", "by_ticket", "by_item"),
    [("", 0, 0), ("a", 0, 1), ("ab", 1, 2), ("c", 1, 3), ("abc", 1, 3)],
)
def test_a_ticket_fails_by_two_items_or_by_a_critical_one(
    failed: str, by_ticket: int, by_item: int
) -> None:
    assert failures_of_ticket(ITEMS, failed, by_ticket=True, fails_at=2) == by_ticket
    assert failures_of_ticket(ITEMS, failed, by_ticket=False, fails_at=2) == by_item
