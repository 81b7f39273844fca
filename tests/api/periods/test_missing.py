"""Who is missing in a period: whoever is expected by the dated facts, and has no result."""

import pytest

from chalicelib.publication import kept_check, missing
from tests.api.company import Company
from tests.api.periods.dated import Facts, facts_in, since
from tests.api.uploads.sending import SCHEME, Desk, csv_of, published

ANN = "1001,Ann,red,4000,100,88,100"
TEAMS = {"1001": "red", "1002": "red", "1003": "blue"}


@pytest.fixture
def facts(acme: Company, desk: Desk) -> Facts:
    published(acme, {**SCHEME, "code": "phone"})
    for one, team in TEAMS.items():
        acme.hr.put(f"/v1/employees/{one}", {"name": "Ann", "team": team}).ok(201)
    desk.send(csv_of(ANN))
    return facts_in(acme)


def named(desk: Desk, scheme: str = "desk") -> list[str]:
    (found,) = desk.caller.get(f"/v1/periods/2026-10?scheme={scheme}").ok()["schemes"]
    people = found["missing"]["employees"]
    assert found["missing"]["count"] == len(people)
    return [one["employee_id"] for one in people]


def test_whoever_joined_later_or_left_before_is_not_missing(desk: Desk, facts: Facts) -> None:
    facts("1002", employments=[{"joined_on": "2026-11-01"}])
    facts("1003", employments=[{"left_on": "2026-09-30"}])
    assert named(desk) == []


def test_whoever_left_in_the_month_is_missing_in_the_team_of_the_last_day(
    desk: Desk, facts: Facts
) -> None:
    facts(
        "1002",
        status="left",
        dated={"team": since((None, "green"), ("2026-10-10", "red"))},
        employments=[{"left_on": "2026-10-09"}],
    )
    (found,) = desk.caller.get("/v1/periods/2026-10").ok()["schemes"]
    teams = {one["employee_id"]: one["team"] for one in found["missing"]["employees"]}
    assert teams == {"1002": "green", "1003": "blue"}


def test_whoever_is_on_leave_for_the_whole_month_is_not_missing(desk: Desk, facts: Facts) -> None:
    facts("1002", leave=[{"from": "2026-09-15", "to": "2026-10-31", "protected": True}])
    facts("1003", leave=[{"from": "2026-09-15", "to": "2026-10-30", "protected": True}])
    assert named(desk) == ["1003"]


def test_with_a_scheme_on_the_register_this_one_alone_expects_the_person(
    desk: Desk, facts: Facts
) -> None:
    facts("1001", dated={"scheme": since((None, "phone"))})
    facts("1002", dated={"scheme": since((None, "phone"), ("2026-10-31", "desk"))})
    # 1001 has a result by desk, and misses that of phone; 1003 has neither scheme nor result.
    assert named(desk) == ["1002", "1003"]
    assert named(desk, "phone") == ["1001", "1003"]


def test_without_a_scheme_on_the_register_a_result_by_any_scheme_will_do(
    desk: Desk, facts: Facts
) -> None:
    desk.send(csv_of("1002,Bob,red,4000,100,88,100"), scheme="phone")
    assert named(desk) == ["1003"]
    assert named(desk, "phone") == ["1003"]
    facts("1003", status="left")
    assert named(desk) == []


