"""Keys with several roles and teams, and what the roles see together."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

import app
from chalicelib.api_keys.records import ApiKey
from chalicelib.contents import Contents, Package
from chalicelib.store.records import from_item
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.principal import Principal
from chalicelib.tenancy.roles import Role
from infra.openapi.document import document
from tests.api.client import Api
from tests.api.company import Company
from tests.api.unlimited import unlimited
from tests.api.uploads.sending import Desk, csv_of, published
from tests.api.web.walking import ROUTES
from tests.api.world import TABLE, World


def faults(acme: Company, **body: Any) -> list[tuple[str, str]]:
    problem = acme.admin.post("/v1/api-keys", body).problem(422)
    return [(one["pointer"], one["code"]) for one in problem["errors"]]


def test_a_key_is_shown_with_all_roles_and_teams_and_with_the_first_of_each(acme: Company) -> None:
    body = {
        "roles": ["agent", "supervisor"],
        "teams": ["red", "blue"],
        "departments": ["sales"],
        "employee_id": "7",
    }
    made = acme.admin.post("/v1/api-keys", body).ok(201)
    listed = {one["id"]: one for one in acme.admin.get("/v1/api-keys").ok()["items"]}
    for key in (made, listed[made["id"]]):
        assert (key["role"], key["roles"]) == ("supervisor", ["supervisor", "agent"])
        assert (key["team"], key["teams"]) == ("red", ["red", "blue"])
        assert key["departments"] == ["sales"]
        assert (key["employee_id"], key["person"]) == ("7", "prs_g4")


def test_one_role_and_one_team_may_be_said_either_way(acme: Company) -> None:
    one = acme.admin.post("/v1/api-keys", {"role": "supervisor", "team": "red"}).ok(201)
    lists = {"roles": ["supervisor"], "teams": ["red"]}
    other = acme.admin.post("/v1/api-keys", lists).ok(201)
    for name in ("role", "roles", "team", "teams"):
        assert one[name] == other[name]
    assert faults(acme, role="hr", roles=["hr"]) == [("/role", "given_twice")]
    assert faults(acme, role="supervisor", team="a", teams=["b"]) == [("/team", "given_twice")]
    assert faults(acme) == [("/role", "required")]


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ({"roles": []}, ("/roles", "wrong_count")),
        ({"roles": ["hr", "hr"]}, ("/roles/1", "named_twice")),
        ({"roles": ["hr", "operator"]}, ("/roles/1", "not_one_of")),
        ({"roles": ["supervisor", "hr"]}, ("/team", "required")),
        ({"roles": ["agent", "supervisor"], "team": "red"}, ("/employee_id", "required")),
        ({"roles": ["hr", "auditor"], "teams": ["red"]}, ("/teams", "team_not_for_role")),
        ({"role": "hr", "departments": ["sales"]}, ("/departments", "team_not_for_role")),
        ({"role": "supervisor", "teams": ["red", "red"]}, ("/teams/1", "named_twice")),
        ({"role": "supervisor", "teams": [f"{n}" for n in range(51)]}, ("/teams", "wrong_count")),
        # 40 names of 13 Chinese characters, each 2 + 13 × 6 bytes in JSON: 3,200 bytes.
        (
            {"role": "supervisor", "teams": [f"{chr(0x4E00 + n)}{'组' * 12}" for n in range(40)]},
            ("/teams", "too_much_text"),
        ),
    ],
    ids=str,
)
def test_a_key_that_holds_together_in_no_sense_is_refused(
    acme: Company, body: dict[str, Any], fault: tuple[str, str]
) -> None:
    assert faults(acme, **body) == [fault]


def test_a_key_stored_by_former_versions_has_its_one_role_and_team() -> None:
    item = {
        "id": "k",
        "role": "supervisor",
        "digest": "d",
        "created_at": "2026-11-05T08:00:00.000Z",
        "team": "red",
        "employee_id": "7",
    }
    key = from_item(ApiKey, item)
    assert (key.all_roles, key.all_teams, key.bound_to) == ({Role.SUPERVISOR}, ("red",), "7")


def test_a_key_of_one_role_is_stored_without_lists(acme: Company, world: World) -> None:
    """So that a function of the version before reads it while an update goes on."""
    acme.supervisor.get("/v1/tenant").ok()
    found = world.dynamodb.query(
        TableName=TABLE,
        KeyConditionExpression="pk = :pk",
        ExpressionAttributeValues={":pk": {"S": "acme#keys"}},
    )["Items"]
    (key,) = (item for item in found if item["role"]["S"] == "supervisor")
    assert key["team"]["S"] == "red"
    assert not {"roles", "teams", "departments", "person"} & set(key)


@pytest.fixture
def scored(acme: Company, world: World) -> Company:
    """August is published and October provisional, for one person in each of three teams."""
    published(acme)
    desk = Desk(world, acme.hr, "acme")
    # 72 s and 80 %: both lines lose points, so each person has two plans a month.
    rows = [f"{person},,{team},7200,100,80,100" for person, team in PEOPLE.items()]
    for period in ("2026-08", "2026-10"):
        desk.send(csv_of(*rows), period=period)
    acme.hr.post("/v1/periods/2026-08/publish", {"scheme": "desk"}).ok()
    acme.hr.put("/v1/employees/1", {"team": "red", "bonus_base": "1000"}).ok()
    return acme


PEOPLE = {"1": "red", "2": "blue", "3": "green"}
BOTH = {"roles": ["agent", "supervisor"], "teams": ["blue"], "employee_id": "1"}


def sight(caller: Api) -> dict[str, Any]:
    """Return what a caller sees, by what was asked: refusals and things that are not there too."""
    found: dict[str, Any] = {}
    for person in PEOPLE:
        found[f"{person} bonus"] = asked(caller, f"/v1/employees/{person}", "bonus_base")
        found[f"{person} name"] = asked(caller, f"/v1/employees/{person}", "team")
        for period in ("2026-08", "2026-10"):
            path = f"/v1/employees/{person}/scorecards/{period}"
            found[f"{person} {period}"] = asked(caller, path, "total")
        cards = caller.get(f"/v1/employees/{person}/scorecards").ok()["items"]
        found[f"{person} cards"] = {card["period"] for card in cards}
    plans = caller.get("/v1/improvement-plans", query={"limit": 100}).ok()["items"]
    found["plans"] = {(plan["id"]) for plan in plans}
    return found


def asked(caller: Api, path: str, member: str) -> Any:
    reply = caller.get(path)
    return reply.ok()[member] if reply.status == 200 else None


def together(*sights: dict[str, Any]) -> dict[str, Any]:
    """Return what several callers see together."""
    whole: dict[str, Any] = {}
    for name in sights[0]:
        seen = [one[name] for one in sights]
        if isinstance(seen[0], set):
            whole[name] = set().union(*seen)
        else:
            whole[name] = next((value for value in seen if value is not None), None)
    return whole


TOGETHER = (
    ("agent", "supervisor"),
    ("auditor", "agent"),
    ("supervisor", "hr"),
    ("agent", "supervisor", "auditor"),
)


@pytest.mark.long
def test_what_several_roles_see_is_what_each_sees(scored: Company, operator: Api) -> None:
    # All these keys are one person's, who has one share of the company's requests.
    unlimited(operator)

    def held_by(*roles: str) -> dict[str, Any]:
        teams = {"teams": ["blue", "Green "]} if "supervisor" in roles else {}
        return sight(scored.with_key(roles=list(roles), employee_id="1", **teams))

    alone = {role: held_by(role) for role in ("agent", "supervisor", "auditor", "hr")}
    for roles in TOGETHER:
        assert held_by(*roles) == together(*(alone[role] for role in roles)), roles


@pytest.mark.long
def test_an_agent_who_supervises_sees_the_own_when_published_and_the_teams_always(
    scored: Company,
) -> None:
    seen = sight(scored.with_key(**BOTH))
    assert seen["1 cards"] == {"2026-08"}
    assert seen["2 cards"] == {"2026-08", "2026-10"}
    assert seen["3 cards"] == set()
    assert (seen["1 2026-10"], seen["1 bonus"], seen["1 name"]) == (None, None, "red")
    # Drafts of the own plans are seen after publication, those of the team at once.
    assert {plan.split("_")[1] for plan in seen["plans"]} == {"2026-08", "2026-10"}
    assert len(seen["plans"]) == 2 + 4


def test_a_list_for_leaders_shows_a_supervisor_nothing_of_the_own_person(scored: Company) -> None:
    """An agent may not call these lists: so the role does not count in them."""
    both = scored.with_key(**BOTH)
    assert [one["id"] for one in both.get("/v1/employees").ok()["items"]] == ["2"]
    (period,) = both.get("/v1/periods/2026-10").ok()["schemes"]
    assert (period["scorecards"], [one["team"] for one in period["teams"]]) == (1, ["blue"])
    cards = both.get("/v1/periods/2026-08/scorecards").ok()["items"]
    assert [card["employee_id"] for card in cards] == ["2"]


def test_a_supervisor_of_several_teams_has_the_counts_of_them_together(scored: Company) -> None:
    two = scored.with_key(role="supervisor", teams=["blue", "GREEN"])
    (period,) = two.get("/v1/periods/2026-10").ok()["schemes"]
    assert (period["scorecards"], [one["team"] for one in period["teams"]]) == (
        2,
        ["blue", "green"],
    )
    listed = two.get("/v1/periods").ok()["items"]
    assert [one["scorecards"] for one in listed] == [2, 2]


def test_the_log_has_the_roles_in_which_something_was_done(scored: Company) -> None:
    clerk = scored.with_key(roles=["auditor", "hr", "agent"], employee_id="1")
    clerk.put("/v1/employees/9", {"team": "red"}).ok(201)
    lead = scored.with_key(roles=["hr", "supervisor"], team="blue")
    plan = lead.get("/v1/improvement-plans").ok()["items"][0]["id"]
    lead.patch(f"/v1/improvement-plans/{plan}", {"note": "seen"}, if_match="*").ok()
    events = scored.auditor.get("/v1/audit-events").ok()["items"]
    told = {event["action"]: (event["role"], event["roles"]) for event in reversed(events)}
    # Of the clerk's roles only hr may change an employee.
    assert told["employees.change"] == ("hr", ["hr"])
    assert told["plans.change"] == ("hr", ["hr", "supervisor"])


def test_whoever_names_a_teams_supervisor_twice_names_one_person(
    acme: Company, world: World
) -> None:
    """Plans of red and blue are proposed to the one person whose keys name both."""
    acme.hr.put("/v1/employees/lead", {"status": "active"}).ok(201)
    acme.with_key(role="supervisor", teams=["Red", "blue"], employee_id="lead")
    acme.with_key(roles=["supervisor", "agent"], team="BLUE", employee_id="lead")
    published(acme)
    Desk(world, acme.hr, "acme").send(csv_of("1,,red,7200,100,80,100", "2,,blue,7200,100,80,100"))
    plans = acme.hr.get("/v1/improvement-plans").ok()["items"]
    assert {plan["owner"]["employee_id"] for plan in plans} == {"lead"}
    assert len(plans) == 4


def test_a_request_is_repeated_by_whoever_sees_the_same(acme: Company) -> None:
    """A replacement of the key finds the record. Another team, or another person, does not."""
    body = {"employees": [{"id": "9", "team": "red"}]}
    lead = {"roles": ["hr", "supervisor"], "teams": ["red", "blue"], "employee_id": "7"}

    def replayed(**other: Any) -> bool:
        caller = acme.with_key(**{**lead, **other})
        reply = caller.post("/v1/employees/batch", body, idempotency_key="once")
        reply.ok()
        return reply.headers.get("idempotency-replayed") == "true"

    assert [replayed(), replayed(), replayed(teams=["blue", "red"])] == [False, True, True]
    assert not any((replayed(teams=["red"]), replayed(employee_id="8")))
    # In this operation a supervisor counts for nothing, so hr alone is the same caller.
    assert replayed(roles=["supervisor", "hr", "agent"])


@pytest.fixture
def supervised(platform: Platform, monkeypatch: pytest.MonkeyPatch) -> list[Principal]:
    """Person 7 is named as a supervisor of the team Green. Returns who was asked for."""
    asked: list[Principal] = []

    def led(context: Context) -> frozenset[str]:
        asked.append(context.principal)
        return frozenset({"green"} if context.principal.person == "7" else ())

    contents = Contents((*app.CONTENTS.packages, Package(led_teams=led)))
    monkeypatch.setattr(platform, "contents", contents)
    return asked


def test_a_supervisor_sees_the_teams_that_name_the_person(
    acme: Company, supervised: list[Principal]
) -> None:
    """It is asked for once in a request, and not for a team that the key names, or an agent's."""
    for number, team in (("1", "red"), ("2", "Green"), ("3", "GREEN"), ("4", "blue")):
        acme.hr.put(f"/v1/employees/{number}", {"team": team}).ok(201)
    lead = acme.with_key(role="supervisor", employee_id="7", team="red")
    people = lead.get("/v1/employees").ok()["items"]
    assert {one["id"] for one in people} == {"1", "2", "3"}
    assert [(one.person, one.teams) for one in supervised] == [("7", {"red"})]
    supervised.clear()
    lead.get("/v1/employees/1").ok()
    agent = acme.with_key(role="agent", employee_id="7")
    agent.get("/v1/employees/2").problem(404)
    assert supervised == []
    other = acme.with_key(role="supervisor", employee_id="8")
    other.get("/v1/employees/2").problem(404)


@pytest.fixture
def deciding() -> Iterator[str]:
    """Return a path whose route, as long as the test runs, needs somebody to decide."""
    (route,) = (one for one in ROUTES if one.operation == "employees.delete")
    object.__setattr__(route, "decides", True)
    yield "/v1/employees/no-such-person"
    object.__setattr__(route, "decides", False)


def test_a_decision_needs_a_credential_that_is_bound_to_a_person(
    acme: Company, deciding: str
) -> None:
    problem = acme.hr.delete(deciding).problem(403, "needs_a_person")
    assert problem["detail"].startswith("Somebody has to answer for this by name.")
    acme.with_role("hr", employee_id="7").delete(deciding).problem(404)
    # Whoever may not do it at all is told so first.
    acme.agent.delete(deciding).problem(403, "forbidden")


def test_the_document_says_which_operations_are_decisions() -> None:
    (route,) = (one for one in ROUTES if one.operation == "employees.delete")
    for decides in (True, False):
        paths = document([replace(route, decides=decides)])["paths"]
        told = paths["/v1/employees/{employee_id}"]["delete"]
        assert told.get("x-needs-a-person", False) is decides
        assert ("403 `needs_a_person`" in told["description"]) is decides
