"""Imported results: shown as what they are, seen by whom they concern, never paid or ranked."""

from copy import deepcopy
from typing import Any

import pytest

from tests.api.company import Company
from tests.api.history.importing import card, imported, past, period_of
from tests.api.people.worker import Worker
from tests.api.uploads.sending import SCHEME, Desk, csv_of, published
from tests.api.world import World

AUGUST = "/v1/periods/2026-08"
ANN = "1001,Ann,red,92.5,良好,1.15,9,12"
BOB = "1002,Bob,blue,71.125,poor,,,"
CY = "1003,Cy,red,,,,3,4"
BODY = {"scheme": "desk"}


@pytest.fixture
def desk(acme: Company, world: World) -> Desk:
    published(acme)
    return Desk(world, acme.hr, "acme")


@pytest.fixture
def august(desk: Desk) -> Desk:
    """August, imported: Ann and Bob with totals, Cy with figures alone."""
    assert imported(desk, past(ANN, BOB, CY))["status"] == "completed"
    return desk


def test_a_result_says_that_it_was_imported_and_what_was_found(august: Desk) -> None:
    found = card(august, "1001")
    assert (found["state"], found["total"], found["grade"]) == ("imported", "92.50", "good")
    assert (found["grade_name"], found["coefficient"]) == ({"zh": "良好", "en": "Good"}, "1.15")
    assert (found["revision"], found["rank"], found["next_grade"]) == (1, None, None)
    assert (found["scheme"]["version"], found["source"]["row"]) == (1, 2)
    assert (found["earned"], found["available"]) == ("0.00", "0")


def test_its_lines_have_values_of_the_figures_and_no_points(august: Desk) -> None:
    waited, solved = card(august, "1001")["lines"]
    assert solved["inputs"] == {"solved": "9", "raised": "12"}
    assert (solved["value"], solved["points"], solved["status"]) == ("75", None, "imported")
    assert (waited["value"], waited["points"], waited["status"]) == (None, None, "imported")


def test_its_explanation_says_that_it_was_not_computed_here(august: Desk) -> None:
    found = card(august, "1001", more="&explain=true")
    assert found["explanation"] == {
        "zh": "导入的历史结果，未在本系统计算。总分 92.5。等级“良好”。当时的系数 1.15，只作记录。",
        "en": "This result was imported; it was not computed here. Total 92.5. Grade “Good”. "
        "Coefficient 1.15 at that time, for the record.",
    }
    waited, solved = (line["explanation"]["en"] for line in found["lines"])
    assert solved == "The imported figures give 75%; it was not scored here."
    assert waited == "The import gives no value of this indicator; it was not scored here."


def test_a_total_keeps_all_its_decimals_and_may_be_missing(august: Desk) -> None:
    assert card(august, "1002")["total"] == "71.125"
    without = card(august, "1003")
    assert (without["total"], without["grade"], without["state"]) == (None, None, "imported")
    assert without["lines"][1]["value"] == "75"  # 3 ÷ 4 × 100


def test_the_upload_counts_what_was_imported(desk: Desk) -> None:
    upload = imported(desk, past(ANN, BOB, CY))
    counts = {"rows": 3, "scored": 3, "failed": 0, "insufficient": 1, "new_people": 3}
    assert (upload["counts"], upload["grain"], upload["version"]) == (counts, "results", 1)


def test_a_period_counts_imported_results_apart(august: Desk) -> None:
    found = period_of(august)
    assert (found["state"], found["scorecards"], found["imported"]) == ("imported", 0, 3)
    assert (found["states"], found["grades"], found["versions"]) == ({"imported": 3}, {}, [])
    assert found["imported_grades"] == {"good": 1, "poor": 1}
    assert found["outdated"] is False
    teams = {team["team"]: (team["scorecards"], team["imported"]) for team in found["teams"]}
    assert teams == {"red": (0, 2), "blue": (0, 1)}
    assert found["missing"]["count"] == 0


def test_lists_may_be_asked_for_imported_results_alone(august: Desk) -> None:
    august.send(csv_of("1001,Ann,red,1200,40,92,100"), period="2026-09")
    get = august.caller.get
    assert len(get(f"{AUGUST}/scorecards?state=imported").ok()["items"]) == 3
    assert get(f"{AUGUST}/scorecards?state=provisional").ok()["items"] == []
    own = "/v1/employees/1001/scorecards"
    asked = {state: get(f"{own}?state={state}").ok()["items"] for state in ("imported", "locked")}
    assert [one["period"] for one in asked["imported"]] == ["2026-08"]
    assert asked["locked"] == []
    assert [one["state"] for one in get(own).ok()["items"]] == ["provisional", "imported"]
    periods = get("/v1/periods?state=imported").ok()["items"]
    assert [(one["period"], one["state"]) for one in periods] == [("2026-08", "imported")]
    assert [one["period"] for one in get("/v1/periods?state=provisional").ok()["items"]] == [
        "2026-09"
    ]


