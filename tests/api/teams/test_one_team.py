"""Blue, ``blue `` and ＢＬＵＥ are one team wherever a team is named."""

from copy import deepcopy
from typing import Any

import pytest

from chalicelib.teams.keys import TEAM_NAMES, TEAMS
from tests.api.client import Api
from tests.api.company import Company
from tests.api.fixtures import Calls
from tests.api.results.waits import rows, scheme, totals
from tests.api.uploads.sending import SCHEME, Desk, csv_of, published
from tests.api.world import TABLE, World

DESK = {"scheme": "desk"}
# 40 s, 88 %: 32 + 56 = 88.00. 72 s, 80 %: 8 + 40 = 48.00.
GOOD, POOR = "4000,100,88,100", "7200,100,80,100"
BY_TEAM = {**deepcopy(SCHEME), "ranking": {"group_by": "team"}}


@pytest.fixture
def desk(acme: Company, world: World) -> Desk:
    published(acme, BY_TEAM)
    return Desk(world, acme.hr, "acme")


def cards(caller: Api, **query: Any) -> dict[str, Any]:
    found = caller.get("/v1/periods/2026-10/scorecards", query=query).ok()["items"]
    return {card["employee_id"]: card for card in found}


def positions(caller: Api) -> dict[str, tuple[int, int]]:
    return {
        one: (card["rank"]["position"], card["rank"]["of"]) for one, card in cards(caller).items()
    }


def boss(acme: Company) -> Api:
    """An administrator who is bound to a person, as a decision needs it."""
    return acme.with_role("admin", employee_id="9001")


def merged(acme: Company, code: str, into: str) -> dict[str, Any]:
    answer: dict[str, Any] = boss(acme).post(f"/v1/teams/{code}/merge", {"into": into}).ok()
    return answer


def test_three_spellings_in_a_file_are_one_team_of_three(desk: Desk, acme: Company) -> None:
    desk.send(csv_of(f"1,,Blue,{GOOD}", f"2,,blue ,{POOR}", f"3,,ＢＬＵＥ,{POOR}"))
    assert positions(acme.hr) == {"1": (1, 3), "2": (2, 3), "3": (2, 3)}
    assert {(card["team"], card["team_code"]) for card in cards(acme.hr).values()} == {
        ("Blue", "blue")
    }
    (counted,) = acme.hr.get("/v1/periods/2026-10").ok()["schemes"]
    (team,) = counted["teams"]
    assert (team["team"], team["team_code"], team["scorecards"]) == ("Blue", "blue", 3)
    people = acme.hr.get("/v1/employees").ok()["items"]
    assert {(one["team"], one["team_code"]) for one in people} == {("Blue", "blue")}


def test_a_second_file_the_register_and_a_key_write_the_team_as_the_first_did(
    desk: Desk, acme: Company
) -> None:
    desk.send(csv_of(f"1,,Blue,{GOOD}"))
    desk.send(csv_of(f"2,,BLUE,{POOR}"))
    person = acme.hr.put("/v1/employees/3", {"team": " bLUE "}).ok(201)
    batch = {"employees": [{"id": "4", "team": "BLUE"}, {"id": "5", "team": "New"}]}
    acme.hr.post("/v1/employees/batch", batch).ok()
    key = acme.admin.post("/v1/api-keys", {"role": "supervisor", "team": "blue"}).ok(201)
    assert (person["team"], person["team_code"], key["team"]) == ("Blue", "blue", "Blue")
    assert positions(acme.hr) == {"1": (1, 2), "2": (2, 2)}
    # A key by the team's code too.
    coded = acme.admin.post("/v1/api-keys", {"role": "supervisor", "team": "new"}).ok(201)
    assert coded["team"] == "New"
    assert set(cards(acme.admin.as_(key["secret"]))) == {"1", "2"}
    codes = [one["code"] for one in acme.hr.get("/v1/teams").ok()["items"]]
    assert codes == ["blue", "new"]


@pytest.mark.parametrize("named", ["blue", "ＢＬＵＥ", "蓝队", "b-1"])
def test_every_filter_takes_the_code_and_any_name(desk: Desk, acme: Company, named: str) -> None:
    names = {"zh": "蓝队", "en": "Blue"}
    acme.hr.post("/v1/teams", {"code": "b-1", "names": names, "aliases": ["blue"]}).ok(201)
    desk.send(csv_of(f"1,,蓝队,{POOR}", f"2,,red,{POOR}"))
    query = {"team": named}
    assert set(cards(acme.hr, **query)) == {"1"}
    people = acme.hr.get("/v1/employees", query=query).ok()["items"]
    plans = acme.hr.get("/v1/improvement-plans", query=query).ok()["items"]
    assert {one["id"] for one in people} == {plan["employee_id"] for plan in plans} == {"1"}
    assert {plan["team_code"] for plan in plans} == {"b-1"}
    asked = {"period": "2026-10", "team": named, "show": "all"}
    tried = acme.hr.post("/v1/schemes/desk/simulate", asked).ok()["items"]
    assert [(one["employee_id"], one["team_code"]) for one in tried] == [("1", "b-1")]