def test_a_large_register_is_walked_when_the_period_is_settled(
    desk: Desk, acme: Company, facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (missing, kept_check):
        monkeypatch.setattr(module, "MOST_AT_ONCE", 2)
    (found,) = desk.caller.get("/v1/periods/2026-10").ok()["schemes"]
    assert (found["missing"]["count"], found["missing"]["as_of"]) == (None, None)
    assert found["register"] is None

    desk.send(csv_of(ANN))
    settled = desk.caller.get("/v1/periods/2026-10").ok()["schemes"][0]
    facts("1003", employments=[{"left_on": "2026-09-30"}])
    (found,) = desk.caller.get("/v1/periods/2026-10").ok()["schemes"]

    # The count is of the settling; the people are those among the first two of today.
    assert found["missing"]["count"] == settled["missing"]["count"] == 2
    assert found["missing"]["as_of"] == settled["missing"]["as_of"]
    assert [one["employee_id"] for one in found["missing"]["employees"]] == ["1002"]
    (own,) = acme.supervisor.get("/v1/periods/2026-10").ok()["schemes"]
    assert (own["missing"]["count"], own["register"]) == (1, None)


def test_the_later_of_two_schemes_tells_who_has_two_results(
    desk: Desk, facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (missing, kept_check):
        monkeypatch.setattr(module, "MOST_AT_ONCE", 2)
    desk.send(csv_of(ANN))
    desk.send(csv_of(ANN), scheme="phone")

    for scheme in ("desk", "phone"):
        body = {"scheme": scheme}
        refused = desk.caller.post("/v1/periods/2026-10/publish", body).problem(409)
        assert (refused["code"], refused["several_results"]) == ("several_results", 1)
        assert refused["as_of"]
        # Of a large register the people are those among its first two of now.
        assert [one["employee_id"] for one in refused["employees"]] == ["1001"]
        # 1002 and 1003 have a result by neither.
        accepted = {**body, "accept": {"several_results": 1, "missing": 2}}
        desk.caller.post("/v1/periods/2026-10/publish", accepted).ok()


def test_publishing_and_locking_name_who_is_missing_and_take_their_number(
    desk: Desk, acme: Company, facts: Facts
) -> None:
    path, body = "/v1/periods/2026-10", {"scheme": "desk"}
    for step in ("publish", "lock"):
        for accept in ({}, {"missing": 1}, {"missing": 3}):
            refused = desk.caller.post(f"{path}/{step}", {**body, "accept": accept}).problem(409)
            assert (refused["code"], refused["missing_people"]) == ("missing_people", 2)
            assert refused["employees"] == [
                {"employee_id": "1002", "employee_name": "Ann", "team": "red"},
                {"employee_id": "1003", "employee_name": "Ann", "team": "blue"},
            ]
        board = desk.caller.get(f"{path}/board?scheme=desk").ok()
        assert board["obstacles"] == [{"code": "missing_people", "count": 2, "accept": "missing"}]
        desk.caller.post(f"{path}/{step}", {**body, "accept": {"missing": 2}}).ok()
    events = acme.admin.get("/v1/audit-events?limit=200").ok()["items"]
    taken = [one["after"] for one in events if one["action"].startswith("periods.")]
    assert [one["accepted_missing"] for one in taken if "accepted_missing" in one] == [2, 2]


def test_of_a_large_register_they_are_those_of_the_settling(
    desk: Desk, facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (missing, kept_check):
        monkeypatch.setattr(module, "MOST_AT_ONCE", 2)
    desk.send(csv_of(ANN))
    facts("1003", employments=[{"left_on": "2026-09-30"}])

    refused = desk.caller.post("/v1/periods/2026-10/publish", {"scheme": "desk"}).problem(409)
    assert (refused["missing_people"], refused["as_of"] is None) == (2, False)
    # Of a large register the people named are those among the first two of today.
    assert [one["employee_id"] for one in refused["employees"]] == ["1002"]


def test_a_walk_without_time_is_made_by_the_next_run(
    desk: Desk, facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (missing, kept_check):
        monkeypatch.setattr(module, "MOST_AT_ONCE", 2)
    # Three people and a result need 4,000 s, more than any run has.
    monkeypatch.setattr(kept_check, "PER_SECOND", 0.001)
    upload = desk.announce()
    desk.run_once(desk.message(desk.put(upload, csv_of(ANN))))
    assert desk.caller.get(f"/v1/uploads/{upload['id']}").ok()["status"] == "processing"

    (following,) = desk.world.messages("uploads")
    desk.run_once(following)

    assert desk.caller.get(f"/v1/uploads/{upload['id']}").ok()["status"] == "completed"
    (found,) = desk.caller.get("/v1/periods/2026-10").ok()["schemes"]
    assert found["missing"]["count"] == 2
