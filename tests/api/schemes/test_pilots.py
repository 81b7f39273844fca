"""Pilots: a version that scores chosen teams, and whose results count nowhere.

The desk scheme pays by a target of 30 s; the pilot uses 20 s for team red.
Ann, 40 s and 88 %: 32 + 56 = 88, good, 1.1; by the pilot two steps over, 24 + 56 = 80, good.
Bob, 50 s and 88 %: 24 + 56 = 80, good; by the pilot 16 + 56 = 72, poor, 0.6.
"""

from typing import Any

import pytest

from tests.api.company import Company
from tests.api.schemes.documents import FIRST_TARGET, scheme
from tests.api.schemes.test_publishing import released
from tests.api.uploads.sending import Desk, csv_of
from tests.api.world import World

MONTH = csv_of(
    "1001,Ann,red,4000,100,88,100",
    "1002,Bob,red,5000,100,88,100",
    "1003,Cy,blue,2000,100,70,100",
)
PILOT = "scheme=desk&pilot=2"


@pytest.fixture
def trial(acme: Company, desk: Desk) -> Desk:
    """Version 1 is in effect since January; version 2 is a pilot for team red from October."""
    body = {"effective_from": "2026-10", "teams": ["red"]}
    released(acme.admin, "pilot", target="20", **body).ok(201)
    return desk


def results(company: Company, query: str = "") -> list[tuple[str, str, str, str]]:
    found = company.hr.get(f"/v1/periods/2026-10/scorecards?{query}").ok()["items"]
    return [(one["employee_id"], one["total"], one["grade"], one["state"]) for one in found]


def pilots_upload(company: Company) -> dict[str, Any]:
    items = company.hr.get("/v1/uploads?scheme=desk").ok()["items"]
    (found,) = [one for one in items if one["pilot_of"] is not None]
    return dict(found)


@pytest.mark.long
def test_the_pilots_teams_are_scored_a_second_time_and_everybody_as_ever(
    acme: Company, trial: Desk
) -> None:
    trial.send(MONTH)

    assert results(acme, PILOT) == [
        ("1001", "80.00", "good", "pilot"),
        ("1002", "72.00", "poor", "pilot"),
    ]
    assert results(acme) == [
        ("1001", "88.00", "good", "provisional"),
        ("1002", "80.00", "good", "provisional"),
        ("1003", "60.00", "poor", "provisional"),
    ]


def test_a_pilots_card_is_explained_by_the_version_on_trial(acme: Company, trial: Desk) -> None:
    trial.send(MONTH)

    path = "/v1/employees/1002/scorecards/2026-10"
    card = acme.hr.get(f"{path}?{PILOT}&explain=true").ok()

    assert (card["scheme"]["code"], card["scheme"]["version"]) == ("desk", 2)
    assert (card["total"], card["state"], card["rank"]) == ("72.00", "pilot", None)
    assert card["lines"][0]["target"] == "20"
    assert acme.hr.get(path).ok()["total"] == "80.00"
    acme.hr.get(f"{path}?pilot=2").problem(422)
    acme.hr.get(f"{path}?scheme=desk&pilot=1").problem(404)


def test_a_pilot_is_in_no_list_rank_plan_or_payroll(acme: Company, trial: Desk) -> None:
    trial.send(MONTH)

    cards = acme.hr.get("/v1/periods/2026-10/scorecards").ok()["items"]
    assert [one["rank"]["of"] for one in cards] == [3, 3, 3]
    own = acme.hr.get("/v1/employees/1002/scorecards").ok()["items"]
    assert [(one["total"], one["state"]) for one in own] == [("80.00", "provisional")]
    periods = acme.hr.get("/v1/periods").ok()["items"]
    assert [(one["period"], one["scheme"], one["scorecards"]) for one in periods] == [
        ("2026-10", "desk", 3)
    ]
    paid = acme.hr.get("/v1/periods/2026-10/bonus-coefficients").ok()["items"]
    assert [(one["employee_id"], one["coefficient"]) for one in paid] == [
        ("1001", "1.1"),
        ("1002", "1.1"),
        ("1003", "0.6"),
    ]
    plans = acme.hr.get("/v1/improvement-plans").ok()["items"]
    assert {one["employee_id"] for one in plans} == {"1003"}


def test_the_pilots_upload_tells_of_the_file_that_it_scored(acme: Company, trial: Desk) -> None:
    upload = trial.send(MONTH)

    own = pilots_upload(acme)

    assert (own["pilot_of"], own["scheme"], own["version"]) == (upload["id"], "desk", 2)
    assert (own["status"], own["counts"]["rows"], own["counts"]["scored"]) == ("completed", 3, 2)
    assert own["sha256"] == upload["sha256"]
    assert upload["id"] in acme.hr.get(f"/v1/uploads/{own['id']}").ok()["file_url"]


def test_a_column_that_only_the_pilot_needs_stops_the_pilot_alone(
    acme: Company, desk: Desk
) -> None:
    exam = {
        "code": "exam",
        "name": "Exam",
        "max_points": "10",
        "target": "80",
        "value": {"kind": "metric", "column": "exam_mark"},
        "rule": {"kind": "pass_fail"},
    }
    document = scheme(
        {
            "/dimensions/0/indicators/2": exam,
            "/dimensions/0/indicators/0/max_points": "30",
        }
    )
    acme.admin.put("/v1/schemes/desk", document, if_match="*").ok()
    body = {"effective_from": "2026-10", "teams": ["red"]}
    acme.admin.post("/v1/schemes/desk/pilot", body, if_match="*").ok(201)

    upload = desk.send(MONTH)

    assert upload["status"] == "completed"
    assert len(results(acme)) == 3
    own = pilots_upload(acme)
    assert (own["status"], own["reason"]["code"]) == ("rejected", "missing_columns")
    assert "exam_mark" in own["reason"]["message"]