def test_a_blank_takes_the_mean_of_its_team_in_every_spelling(acme: Company, world: World) -> None:
    """60 s and 30 s: the mean is 45 s, which is 25 of 50 points; the answers are 50."""
    published(acme, scheme())
    desk = Desk(world, acme.hr, "acme")
    desk.send(rows("1001,Red,60"))
    desk.send(rows("1002,red ,30", "1003,RED,"))
    assert totals(desk)["1003"] == "75.00"


def test_a_pilot_scores_its_team_in_every_spelling(desk: Desk, acme: Company) -> None:
    acme.hr.put("/v1/employees/3", {"team": "Blue"}).ok(201)
    body = {"effective_from": "2026-10", "teams": ["BLUE", "blue"]}
    made = acme.admin.post("/v1/schemes/desk/pilot", body, if_match="*").ok(201)
    assert made["teams"] == ["Blue"]
    desk.send(csv_of(f"1,,ｂlue,{GOOD}", f"2,,red,{POOR}", f"3,,,{POOR}"))
    assert set(cards(acme.hr, scheme="desk", pilot=2)) == {"1", "3"}


def test_the_supervisor_whom_a_team_names_owns_its_drafts(desk: Desk, acme: Company) -> None:
    for one in ("lead", "other"):
        acme.hr.put(f"/v1/employees/{one}", {"name": one}).ok(201)
    acme.with_role("supervisor", team="blue", employee_id="other")
    leads = {"names": "Azure", "aliases": ["Sky"], "supervisors": [{"employee_id": "lead"}]}
    acme.hr.patch("/v1/teams/blue", leads, if_match="*").ok()
    desk.send(csv_of(f"1,,SKY,{POOR}"))
    plans = acme.hr.get("/v1/improvement-plans").ok()["items"]
    assert {plan["owner"]["employee_id"] for plan in plans} == {"lead"}


def test_a_head_sees_the_department_and_a_supervisor_the_teams_that_name_them(
    desk: Desk, acme: Company
) -> None:
    for one in ("head", "lead"):
        acme.hr.put(f"/v1/employees/{one}", {"name": one}).ok(201)
    sales = {"code": "sales", "names": "Sales"}
    head, lead = {"employee_id": "head"}, {"employee_id": "lead"}
    acme.hr.post("/v1/teams", {"names": "Blue", "department": sales, "head": head}).ok(201)
    acme.hr.post("/v1/teams", {"names": "Green", "department": sales}).ok(201)
    acme.hr.post("/v1/teams", {"names": "Red", "supervisors": [lead], "aliases": ["R"]}).ok(201)
    desk.send(csv_of(f"1,,blue,{GOOD}", f"2,,GREEN,{POOR}", f"3,,r,{POOR}"))
    assert set(cards(acme.with_role("supervisor", employee_id="head"))) == {"1", "2"}
    assert set(cards(acme.with_role("supervisor", employee_id="lead"))) == {"3"}
    shown = acme.with_role("supervisor", employee_id="head").get("/v1/teams").ok()["items"]
    assert [one["code"] for one in shown] == ["blue", "green"]


def test_results_of_before_this_are_one_team_when_they_are_scored_anew(
    desk: Desk, acme: Company, world: World
) -> None:
    """A company of an earlier version: cards keep the spelling of their file, and no team is
    stored. Filters and sight find them at once, ranks after a rescoring."""
    desk.send(csv_of(f"1,,Blue,{GOOD}", f"2,,Red,{POOR}"))
    earlier(world, {"2": "blue "})
    assert set(cards(acme.hr, team="BLUE")) == {"1", "2"}
    assert set(cards(acme.with_role("supervisor", team="ＢＬＵＥ"))) == {"1", "2"}
    acme.hr.post("/v1/periods/2026-10/rescore", DESK).ok(202)
    for message in world.messages("uploads"):
        desk.deliver_body(message)
    assert positions(acme.hr) == {"1": (1, 2), "2": (2, 2)}


def earlier(world: World, spelled: dict[str, str]) -> None:
    """Make the table one of before teams: no teams, no directories, these spellings on cards."""
    for item in world.items():
        where = {"pk": item["pk"], "sk": item["sk"]}
        word = item["pk"]["S"].split("#")[1]
        if word in (TEAMS.word, TEAM_NAMES.word, "team-counts"):
            world.dynamodb.delete_item(TableName=TABLE, Key=where)
        person = item.get("employee_id", {}).get("S", "")
        if word == "periods":
            older = {name: value for name, value in item.items() if name != "listing"}
            world.dynamodb.put_item(TableName=TABLE, Item=older)
        if word == "scores" and person in spelled:
            changed = {**item, "team": {"S": spelled[person]}}
            world.dynamodb.put_item(TableName=TABLE, Item=changed)