def test_people_see_their_own_and_supervisors_their_teams(august: Desk, acme: Company) -> None:
    assert acme.agent.get("/v1/employees/1001/scorecards/2026-08").ok()["total"] == "92.50"
    assert len(acme.agent.get("/v1/employees/1001/scorecards").ok()["items"]) == 1
    acme.agent.get("/v1/employees/1002/scorecards/2026-08").problem(404, "not_found")
    seen = acme.supervisor.get(f"{AUGUST}/scorecards").ok()["items"]
    assert [one["employee_id"] for one in seen] == ["1001", "1003"]
    (counts,) = acme.supervisor.get(f"{AUGUST}?scheme=desk").ok()["schemes"]
    assert (counts["imported"], counts["imported_grades"]) == (2, {"good": 1})


@pytest.mark.parametrize("what", ["publish", "lock", "rescore"])
def test_a_period_of_imported_results_is_not_settled_again(august: Desk, what: str) -> None:
    answer = august.caller.post(f"{AUGUST}/{what}", BODY)
    assert answer.problem(422)["errors"][0]["code"] == "only_imported"
    assert period_of(august)["state"] == "imported"


def test_imported_results_pay_nobody(august: Desk) -> None:
    assert august.caller.get(f"{AUGUST}/bonus-coefficients").ok()["items"] == []
    asked = {"scheme": "desk", "period": "2026-08", "format": "csv"}
    refused = august.caller.post("/v1/exports", asked)
    assert refused.problem(422)["errors"][0]["code"] == "only_imported"
    found = card(august, "1001")
    assert (found["paying"], found["not_paying_because"]["code"]) == (False, "imported")


def test_they_are_neither_ranked_nor_exported_beside_computed_ones(
    august: Desk, acme: Company
) -> None:
    # 1,200 ÷ 40 = 30 s: 40. Eve: 92 of 100, 60: 100.00. Dee: 80 of 100, ten steps of 2: 80.00.
    august.send(
        csv_of("1004,Dee,red,1200,40,80,100", "1005,Eve,red,1200,40,92,100"), period="2026-08"
    )
    ranks = {
        one["employee_id"]: (one["rank"] or {}).get("position")
        for one in august.caller.get(f"{AUGUST}/scorecards").ok()["items"]
    }
    assert ranks == {"1001": None, "1002": None, "1003": None, "1004": 2, "1005": 1}
    assert card(august, "1005")["rank"] == {"position": 1, "of": 2}
    found = period_of(august)
    assert (found["state"], found["scorecards"], found["imported"]) == ("provisional", 2, 3)
    assert found["states"] == {"provisional": 2, "insufficient_data": 0, "imported": 3}
    refused = august.caller.post(f"{AUGUST}/lock", BODY).problem(409, "imported_results")
    assert refused["imported"] == 3
    named = [one["employee_id"] for one in refused["employees"]]
    assert named == ["1001", "1002", "1003"]
    wrong = {**BODY, "accept": {"imported": 2}}
    august.caller.post(f"{AUGUST}/publish", wrong).problem(409, "imported_results")
    august.caller.post(f"{AUGUST}/lock", {**BODY, "accept": {"imported": 3}}).ok()
    events = acme.admin.get("/v1/audit-events?target=periods/2026-08/desk").ok()["items"]
    (event,) = (one for one in events if one["action"] == "periods.lock")
    assert event["after"]["accepted_imported"] == 3
    Worker(august.world).work()
    rows = august.caller.get(f"{AUGUST}/bonus-coefficients").ok()["items"]
    assert [row["employee_id"] for row in rows] == ["1004", "1005"]
    assert card(august, "1001")["state"] == "imported"


def test_no_plan_is_drafted_from_an_imported_grade(acme: Company, world: World) -> None:
    published(acme, with_plans())
    desk = Desk(world, acme.hr, "acme")
    imported(desk, past(BOB))
    assert acme.hr.get("/v1/improvement-plans?period=2026-08").ok()["items"] == []


def test_simulations_pilots_and_rescorings_leave_them_alone(august: Desk) -> None:
    refused = august.caller.post("/v1/schemes/desk/simulate", {"period": "2026-08"})
    assert refused.problem(422)["errors"][0]["code"] == "no_results"
    august.send(csv_of("1004,Dee,red,1200,40,80,100"), period="2026-08")
    simulated = august.caller.post("/v1/schemes/desk/simulate", {"period": "2026-08", "version": 1})
    assert simulated.ok()["employees"] == {"compared": 1, "not_simulated": 0}
    august.caller.post(f"{AUGUST}/rescore", BODY).ok(202)
    for message in august.world.messages("uploads"):
        august.deliver_body(message)
    rescoring = period_of(august)["rescoring"]
    assert (rescoring["status"], rescoring["done"], rescoring["failed"]) == ("completed", 1, 0)
    assert (card(august, "1001")["revision"], card(august, "1001")["total"]) == (1, "92.50")


def with_plans() -> dict[str, Any]:
    """The desk's scheme, whose lowest grade gets plans."""
    found = deepcopy(SCHEME)
    found["grades"][1]["plan"] = True
    return found
