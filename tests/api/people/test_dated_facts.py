"""Facts of a person with the days from which they hold. The tests' day is 2026-11-05."""

from typing import Any

import pytest

from tests.api.clock import Clock
from tests.api.company import Company

PATH = "/v1/employees/1"
RED, BLUE, GREEN = ({"value": value} for value in ("red", "blue", "green"))


def since(day: str | None, entry: dict[str, str]) -> dict[str, Any]:
    return {"from": day, **entry}


def teams(company: Company) -> tuple[str | None, list[dict[str, Any]]]:
    """The team of today, and the teams with their days."""
    found = company.hr.get(PATH).ok()
    return found["team"], found["dated"]["team"]


@pytest.fixture
def ann(acme: Company) -> Company:
    acme.hr.put(PATH, {"name": "Ann", "team": "red"}).ok(201)
    return acme


def test_a_newcomers_value_always_held_and_a_change_holds_from_today(ann: Company) -> None:
    assert teams(ann) == ("red", [since(None, RED)])
    ann.hr.patch(PATH, {"team": "blue"}).ok()
    assert teams(ann) == ("blue", [since(None, RED), since("2026-11-05", BLUE)])


def test_today_is_the_companys_day(ann: Company, clock: Clock) -> None:
    """16:30 UTC is the next day, 00:30, in Shanghai."""
    clock.advance(hours=8, minutes=30)
    ann.hr.patch(PATH, {"team": "blue"}).ok()
    assert teams(ann)[1][1] == since("2026-11-06", BLUE)


def test_a_value_with_a_day_holds_from_that_day_until_the_next_entry(ann: Company) -> None:
    ann.hr.patch(PATH, {"team": "blue", "effective_from": "2026-12-01"}).ok()
    assert teams(ann)[0] == "red"
    ann.hr.patch(PATH, {"team": "green", "effective_from": "2026-10-16"}).ok()
    assert teams(ann) == (
        "green",
        [since(None, RED), since("2026-10-16", GREEN), since("2026-12-01", BLUE)],
    )
    ann.hr.patch(PATH, {"team": "blue", "effective_from": None}).ok()
    assert teams(ann)[1][0] == since(None, BLUE)


def test_a_day_that_comes_changes_team_status_filters_and_sight_without_a_write(
    ann: Company, clock: Clock
) -> None:
    ann.hr.patch(PATH, {"team": "blue", "effective_from": "2026-11-07"}).ok()
    ann.hr.patch(PATH, {"joined_on": "2025-01-01", "left_on": "2026-11-08"}).ok()
    before = ann.hr.get(PATH)
    revision = before.etag.partition("-")[0]

    def listed(**query: str) -> int:
        return len(ann.hr.get("/v1/employees", query=query).ok()["items"])

    assert ann.supervisor.get(PATH).ok()["team"] == "red"
    clock.advance(days=2)
    assert listed(team="blue") == 1
    assert listed(team="red") == 0
    ann.supervisor.get(PATH).problem(404)
    assert listed(status="left") == 0  # the last day belongs to the employment
    clock.advance(days=2)
    assert listed(status="left") == 1
    after = ann.hr.get(PATH, headers={"If-None-Match": before.etag})
    assert (after.ok()["status"], after.json["team"]) == ("left", "blue")
    assert after.etag.partition("-")[0] == revision
    assert after.json["updated_at"] == before.json["updated_at"]


def test_the_whole_list_corrects_the_past(ann: Company) -> None:
    entries = [since("2026-11-01", GREEN), since("2026-10-16", BLUE), since("2026-10-20", BLUE)]
    ann.hr.patch(PATH, {"dated": {"team": entries}}).ok()
    assert teams(ann) == ("green", [since("2026-10-16", BLUE), since("2026-11-01", GREEN)])
    ann.hr.patch(PATH, {"dated": {"team": []}}).ok()
    assert teams(ann) == (None, [])


def test_a_share_is_an_exact_decimal_from_0_to_1(ann: Company) -> None:
    assert ann.hr.patch(PATH, {"fte": "0.333333333333"}).ok()["fte"] == "0.333333333333"
    assert ann.hr.patch(PATH, {"fte": "0.50"}).ok()["fte"] == "0.5"
    for share in ("1.1", "-0.1"):
        ann.hr.patch(PATH, {"fte": share}).problem(422)