@pytest.mark.long
def test_a_merge_makes_two_teams_one_from_now_on(desk: Desk, acme: Company, world: World) -> None:
    """Ranks and counts of what is not locked say that they are of before, until a rescoring."""
    desk.send(csv_of(f"1,,Blue,{GOOD}", f"2,,Green,{POOR}"))
    acme.hr.patch("/v1/teams/green", {"aliases": ["G"]}, if_match="*").ok()
    green = acme.with_role("supervisor", team="Green")

    into = merged(acme, "green", "blue")
    assert (into["former_codes"], into["former_texts"]) == (["green"], ["Green"])
    assert into["aliases"] == ["G"]
    # The old code and every name lead to the team.
    assert acme.hr.get("/v1/teams/green").ok()["code"] == "blue"
    for named in ("green", "g", "Green", "blue"):
        assert set(cards(acme.hr, team=named)) == {"1", "2"}
    assert set(cards(green)) == {"1", "2"}
    # Results keep their text.
    card = cards(acme.hr)["2"]
    assert (card["team"], card["team_code"], card["rank"]["of"]) == ("Green", "blue", 1)
    period = acme.hr.get("/v1/periods/2026-10").ok()["schemes"][0]
    assert period["outdated_because"] == ["team_merged"]
    assert [one["scorecards"] for one in period["teams"]] == [2]

    acme.hr.post("/v1/periods/2026-10/rescore", DESK).ok(202)
    for message in world.messages("uploads"):
        desk.deliver_body(message)
    assert positions(acme.hr) == {"1": (1, 2), "2": (2, 2)}
    assert cards(acme.hr)["2"]["team"] == "Blue"
    assert acme.hr.get("/v1/periods/2026-10").ok()["schemes"][0]["outdated"] is False
    desk.send(csv_of(f"3,,green,{POOR}"))
    assert cards(acme.hr)["3"]["team"] == "Blue"


def test_a_locked_period_keeps_its_ranks_when_teams_are_merged(
    desk: Desk, acme: Company, world: World
) -> None:
    desk.send(csv_of(f"1,,Blue,{GOOD}", f"2,,Green,{POOR}"))
    acme.hr.post("/v1/periods/2026-10/lock", DESK).ok()
    before = positions(acme.hr)
    merged(acme, "green", "blue")
    assert positions(acme.hr) == before == {"1": (1, 1), "2": (1, 1)}
    assert acme.hr.get("/v1/periods/2026-10").ok()["schemes"][0]["outdated_because"] == []


def test_what_refuses_a_merge(acme: Company) -> None:
    for names in ("Blue", "Green", "Red"):
        acme.hr.post("/v1/teams", {"names": names}).ok(201)
    ask = boss(acme)
    body = {"into": "blue"}
    acme.admin.post("/v1/teams/green/merge", body).problem(403, "needs_a_person")
    ask.post("/v1/teams/green/merge", {"into": "green"}).problem(422, "invalid_request")
    ask.post("/v1/teams/green/merge", {"into": "nobody"}).problem(422, "invalid_request")
    ask.post("/v1/teams/nobody/merge", body).problem(404, "not_found")
    ask.post("/v1/teams/green/merge", body, if_match='"9"').problem(412, "stale_etag")
    ask.post("/v1/teams/green/merge", body, if_match='"1"').ok()
    again = ask.post("/v1/teams/green/merge", body).problem(409, "team_merged")
    assert again["team_code"] == "blue"
    # A chain of merges: every code leads to the last team.
    ask.post("/v1/teams/blue/merge", {"into": "green"}).problem(422, "invalid_request")
    ask.post("/v1/teams/blue/merge", {"into": "red"}).ok()
    assert acme.hr.get("/v1/teams/green").ok()["code"] == "red"
    assert acme.hr.post("/v1/teams", {"names": "Green"}).status == 409
    acme.hr.delete("/v1/teams/blue").problem(409, "team_merged")


def test_a_file_costs_as_many_requests_with_ten_teams_as_with_one(
    desk: Desk, acme: Company, calls: Calls
) -> None:
    """The teams and people are known already, so that nothing is made."""
    one = csv_of(*(f"{n},,Team 0,{GOOD}" for n in range(20)))
    ten = csv_of(*(f"{n},,ＴＥＡＭ {n % 10},{GOOD}" for n in range(20)))
    desk.send(ten, period="2026-07")
    counted = []
    for period, content in (("2026-08", one), ("2026-09", ten)):
        calls()
        desk.send(content, period=period)
        counted.append(calls())
    assert counted[0] == counted[1]
    assert counted[1].count("BatchGetItem") > 0
