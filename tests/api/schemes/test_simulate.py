"""POST /v1/schemes/{code}/simulate: a draft applied to a past period. Nothing is stored.

The desk scheme: 40 points for the answer time, 8 off for each full 10 s over 30 s; 60 for the
resolution rate, 2 off for each full point below 90 %. From 80: good, 1.1; else poor, 0.6.
"""

from typing import Any

from tests.api.company import Company
from tests.api.schemes.documents import FIRST_TARGET, MONTH, STRICTER, scheme
from tests.api.uploads.sending import HEADER, Desk, csv_of
from tests.api.world import World

PER_STEP = "/dimensions/0/indicators/0/rule/per_step"


def simulated(company: Company, query: str = "", **body: Any) -> dict[str, Any]:
    path = f"/v1/schemes/desk/simulate{query}"
    found: dict[str, Any] = company.hr.post(path, {"period": "2026-10", **body}).ok()
    return found


def test_a_draft_shows_who_would_change_grade_and_what_it_would_cost(
    acme: Company, month: Desk
) -> None:
    acme.admin.put("/v1/schemes/desk", STRICTER, if_match="*").ok()

    found = simulated(acme)

    assert found["employees"] == {"compared": 3, "not_simulated": 0}
    assert found["grade_changes"] == {"up": 0, "down": 1, "same": 2, "gained": 0, "lost": 0}
    assert [(one["grade"], one["before"], one["after"]) for one in found["grades"]] == [
        ("good", 2, 1),
        ("poor", 1, 2),
        (None, 0, 0),
    ]
    # 1.1 + 1.1 + 0.6 = 2.8; then 1.1 + 0.6 + 0.6 = 2.3.
    assert found["coefficients"] == {"before": "2.8", "after": "2.3", "change": "-0.5"}
    # 1000 × 1.1 + 2000.50 × 1.1 = 3300.55; then 1100 + 2000.50 × 0.6 = 2300.30.
    assert found["money"] == {
        "employees": 2,
        "before": "3300.55",
        "after": "2300.3",
        "change": "-1000.25",
    }
    # (88 + 80 + 60) ÷ 3 = 76; (80 + 72 + 60) ÷ 3 = 70.666…
    assert found["totals"] == {"mean_before": "76.00", "mean_after": "70.67"}
    (bob,) = found["items"]
    assert (bob["employee_id"], bob["direction"], bob["bonus_base"]) == ("1002", "down", "2000.5")
    assert bob["before"] == {"total": "80.00", "grade": "good", "coefficient": "1.1"}
    assert bob["after"] == {"total": "72.00", "grade": "poor", "coefficient": "0.6"}


def test_nothing_is_stored_in_anybodys_results(acme: Company, month: Desk, world: World) -> None:
    acme.admin.put("/v1/schemes/desk", STRICTER, if_match="*").ok()
    assert acme.hr.key
    before = world.kept()

    simulated(acme)
    simulated(acme, show="all", document=scheme({FIRST_TARGET: "10"}))

    assert world.kept() == before


def test_a_version_or_a_document_is_simulated_in_place_of_the_draft(
    acme: Company, month: Desk
) -> None:
    acme.admin.put("/v1/schemes/desk", STRICTER, if_match="*").ok()

    by_version = simulated(acme, version=1)
    by_document = simulated(acme, document=scheme({PER_STEP: "20"}))

    assert by_version["scheme"]["version"] == 1
    assert by_version["coefficients"]["change"] == "0"
    # 20 points a step: Ann 20 + 56 = 76 and Bob 0 + 56 = 56, both poor now.
    assert by_document["scheme"]["version"] is None
    assert by_document["grade_changes"]["down"] == 2


def test_everybody_is_listed_page_by_page(acme: Company, month: Desk) -> None:
    acme.admin.put("/v1/schemes/desk", STRICTER, if_match="*").ok()

    first = simulated(acme, "?limit=2", show="all")
    second = simulated(acme, f"?limit=2&cursor={first['next']}", show="all")

    assert [one["employee_id"] for one in first["items"]] == ["1001", "1002"]
    assert [one["employee_id"] for one in second["items"]] == ["1003"]
    assert second["next"] is None
    assert second["employees"] == first["employees"]


def test_a_page_of_other_rules_is_not_mixed_in(acme: Company, month: Desk) -> None:
    first = simulated(acme, "?limit=2", show="all", document=STRICTER)

    body = {"period": "2026-10", "show": "all", "document": scheme({FIRST_TARGET: "10"})}
    path = f"/v1/schemes/desk/simulate?limit=2&cursor={first['next']}"
    acme.hr.post(path, body).problem(409, "rules_changed")


