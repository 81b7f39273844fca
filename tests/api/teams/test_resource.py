"""/v1/teams: names in two languages, aliases, leaders; what may be deleted."""

from chalicelib.teams.canonical import canonical
from chalicelib.tenancy.platform import Platform
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.worker import worker_in

BLUE = {"names": {"zh": "蓝队", "en": "Blue"}}


def test_a_team_is_made_read_changed_and_deleted(acme: Company) -> None:
    acme.hr.put("/v1/employees/1001", {"name": "Ann"}).ok(201)
    body = {
        **BLUE,
        "code": "t-01",
        "aliases": ["The Blues", "BLUE "],
        "department": {"code": "sales", "names": "Sales"},
        "head": {"employee_id": "1001"},
        "supervisors": [{"employee_id": "1001"}],
    }
    made = acme.hr.post("/v1/teams", body)
    team = made.ok(201)
    assert made.headers["location"] == "/v1/teams/t-01"
    # The company's language is English, so results will say Blue. BLUE is Blue already.
    assert (team["text"], team["aliases"], team["status"]) == ("Blue", ["The Blues"], "active")
    assert team["head"] == {"employee_id": "1001"} == team["supervisors"][0]
    assert team["department"] == {"code": "sales", "names": {"zh": "Sales", "en": "Sales"}}
    read = acme.auditor.get("/v1/teams/t-01")
    assert read.ok() == team

    acme.hr.patch("/v1/teams/t-01", {"aliases": []}).problem(428, "etag_required")
    changed = acme.hr.patch(
        "/v1/teams/t-01", {"aliases": [], "head": None}, if_match=read.headers["etag"]
    ).ok()
    assert (changed["aliases"], changed["head"]) == ([], None)
    # What was not sent stays.
    assert changed["supervisors"] == team["supervisors"]
    stale = acme.hr.patch("/v1/teams/t-01", {"head": None}, if_match=read.headers["etag"])
    stale.problem(412, "stale_etag")

    acme.hr.delete("/v1/teams/t-01", if_match="*").ok(204)
    acme.hr.get("/v1/teams/t-01").problem(404, "not_found")
    gone = acme.hr.get("/v1/teams", query={"status": "deleted"}).ok()["items"]
    assert [(one["code"], one["supervisors"]) for one in gone] == [("t-01", [])]


def test_a_repeated_request_makes_one_team(acme: Company) -> None:
    first = acme.hr.post("/v1/teams", BLUE, idempotency_key="a").ok(201)
    assert acme.hr.post("/v1/teams", BLUE, idempotency_key="a").ok(201) == first
    acme.hr.post("/v1/teams", BLUE).problem(409, "team_name_taken")
    acme.hr.post("/v1/teams", {"names": "Green", "code": "blue"}).problem(409, "team_exists")


def test_a_name_alias_or_code_that_folds_to_another_teams_is_refused(acme: Company) -> None:
    acme.hr.post("/v1/teams", {**BLUE, "code": "t-01", "aliases": ["B1"]}).ok(201)
    for names in ("ｂｌｕｅ", " 蓝队 ", "b1", "T-01"):
        problem = acme.hr.post("/v1/teams", {"names": names, "code": "other"})
        assert problem.problem(409, "team_name_taken")["team_code"] == "t-01"
    named = acme.hr.post("/v1/teams", {"names": "Green", "code": "blue"})
    named.problem(409, "team_name_taken")
    acme.hr.post("/v1/teams", {"names": "Green", "aliases": ["B 1"]}).ok(201)
    patched = acme.hr.patch("/v1/teams/green", {"aliases": ["Ｂ１"]}, if_match="*")
    assert patched.problem(409, "team_name_taken")["name"] == "Ｂ１"
    # Given up, it is free.
    acme.hr.patch("/v1/teams/t-01", {"aliases": []}, if_match="*").ok()
    acme.hr.patch("/v1/teams/green", {"aliases": ["Ｂ１"]}, if_match="*").ok()


def test_a_former_name_still_leads_to_the_team(acme: Company, platform: Platform) -> None:
    acme.hr.post("/v1/teams", BLUE).ok(201)
    acme.hr.patch("/v1/teams/blue", {"names": "Azure"}, if_match="*").ok()
    with worker_in(platform, "acme") as context:
        found = canonical(context, ["蓝队", "azure", "Blue"])
    # Results keep the text that the team was made with.
    assert set(found.values()) == {("blue", "Blue")}
    assert acme.hr.get("/v1/teams/blue").ok()["aliases"] == ["蓝队"]


def test_a_code_that_the_company_chose_is_one_of_the_teams_names(
    acme: Company, platform: Platform
) -> None:
    acme.hr.post("/v1/teams", {**BLUE, "code": "t-01"}).ok(201)
    with worker_in(platform, "acme") as context:
        assert canonical(context, ["T-01"])["T-01"] == ("t-01", "Blue")


def test_leaders_are_people_of_the_register(acme: Company) -> None:
    body = {**BLUE, "head": {"employee_id": "77"}, "supervisors": [{"employee_id": "78"}]}
    problem = acme.hr.post("/v1/teams", body).problem(422, "invalid_request")
    assert [(one["pointer"], one["code"]) for one in problem["errors"]] == [
        ("/head/employee_id", "unknown_employee"),
        ("/supervisors/0/employee_id", "unknown_employee"),
    ]


def test_a_team_that_something_names_is_archived_and_not_deleted(acme: Company) -> None:
    """It names examples, so that somebody can see who is meant."""
    acme.hr.post("/v1/teams", BLUE).ok(201)
    acme.hr.put("/v1/employees/1001", {"team": "BLUE"}).ok(201)
    problem = acme.hr.delete("/v1/teams/blue").problem(409, "team_in_use")
    assert (problem["people"], problem["periods"]) == (["1001"], [])

    acme.hr.patch("/v1/teams/blue", {"status": "archived"}, if_match="*").ok()
    assert acme.hr.get("/v1/teams", query={"status": "active"}).ok()["items"] == []
    # It stays the team of its people.
    assert acme.hr.put("/v1/employees/1002", {"team": "blue"}).ok(201)["team_code"] == "blue"


def test_the_list_is_filtered_by_name_department_and_change(acme: Company, clock: Clock) -> None:
    sales = {"code": "sales", "names": "Sales"}
    acme.hr.post("/v1/teams", {**BLUE, "department": sales}).ok(201)
    clock.advance(hours=1)
    later = clock.now.isoformat()
    acme.hr.post("/v1/teams", {"names": "Green"}).ok(201)

    def codes(**query: str) -> list[str]:
        return [one["code"] for one in acme.hr.get("/v1/teams", query=query).ok()["items"]]

    assert codes() == ["blue", "green"]
    assert codes(team=" 蓝队") == codes(department="sales") == codes(team="blue") == ["blue"]
    assert codes(modified_since=later) == ["green"]
    assert codes(team="nobody's") == []


def test_a_supervisor_sees_the_own_team(acme: Company) -> None:
    acme.hr.post("/v1/teams", {"names": "RED", "code": "t-9"}).ok(201)
    acme.hr.post("/v1/teams", BLUE).ok(201)
    shown = acme.supervisor.get("/v1/teams").ok()["items"]
    assert [one["code"] for one in shown] == ["t-9"]
    acme.supervisor.get("/v1/teams/t-9").ok()
    acme.supervisor.get("/v1/teams/blue").problem(404, "not_found")