def test_a_level_is_one_of_the_companys_ladder(ann: Company) -> None:
    def levels(*codes: str) -> None:
        ladder = [{"code": code, "names": {"zh": "级", "en": code}} for code in codes]
        ann.admin.patch("/v1/tenant", {"job_levels": ladder}, if_match="*").ok()

    (fault,) = ann.hr.patch(PATH, {"level": "p1"}).problem(422)["errors"]
    assert (fault["pointer"], fault["code"]) == ("/level", "unknown_level")
    levels("p1", "p2")
    assert ann.admin.get("/v1/tenant").ok()["job_levels"][0]["code"] == "p1"
    assert ann.hr.patch(PATH, {"level": "p1"}).ok()["level"] == "p1"
    wanted = {
        "dated": {"level": [since(None, {"value": "p1"}), since("2026-01-01", {"value": "x"})]}
    }
    (fault,) = ann.hr.patch(PATH, wanted).problem(422)["errors"]
    assert (fault["pointer"], fault["code"]) == ("/dated/level/1/value", "unknown_level")
    # Who has a level keeps it when it is taken from the ladder.
    levels("p2")
    assert ann.hr.patch(PATH, {"level": "p1", "name": "An"}).ok()["level"] == "p1"


def test_stage_and_scheme_are_dated_too(ann: Company) -> None:
    facts = {"stage": "mentored", "scheme": "desk", "effective_from": "2026-10-01"}
    found = ann.hr.patch(PATH, facts).ok()
    assert (found["stage"], found["scheme"]) == ("mentored", "desk")
    assert found["dated"]["scheme"] == [since("2026-10-01", {"value": "desk"})]
    problem = ann.hr.patch(PATH, {"stage": "expert", "scheme": "Not A Code"}).problem(422)
    assert {one["pointer"] for one in problem["errors"]} == {"/stage", "/scheme"}


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ({"joined_on": "2026-02-01", "left_on": "2026-01-31"}, ("/left_on", "left_before_joined")),
        (
            {"employments": [{"joined_on": "2026-01-01"}, {"joined_on": "2026-02-01"}]},
            ("/employments/1", "employments_overlap"),
        ),
        ({"employments": [], "left_on": "2026-01-01"}, ("/left_on", "named_twice")),
        (
            {"leave": [{"from": "2026-01-01", "to": "2026-01-31"}, {"from": "2026-01-31"}]},
            ("/leave/1", "leaves_overlap"),
        ),
        ({"leave": [{"from": "2026-01-02", "to": "2026-01-01"}]},
         ("/leave/0/to", "ends_before_it_begins")),
        ({"leave": [{"from": "2026-01-02", "reason": "x"}]}, ("/leave/0/reason", "unknown_member")),
        ({"leave": [{"from": f"2{n:03d}-01-01", "to": f"2{n:03d}-01-02"} for n in range(101)]},
         ("/leave", "wrong_count")),
        ({"team": "a", "dated": {"team": []}}, ("/dated/team", "named_twice")),
        ({"dated": {"fte": [{"value": "1"}, {"from": None, "value": "0"}]}},
         ("/dated/fte/1/from", "named_twice")),
    ],
)  # fmt: skip
def test_days_that_cannot_be_are_told_at_their_place(
    ann: Company, body: dict[str, Any], fault: tuple[str, str]
) -> None:
    problem = ann.hr.patch(PATH, body).problem(422)
    assert [(one["pointer"], one["code"]) for one in problem["errors"]] == [fault]


def test_a_fact_has_at_most_a_hundred_entries(ann: Company) -> None:
    days = [f"20{year:02d}-{month:02d}-01" for year in range(9) for month in range(1, 13)][:99]
    entries = [since(day, {"value": f"t{place}"}) for place, day in enumerate(days)]
    ann.hr.patch(PATH, {"dated": {"team": entries}}).ok()
    ann.hr.patch(PATH, {"team": "a", "effective_from": "2020-01-01"}).ok()
    problem = ann.hr.patch(PATH, {"team": "b"}).problem(422)
    assert [(one["pointer"], one["code"]) for one in problem["errors"]] == [
        ("/team", "too_many_entries")
    ]


