"""A missing value takes the mean of the team's values in the file, as it is printed."""

from copy import deepcopy
from typing import Any

import pytest

from tests.api.company import Company
from tests.api.uploads.sending import SCHEME, Desk, csv_of, published
from tests.api.uploads.test_looked_at import applied, found
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


def test_whose_total_the_teams_new_mean_changes_is_named_though_no_row_is_theirs(
    acme: Company, sent: Desk
) -> None:
    """Red's mean becomes (30 + 30 + 90) ÷ 3 = 50 s: 19.666667 over, two begun steps, 40 − 16 for
    Di, who had 40. 90 % is worth 60 in each case. Cy's own 90 s cost six steps: nothing of 40."""
    file = csv_of("1003,Cy,red,9000,100,90,100")
    looked = sent.send(file, dry_run=True)
    assert line_of(acme, "1004") == ("30.333333", "40.00")
    done = applied(sent, looked)

    assert done["status"] == "completed"
    assert line_of(acme, "1004") == ("50", "24.00")
    for upload in (looked, done):
        named = [
            (one["employee_id"], one["row"], one["before"], one["after"])
            for one in found(sent, upload, "total_changed")
        ]
        assert named == [("1003", 2, "92.00", "60.00"), ("1004", None, "100.00", "84.00")]


@pytest.mark.long
def test_a_file_that_changes_the_means_otherwise_since_the_look_is_not_applied(
    acme: Company, sent: Desk
) -> None:
    """Ann's 60 s make Red's mean another one than the look has seen for Di."""
    looked = sent.send(csv_of("1003,Cy,red,9000,100,90,100"), dry_run=True)
    sent.send(csv_of("1001,Ann,red,6000,100,90,100"))
    again = applied(sent, looked)
    assert (again["status"], again["reason"]["code"]) == ("looked_at", "changed_since")
    ((_, di),) = [
        [(one["employee_id"], one["after"]) for one in found(sent, again, "total_changed")]
    ]
    # (60 + 30 + 90) ÷ 3 = 60 s: three begun steps, 40 − 24 = 16, and 60.
    assert di == ("1004", "76.00")
