"""What reads an imported month: growth, carried values, outdated results, the outcomes of plans.

Growth: 0 % is 0 points and 20 % all 50; answers of 100 % are all 50 (tests/api/results/waits.py).
"""

from copy import deepcopy
from typing import Any

import pytest

from tests.api.company import Company
from tests.api.history.importing import imported, past, period_of
from tests.api.results.waits import (
    ANSWERS,
    BY_GROWTH,
    GROWTH,
    WAIT,
    line,
    rescore,
    results,
    rows,
    scheme,
    totals,
)
from tests.api.uploads.sending import SCHEME, Desk, csv_of, published
from tests.api.world import World
from tests.profiles import choose

GROWING = scheme(line("growth", GROWTH, BY_GROWTH), ANSWERS)
HEADER = "employee_id,team,total,wait"


def desk_by(acme: Company, world: World, rules: Any) -> Desk:
    published(acme, rules)
    return Desk(world, acme.hr, "acme")


def history(desk: Desk, period: str, *people: str) -> None:
    assert imported(desk, past(*people, header=HEADER), period)["status"] == "completed"


def growth_of(desk: Desk, person: str) -> Any:
    path = f"/v1/employees/{person}/scorecards/2026-10?scheme=desk"
    return desk.caller.get(path).ok()["lines"][0]


def test_growth_is_over_an_imported_figure(acme: Company, world: World) -> None:
    desk = desk_by(acme, world, GROWING)
    history(desk, "2026-09", "1001,red,88,100", "1002,red,70,")
    desk.send(rows("1001,red,110", "1002,red,50"))
    # (110 − 100) ÷ 100 × 100 = 10 %: 25 of 50, and 50 for the answers
    found = growth_of(desk, "1001")
    assert (found["value"], found["points"]) == ("10", "25.00")
    assert found["previous_inputs"] == {"wait": "100"}
    # A total alone gives growth nothing to begin from: the answers alone, 50 of 50.
    assert growth_of(desk, "1002")["reason"] == "no_previous"
    assert totals(desk) == {"1001": "75.00", "1002": "100.00"}


@pytest.mark.long
def test_an_import_makes_the_next_month_outdated_until_it_is_scored_anew(
    acme: Company, world: World
) -> None:
    desk = desk_by(acme, world, GROWING)
    desk.send(rows("1001,red,110", "1002,red,50"))
    assert totals(desk) == {"1001": "100.00", "1002": "100.00"}
    history(desk, "2026-09", "1001,red,88,100")
    assert period_of(desk, "2026-10")["outdated_because"] == ["previous_period"]
    assert period_of(desk, "2026-10")["outdated_results"] == 1
    rescore(desk)
    assert results(desk) == {"1001": ("75.00", 2), "1002": ("100.00", 1)}
    # Imported again with the same figures: nothing that October was made with has changed.
    history(desk, "2026-09", "1001,red,88,100")
    assert period_of(desk, "2026-10")["outdated"] is False
    history(desk, "2026-09", "1001,red,88,105")
    assert period_of(desk, "2026-10")["outdated_results"] == 1


def test_a_computed_result_in_place_of_an_imported_one_makes_the_next_month_outdated(
    acme: Company, world: World
) -> None:
    desk = desk_by(acme, world, GROWING)
    history(desk, "2026-09", "1001,red,88,100")
    desk.send(rows("1001,red,110"))
    desk.send(rows("1001,red,100"), period="2026-09")
    assert period_of(desk, "2026-10")["outdated_results"] == 1


def test_an_imported_month_itself_is_never_outdated(acme: Company, world: World) -> None:
    desk = desk_by(acme, world, GROWING)
    history(desk, "2026-09", "1001,red,88,100")
    history(desk, "2026-08", "1001,red,80,90")
    found = period_of(desk, "2026-09")
    assert (found["outdated"], found["outdated_results"]) == (False, 0)


@pytest.mark.long
@pytest.mark.deep
def test_a_years_history_then_the_first_month_that_is_scored(acme: Company, world: World) -> None:
    """Twelve imported months (four, in the quick profile) in any order, then October.

    September has 82 points and 100 seconds, each month before two less of both.
    """
    desk = desk_by(acme, world, GROWING)
    before = [f"2026-{month:02d}" for month in range(9, 0, -1)] + ["2025-12", "2025-11", "2025-10"]
    months = before[: choose(quick=4, long=12)]
    for back, month in sorted(enumerate(months), key=lambda one: one[1][-1]):
        history(desk, month, f"1001,red,{82 - 2 * back},{100 - 2 * back}")
    desk.send(rows("1001,red,120"))
    # (120 − 100) ÷ 100 × 100 = 20 %: all 50
    assert totals(desk) == {"1001": "100.00"}
    cards = desk.caller.get("/v1/employees/1001/scorecards?limit=200").ok()["items"]
    assert [one["period"] for one in cards] == ["2026-10", *months]
    assert [one["total"] for one in cards[1:]] == [
        f"{82 - 2 * back}.00" for back in range(len(months))
    ]
    desk.caller.post("/v1/periods/2026-10/lock", {"scheme": "desk"}).ok()
    states = {one["period"]: one["state"] for one in desk.caller.get("/v1/periods").ok()["items"]}
    assert states == {**dict.fromkeys(months, "imported"), "2026-10": "locked"}


def test_a_mean_of_the_team_is_of_computed_results_alone(acme: Company, world: World) -> None:
    desk = desk_by(acme, world, scheme(WAIT, ANSWERS))
    history(desk, "2026-09", "1001,red,88,60")
    desk.send(rows("1002,red,30", "1003,red,"), period="2026-09")
    # 1003 takes the mean of 1002's alone, 30 s: all 50, and 50 for the answers. With 1001's 60 s it
    # would be 45 s: 25.
    assert totals(desk, "2026-09", "&state=provisional") == {"1002": "100.00", "1003": "100.00"}


def test_the_outcome_of_a_plan_is_read_from_an_imported_month(acme: Company, world: World) -> None:
    planned = deepcopy(SCHEME)
    planned["grades"][1]["plan"] = True
    desk = desk_by(acme, world, planned)
    # 30 s, and 66 of 100: 24 below the target, 60 − 48 = 12: 52.00, poor
    desk.send(csv_of("1001,Ann,red,1200,40,66,100"), period="2026-08")
    imported(desk, past("1001,Ann,red,90,,,95,100"), "2026-09")
    (plan,) = acme.hr.get("/v1/improvement-plans?period=2026-08").ok()["items"]
    assert (plan["indicator"], plan["outcome"]["value_now"]) == ("resolution", "95")
    assert (plan["outcome"]["points_now"], plan["outcome"]["reached"]) == (None, True)
    imported(desk, past("1001,Ann,red,90,,,80,100"), "2026-09")
    (plan,) = acme.hr.get("/v1/improvement-plans?period=2026-08").ok()["items"]
    assert plan["outcome"]["reached"] is False
    imported(desk, past("1001,Ann,red,90,,,,"), "2026-09")
    (plan,) = acme.hr.get("/v1/improvement-plans?period=2026-08").ok()["items"]
    assert (plan["outcome"]["value_now"], plan["outcome"]["reached"]) == (None, None)