def test_status_follows_from_the_days_unless_it_is_set_against_them(ann: Company) -> None:
    def status(**body: Any) -> str:
        return str(ann.hr.patch(PATH, body).ok()["status"])

    assert status(joined_on="2025-01-01", left_on="2026-11-04") == "left"
    assert status(left_on="2026-11-05") == "active"
    assert status(status="left") == "left"
    assert status(name="Ann B.") == "left"
    assert status(status=None) == "active"
    assert status(status="left") == "left"
    # Once the days say it too, it follows them again.
    assert status(left_on="2026-10-31") == "left"
    assert status(left_on=None) == "active"


def test_who_left_before_days_were_known_stays_left_when_they_come(ann: Company) -> None:
    ann.hr.patch(PATH, {"status": "left"}).ok()
    assert ann.hr.patch(PATH, {"joined_on": "2020-01-01"}).ok()["status"] == "left"


def test_a_return_adds_an_employment(ann: Company) -> None:
    ann.hr.patch(PATH, {"joined_on": "2025-01-01", "left_on": "2026-06-30"}).ok()
    back = ann.hr.post(f"{PATH}/rehire", {"joined_on": "2026-11-02", "team": "blue"}).ok()
    assert (back["status"], back["joined_on"], back["left_on"]) == ("active", "2026-11-02", None)
    assert back["employments"] == [
        {"joined_on": "2025-01-01", "left_on": "2026-06-30"},
        {"joined_on": "2026-11-02", "left_on": None},
    ]
    assert back["dated"]["team"] == [since(None, RED), since("2026-11-02", BLUE)]


def test_a_return_says_when_the_employment_before_ended_if_nobody_knows(ann: Company) -> None:
    ann.hr.patch(PATH, {"joined_on": "2025-01-01", "status": "left"}).ok()
    again = {"joined_on": "2026-11-02"}
    (fault,) = ann.hr.post(f"{PATH}/rehire", again).problem(422)["errors"]
    assert (fault["pointer"], fault["code"]) == ("/left_on", "left_on_unknown")
    back = ann.hr.post(f"{PATH}/rehire", {**again, "left_on": "2026-03-31"}).ok()
    assert [one["left_on"] for one in back["employments"]] == ["2026-03-31", None]


def test_leaves_are_for_those_who_see_the_whole_company(ann: Company) -> None:
    leave = [{"from": "2026-10-01", "to": "2026-10-31", "protected": True}]
    ann.hr.patch(PATH, {"leave": leave}).ok()
    agent = ann.with_role("agent", employee_id="1")
    for caller in (ann.admin, ann.hr, ann.auditor):
        assert caller.get(PATH).ok()["leave"] == leave
    for caller in (ann.supervisor, agent):
        assert caller.get(PATH).ok()["leave"] is None
    assert ann.supervisor.get("/v1/employees").ok()["items"][0]["leave"] is None


def test_a_deleted_person_has_none_of_it(ann: Company) -> None:
    facts = {"fte": "0.5", "joined_on": "2025-01-01", "leave": [{"from": "2026-01-01"}]}
    ann.hr.patch(PATH, facts).ok()
    ann.hr.delete(PATH).ok(204)
    (gone,) = ann.hr.get("/v1/employees", query={"status": "deleted"}).ok()["items"]
    assert (gone["fte"], gone["employments"], gone["leave"], gone["team"]) == (None, [], [], None)
    assert gone["dated"]["team"] == []


def test_the_days_of_the_last_of_several_employments_are_not_emptied_by_a_put(
    acme: Company,
) -> None:
    """Nor is an end asked for that the last one does not have."""
    two = [{"joined_on": "2025-01-01", "left_on": "2025-12-31"}, {"joined_on": "2026-03-01"}]
    acme.hr.put("/v1/employees/3", {"name": "Cy", "employments": two}).ok(201)

    acme.hr.put("/v1/employees/3", {"name": "Cy", "joined_on": "2026-03-02"}).ok()

    emptied = {"name": "Cy", "joined_on": None, "left_on": None}
    problem = acme.hr.put("/v1/employees/3", emptied).problem(422)
    assert [fault["code"] for fault in problem["errors"]] == ["employments_overlap"]
    found = acme.hr.get("/v1/employees/3").ok()
    assert [one["joined_on"] for one in found["employments"]] == ["2025-01-01", "2026-03-02"]
