"""Plans drafted at the end of an upload, with figures worked out by hand."""

from tests.api.company import Company
from tests.api.uploads.sending import SCHEME, Desk, csv_of, published
from tests.api.world import World

# Answer time: 8 points per whole 10 s over 30 s, of 40. Resolution: 2 per point below 90 %, of 60.
# 1001: 40 s, 88 %: 32 + 56 = 88, good: no plan
# 1002: 72 s, 80 %: 8 + 40 = 48, poor: a plan for each
# 1003: 25 s, 60 %: 40 + 0 = 40, poor: a plan for the resolution rate alone
MONTH = csv_of(
    "1001,Ann,red,4000,100,88,100",
    "1002,Bob,red,7200,100,80,100",
    "1003,Cy,blue,2500,100,60,100",
)


def plans(desk: Desk, **query: str):
    return desk.caller.get("/v1/improvement-plans", query=query).ok()["items"]


def test_those_graded_low_get_a_plan_for_each_indicator_below_target(desk: Desk) -> None:
    desk.send(MONTH)

    found = {(plan["employee_id"], plan["indicator"]) for plan in plans(desk)}
    assert found == {("1002", "answer_time"), ("1002", "resolution"), ("1003", "resolution")}


def test_a_draft_says_what_was_missed_and_what_reaching_it_would_bring(desk: Desk) -> None:
    desk.send(MONTH)

    (plan,) = plans(desk, employee_id="1002", indicator="answer_time")
    assert plan["figures"] == {
        "value": "72",
        "target": "30",
        "points": "8.00",
        "max_points": "40",
        "points_lost": "32.00",
    }
    assert plan["problem"] == {
        "zh": "响应时间为 72 秒（目标 ≤ 30 秒）；扣 32 分（满分 40）。",
        "en": "Answer time was 72 s (target ≤ 30 s); 32 of 40 points lost.",
    }
    assert plan["expected_effect"] == {
        "zh": "响应时间 ≤ 30 秒，可多得 32 分",
        "en": "Answer time ≤ 30 s, worth 32 more points",
    }
    assert (plan["expected_value"], plan["expected_points"]) == ("30", "32.00")
    assert (plan["status"], plan["origin"], plan["due_date"]) == ("draft", "system", "2026-11-30")
    assert plan["owner"] == {"employee_id": "1002", "name": "Bob"}
    assert plan["cause"]["en"].startswith("Too few people on duty")


def test_a_line_that_counts_zero_for_want_of_figures_gets_a_plan(
    acme: Company, world: World
) -> None:
    answer_time, resolution = SCHEME["dimensions"][0]["indicators"]
    lines = [answer_time, {**resolution, "not_available": "zero"}]
    published(acme, {**SCHEME, "dimensions": [{**SCHEME["dimensions"][0], "indicators": lines}]})
    desk = Desk(world, acme.hr, "acme")
    # 20 s: 40 points. Nothing was raised, and the line counts 0 of 60.
    desk.send(csv_of("1001,Ann,red,2000,100,,"))

    (plan,) = plans(desk)
    assert (plan["indicator"], plan["figures"]["value"]) == ("resolution", None)
    assert plan["problem"] == {
        "zh": "解决率没有数据，按 0 分计；扣 60 分（满分 60）。",
        "en": "Resolution rate has no figures and counts 0; 60 of 60 points lost.",
    }
    assert plan["expected_effect"]["en"] == "Resolution rate ≥ 90%, worth 60 more points"


def test_the_same_file_again_leaves_every_plan_as_it_is(desk: Desk) -> None:
    desk.send(MONTH)
    before = plans(desk)
    desk.send(MONTH)

    assert plans(desk) == before


def test_a_pilot_drafts_no_plan(desk: Desk, acme: Company) -> None:
    """The draft is tried on team red. A pilot pays nobody and makes no plans."""
    etag = acme.admin.get("/v1/schemes/desk").etag
    body = {"effective_from": "2026-10", "teams": ["red"]}
    acme.admin.post("/v1/schemes/desk/pilot", body, if_match=etag).ok(201)

    desk.send(MONTH)

    found = plans(desk)
    assert {plan["scheme"] for plan in found} == {"desk"}
    assert len(found) == 3
