"""A period as the API shows it: state, counts by state and grade, people without a result."""

from tests.api.company import Company
from tests.api.uploads.sending import Desk


def test_a_period_counts_its_results_by_state_and_grade(october: Desk) -> None:
    (found,) = october.caller.get("/v1/periods").ok()["items"]

    assert (found["period"], found["scheme"], found["state"]) == ("2026-10", "desk", "provisional")
    assert found["scorecards"] == 3
    assert found["states"] == {"provisional": 2, "insufficient_data": 1}
    assert found["grades"] == {"good": 1, "poor": 1}
    assert found["busy"] is False


def test_active_employees_without_a_result_are_missing(october: Desk, acme: Company) -> None:
    acme.hr.put("/v1/employees/1000", {"name": "Di", "team": "red"}).ok(201)
    acme.hr.put("/v1/employees/2000", {"name": "Ed", "team": "blue"}).ok(201)
    acme.hr.put("/v1/employees/2001", {"name": "Fo", "status": "left"}).ok(201)

    (found,) = october.caller.get("/v1/periods/2026-10").ok()["schemes"]

    assert found["missing"]["count"] == 2
    assert found["missing"]["employees"] == [
        {"employee_id": "1000", "employee_name": "Di", "team": "red", "team_code": "red"},
        {"employee_id": "2000", "employee_name": "Ed", "team": "blue", "team_code": "blue"},
    ]


def test_before_any_upload_everybody_is_missing(desk: Desk, acme: Company) -> None:
    acme.hr.put("/v1/employees/1000", {"name": "Di"}).ok(201)

    (found,) = desk.caller.get("/v1/periods/2026-10?scheme=desk").ok()["schemes"]

    assert (found["scorecards"], found["missing"]["count"]) == (0, 1)
    desk.caller.get("/v1/periods/2026-10").problem(404)
    desk.caller.get("/v1/periods/2026-10?scheme=other").problem(404)


def test_a_supervisor_is_told_of_the_own_team_alone(october: Desk, acme: Company) -> None:
    acme.hr.put("/v1/employees/2000", {"name": "Ed", "team": "blue"}).ok(201)

    (found,) = acme.supervisor.get("/v1/periods/2026-10").ok()["schemes"]

    assert found["states"] == {"provisional": 2, "insufficient_data": 0}
    assert [team["team"] for team in found["teams"]] == ["red"]
    assert found["missing"]["count"] == 0
    blue = acme.with_role("supervisor", team="blue")
    (theirs,) = blue.get("/v1/periods").ok()["items"]
    assert (theirs["scorecards"], theirs["grades"]) == (1, {})


def test_a_corrected_file_changes_the_counts(october: Desk) -> None:
    from tests.api.uploads.sending import csv_of

    # 30 s and 90 %: both targets met, 100
    october.send(csv_of("1003,Cy,blue,3000,100,90,100"))

    (found,) = october.caller.get("/v1/periods/2026-10").ok()["schemes"]
    assert found["states"] == {"provisional": 3, "insufficient_data": 0}
    assert found["grades"] == {"good": 2, "poor": 1}


def test_what_is_no_month_names_nothing(october: Desk) -> None:
    for name in ("2026-Q4", "2026", "2026-13", "october"):
        october.caller.get(f"/v1/periods/{name}").problem(404)
