"""A missing value takes the mean of the team's values in the file, as it is printed."""

from copy import deepcopy
from typing import Any

import pytest

from tests.api.company import Company
from tests.api.uploads.sending import SCHEME, Desk, csv_of, published
from tests.api.world import World


def scheme() -> dict[str, Any]:
    """A person without contacts gets the team's mean answer time. The target is 30.333333 s."""
    document = deepcopy(SCHEME)
    (answer_time, _) = document["dimensions"][0]["indicators"]
    answer_time |= {"not_available": "team_mean", "target": "30.333333"}
    answer_time["rule"] |= {"step_mode": "started"}
    return document


@pytest.fixture
def sent(acme: Company, world: World) -> Desk:
    """Red's mean is (30 + 30 + 31) ÷ 3 = 30.333333 s, blue's 60 s. Each lacks one value."""
    published(acme, scheme())
    desk = Desk(world, acme.hr, "acme")
    desk.send(
        csv_of(
            "1001,Ann,red,3000,100,90,100",
            "1002,Bob,red,3000,100,90,100",
            "1003,Cy,red,3100,100,90,100",
            "1004,Di,red,,0,90,100",
            "1005,Ed,blue,6000,100,90,100",
            "1006,Flo,blue,,0,90,100",
        )
    )
    return desk


def line_of(company: Company, employee: str) -> tuple[str, str]:
    """Return the answer time's value and points."""
    card = company.hr.get(f"/v1/employees/{employee}/scorecards/2026-10").ok()
    return card["lines"][0]["value"], card["lines"][0]["points"]


def test_the_mean_is_of_the_persons_own_team(acme: Company, sent: Desk) -> None:
    # 60 s is 29.666667 over the target: three begun steps of 10 s, 8 points each.
    assert line_of(acme, "1006") == line_of(acme, "1005") == ("60", "16.00")


def test_the_mean_as_printed_decides(acme: Company, sent: Desk) -> None:
    """30.333333 meets the target of 30.333333. The exact mean would have begun a step."""
    assert line_of(acme, "1004") == ("30.333333", "40.00")