def test_a_scheme_can_be_piloted_before_it_was_ever_published(acme: Company, world: World) -> None:
    body = {"effective_from": "2026-10", "effective_until": "2026-10", "teams": ["red"]}
    released(acme.admin, "pilot", target="20", **body).ok(201)
    trial = Desk(world, acme.hr, "acme")

    upload = trial.send(MONTH)

    assert (upload["status"], upload["version"]) == ("completed", None)
    assert upload["counts"] == {
        "rows": 0,
        "scored": 0,
        "failed": 0,
        "insufficient": 0,
        "new_people": 0,
    }
    assert [one[0] for one in results(acme, "scheme=desk&pilot=1")] == ["1001", "1002"]
    assert results(acme) == []
    late = {"scheme": "desk", "period": "2026-11", "filename": "month.csv"}
    acme.hr.post("/v1/uploads", late).problem(422)


def test_who_may_see_a_pilot(acme: Company, trial: Desk) -> None:
    trial.send(MONTH)
    blue = acme.with_role("supervisor", team="blue")
    path = f"/v1/employees/1001/scorecards/2026-10?{PILOT}"

    assert acme.supervisor.get(path).ok()["total"] == "80.00"
    assert acme.auditor.get(path).ok()["total"] == "80.00"
    blue.get(path).problem(404)
    acme.agent.get(path).problem(404)


def test_the_team_of_the_register_counts_where_the_file_names_none(
    acme: Company, trial: Desk
) -> None:
    assert acme.hr.put("/v1/employees/1001", {"name": "Ann", "team": "red"}).status == 201

    trial.send(csv_of("1001,Ann,,4000,100,88,100", "1002,Bob,,5000,100,88,100"))

    assert [one[0] for one in results(acme, PILOT)] == ["1001"]


def test_bad_rows_of_other_teams_are_not_the_pilots(acme: Company, trial: Desk) -> None:
    for employee_id, team in (("1001", "red"), ("1003", "blue")):
        body = {"name": employee_id, "team": team}
        assert acme.hr.put(f"/v1/employees/{employee_id}", body).status == 201

    trial.send(csv_of("1001,Ann,red,many,100,88,100", "1003,Cy,blue,many,100,70,100"))

    own = pilots_upload(acme)
    errors = acme.hr.get(f"/v1/uploads/{own['id']}/errors").ok()["items"]
    assert [one["row"] for one in errors] == [2]


def test_sending_the_event_again_changes_nothing(acme: Company, trial: Desk) -> None:
    upload = trial.announce()
    event = trial.put(upload, MONTH)
    trial.deliver(event)
    before = trial.world.kept()

    trial.deliver(event)

    assert trial.world.kept() == before


def test_a_corrected_file_makes_a_new_revision_of_the_pilots_card_too(
    acme: Company, trial: Desk
) -> None:
    trial.send(MONTH)
    trial.send(csv_of("1002,Bob,red,2000,100,90,100"))

    path = f"/v1/employees/1002/scorecards/2026-10?{PILOT}"
    card = acme.hr.get(path).ok()
    former = acme.hr.get(f"{path}&revision=1").ok()

    assert (card["revision"], card["total"]) == (2, "100.00")
    assert (former["total"], former["state"]) == ("72.00", "superseded")


def test_a_pilot_that_was_retired_scores_no_more(acme: Company, trial: Desk) -> None:
    body = {"version": 2, "effective_from": "2026-10"}
    acme.admin.post("/v1/schemes/desk/retire", body, if_match="*").ok()

    trial.send(MONTH)

    assert results(acme, PILOT) == []
    assert len(results(acme)) == 3


def test_growth_in_a_pilot_goes_by_the_schemes_results_of_the_month_before(
    acme: Company, desk: Desk
) -> None:
    place = "/dimensions/0/indicators/1"
    growth = {"kind": "growth", "of": {"kind": "metric", "column": "solved"}}
    line = {"kind": "linear", "zero_at": "0", "full_at": "50"}
    document = scheme({f"{place}/value": growth, f"{place}/rule": line, FIRST_TARGET: "40"})
    acme.admin.put("/v1/schemes/desk", document, if_match="*").ok()
    body = {"effective_from": "2026-10", "teams": ["red"]}
    acme.admin.post("/v1/schemes/desk/pilot", body, if_match="*").ok(201)
    desk.send(csv_of("1001,Ann,red,4000,100,80,100"), period="2026-09")

    desk.send(csv_of("1001,Ann,red,4000,100,88,100"))

    # 40 s meets the pilot's target, 40; from 80 to 88 is a fifth of the way to 50 %: 12 of 60.
    assert [one[1] for one in results(acme, PILOT)] == ["52.00"]


def test_only_the_chosen_teams_are_named_when_piloting(acme: Company) -> None:
    acme.admin.post("/v1/schemes", scheme()).ok(201)
    path = "/v1/schemes/desk/pilot"

    acme.admin.post(path, {"effective_from": "2026-10"}, if_match="*").problem(422)
    none: dict[str, Any] = {"effective_from": "2026-10", "teams": []}
    acme.admin.post(path, none, if_match="*").problem(422)
    body = {"effective_from": "2026-10", "teams": ["red", "red", "blue"]}
    made = acme.admin.post(path, body, if_match="*").ok(201)
    assert (made["state"], made["pilot"], made["teams"]) == ("pilot", True, ["red", "blue"])