def test_one_team_can_be_looked_at_alone(acme: Company, month: Desk) -> None:
    found = simulated(acme, team="blue", show="all", document=STRICTER)

    assert [one["employee_id"] for one in found["items"]] == ["1003"]
    assert found["employees"]["compared"] == 1
    body = {"period": "2026-10", "team": "green"}
    acme.hr.post("/v1/schemes/desk/simulate", body).problem(422)


def test_people_whose_files_lack_a_column_are_named_with_it(acme: Company, month: Desk) -> None:
    more = {
        "code": "exam",
        "name": "Exam",
        "max_points": "20",
        "target": "80",
        "value": {"kind": "metric", "column": "exam_mark"},
        "rule": {"kind": "pass_fail"},
    }
    document = scheme({"/dimensions/0/indicators/2": more})

    found = simulated(acme, document=document, show="all")

    assert found["employees"] == {"compared": 0, "not_simulated": 3}
    assert found["not_simulated"] == [
        {
            "code": "missing_columns",
            "columns": ["exam_mark"],
            "message": "The period's file did not have these columns: exam_mark.",
            "employees": 3,
            "employee_ids": ["1001", "1002", "1003"],
        }
    ]
    assert found["coefficients"] == {"before": "0", "after": "0", "change": "0"}
    assert found["totals"] == {"mean_before": None, "mean_after": None}


def test_a_row_that_the_draft_refuses_is_named_with_the_reason(acme: Company, desk: Desk) -> None:
    desk.send(csv_of("1001,Ann,red,4000,100,88,100", "1002,Bob,red,,,88,100"))

    document = scheme({"/dimensions/0/indicators/0/not_available": "reject"})
    found = simulated(acme, document=document, show="all")

    assert [one["employee_id"] for one in found["items"]] == ["1001"]
    (reason,) = found["not_simulated"]
    assert (reason["code"], reason["employee_ids"]) == ("value_missing", ["1002"])


def test_growth_is_simulated_from_the_period_before(acme: Company, desk: Desk) -> None:
    desk.send(csv_of("1001,Ann,red,3000,100,80,100"), period="2026-09")
    desk.send(csv_of("1001,Ann,red,3000,100,88,100"))
    place = "/dimensions/0/indicators/1"
    growth = {"kind": "growth", "of": {"kind": "metric", "column": "solved"}}
    line = {"kind": "linear", "zero_at": "0", "full_at": "50"}

    document = scheme({f"{place}/value": growth, f"{place}/rule": line})
    found = simulated(acme, document=document, show="all")

    # From 80 to 88 is 10 %, a fifth of the way to 50 %: 12 of 60; 40 + 12.
    assert found["items"][0]["after"]["total"] == "52.00"


def test_a_missing_value_takes_the_teams_mean_as_an_upload_would(acme: Company, desk: Desk) -> None:
    desk.send(csv_of("1001,Ann,red,4000,100,90,100", "1002,Bob,red,,,90,100"))

    document = scheme({"/dimensions/0/indicators/0/not_available": "team_mean"})
    found = simulated(acme, document=document, show="all")

    # Bob's answer time is the team's mean of 40 s, as Ann's: 32 + 60.
    assert [one["after"]["total"] for one in found["items"]] == ["92.00", "92.00"]


def test_what_cannot_be_simulated_is_refused(acme: Company, month: Desk) -> None:
    path = "/v1/schemes/desk/simulate"
    acme.hr.post(path, {}).problem(422)
    acme.hr.post(path, {"period": "2026-09"}).problem(422)
    acme.hr.post(path, {"period": "2026-10", "version": 9}).problem(404)
    both = {"period": "2026-10", "version": 1, "document": scheme()}
    acme.hr.post(path, both).problem(422)
    acme.hr.post(path, {"period": "2026-10", "document": {"code": "x"}}).problem(422)
    acme.hr.post("/v1/schemes/none/simulate", {"period": "2026-10"}).problem(404)
    for role in ("auditor", "supervisor", "agent"):
        acme.callers()[role].post(path, {"period": "2026-10"}).problem(403)


def test_the_result_of_a_simulation_is_what_publishing_and_rescoring_would_give(
    acme: Company, month: Desk
) -> None:
    acme.admin.put("/v1/schemes/desk", STRICTER, if_match="*").ok()
    foreseen = simulated(acme, show="all")["items"]

    # Ann and Bob lose points by it.
    body = {"effective_from": "2026-10", "reason": "x", "accept": {"worse_off": 2}}
    acme.admin.post("/v1/schemes/desk/publish", body, if_match="*").ok(201)
    month.send(MONTH)

    cards = acme.hr.get("/v1/periods/2026-10/scorecards").ok()["items"]
    assert [(one["employee_id"], one["after"]) for one in foreseen] == [
        (
            card["employee_id"],
            {"total": card["total"], "grade": card["grade"], "coefficient": card["coefficient"]},
        )
        for card in cards
    ]
    assert HEADER.startswith("employee_id")
