"""For a supervisor and an agent, what is another team's is the same as what does not exist.

The first test combines every route with everything that it can name, as ``test_boundary.py`` does
between companies. Schemes, versions and the calendar of periods are the whole company's.
"""

from typing import Any

import pytest

from chalicelib.store import filtered_page
from chalicelib.tenancy.roles import Role
from tests.api.client import Api
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.uploads.sending import SCHEME, Desk, csv_of, published
from tests.api.web.permissions import PERMISSIONS
from tests.api.world import World
from tests.isolation.likeness import likeness
from tests.isolation.requests import ABSENT, all_requests
from tests.isolation.things import furnish

#: Names of what the whole company may know of.
COMMON = ("code", "scheme", "version", "period")
BOTH = ("supervisor", "agent")


@pytest.fixture
def colleagues(acme: Company) -> dict[str, Api]:
    """Return callers of team red and employee 1001, who see nothing of what ``furnish`` makes.

    One is both, and leads a further team that nobody is in.
    """
    both = acme.with_key(roles=BOTH, teams=["red", "violet"], employee_id="1001")
    return {"supervisor": acme.supervisor, "agent": acme.agent, "both": both}


@pytest.mark.long
def test_what_a_colleague_has_is_answered_as_what_is_not_there(
    acme: Company, world: World, colleagues: dict[str, Api], clock: Clock
) -> None:
    # A token is no thing of a colleague. It says that it is of another's view of the list, and that
    # is the same as long as nobody is in the list.
    of_nobody = acme.admin.get("/v1/employees").ok()
    assert of_nobody["items"] == []
    clock.advance(seconds=1)
    things = furnish(acme, world).names
    assert things["sync"] != of_nobody["sync_token"]
    known = {name: things[name] for name in COMMON}
    absent = {**ABSENT, **known, "sync": of_nobody["sync_token"]}
    told, count = [], 0
    for asked in all_requests():
        for role, caller in colleagues.items():
            roles = set(map(Role, BOTH if role == "both" else (role,)))
            if roles.isdisjoint(PERMISSIONS[asked.route.operation]) or asked.names <= set(COMMON):
                continue
            answers = []
            for names in (things, absent):
                path, query, body = asked.filled(names)
                if_match = "*" if asked.route.needs_if_match else None
                reply = caller.call(asked.route.method, path, body, query=query, if_match=if_match)
                answers.append(likeness(reply, names))
            count += 1
            if answers[0] != answers[1]:
                told.append(f"{role} {asked}: {answers}")
    assert told == []
    assert count >= 20


def test_only_cards_that_the_caller_may_see_make_a_scheme_necessary(
    acme: Company, world: World, colleagues: dict[str, Api]
) -> None:
    """Two schemes scored 8001 of another team and 1001; at first nothing is published."""
    published(acme)
    published(acme, {**SCHEME, "code": "second"})
    desk = Desk(world, acme.hr, "acme")
    for code in ("desk", "second"):
        rows = ("8001,,blue,4000,100,88,100", "1001,,red,4000,100,88,100")
        desk.send(csv_of(*rows), scheme=code)
    path = "/v1/employees/{}/scorecards/2026-10"
    for caller in colleagues.values():
        caller.get(path.format("8001")).problem(404, "not_found")
        caller.get(path.format("nobody")).problem(404, "not_found")
    acme.hr.get(path.format("8001")).problem(409, "several_schemes")
    acme.agent.get(path.format("1001")).problem(404, "not_found")
    both = {"accept": {"several_results": 2}}
    acme.hr.post("/v1/periods/2026-10/publish", {"scheme": "desk", **both}).ok()
    assert acme.agent.get(path.format("1001")).ok()["scheme"]["code"] == "desk"
    acme.hr.post("/v1/periods/2026-10/publish", {"scheme": "second", **both}).ok()
    detail = acme.agent.get(path.format("1001")).problem(409, "several_schemes")["detail"]
    assert detail.endswith("desk, second")


def test_no_page_of_a_persons_cards_leads_to_cards_that_are_not_the_callers(
    acme: Company, world: World, colleagues: dict[str, Api]
) -> None:
    """A colleague has three months. The page is as of somebody without any, and so is `next`."""
    published(acme)
    desk = Desk(world, acme.hr, "acme")
    for period in ("2026-07", "2026-08", "2026-09"):
        desk.send(csv_of("8001,,blue,4000,100,88,100", "1001,,red,4000,100,88,100"), period=period)
    for caller in colleagues.values():
        page = caller.get("/v1/employees/8001/scorecards", query={"limit": 1})
        assert page.ok() == {"items": [], "next": None}
    # The agent's own: only July is published, so the newest is July and nothing follows.
    acme.hr.post("/v1/periods/2026-07/publish", {"scheme": "desk"}).ok()
    own = acme.agent.get("/v1/employees/1001/scorecards", query={"limit": 1}).ok()
    assert [card["period"] for card in own["items"]] == ["2026-07"]
    assert own["next"] is None


def test_a_list_of_people_ends_with_the_last_of_the_own_team(acme: Company) -> None:
    for employee_id, team in (("1", "red"), ("2", "red"), ("3", "blue"), ("4", "blue")):
        acme.hr.put(f"/v1/employees/{employee_id}", {"team": team}).ok(201)
    first = acme.supervisor.get("/v1/employees", query={"limit": 1}).ok()
    assert ids(first) == ["1"]
    last = acme.supervisor.get("/v1/employees", query={"limit": 1, "cursor": first["next"]}).ok()
    assert ids(last) == ["2"]
    assert last["next"] is None


def test_a_list_of_plans_ends_with_the_last_of_the_own_team(acme: Company, world: World) -> None:
    published(acme)
    desk = Desk(world, acme.hr, "acme")
    # 72 s and 80 %: both lines lose points, so each person has two plans.
    desk.send(csv_of("1,,red,7200,100,80,100", "2,,blue,7200,100,80,100"))
    first = acme.supervisor.get("/v1/improvement-plans", query={"limit": 2}).ok()
    assert {plan["employee_id"] for plan in first["items"]} == {"1"}
    assert first["next"] is None


def test_a_page_that_read_its_most_goes_on_though_it_is_empty(
    acme: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bound holds work in one request; where the page stopped cannot be read in `next`."""
    monkeypatch.setattr(filtered_page, "MOST_READ", 51)
    people: list[dict[str, Any]] = [{"id": f"{n:03d}", "team": "blue"} for n in range(60)]
    gone = {"id": "z", "team": "red", "employments": [{"left_on": "2026-09-30"}]}
    acme.hr.post("/v1/employees/batch", {"employees": [*people, gone]}).ok()
    wanted = {"status": "left"}
    first = acme.hr.get("/v1/employees", query=wanted).ok()
    assert first["items"] == []
    again = acme.hr.get("/v1/employees", query={**wanted, "cursor": first["next"]}).ok()
    assert ids(again) == ["z"]


def ids(page: Any) -> list[str]:
    return [item["id"] for item in page["items"]]


@pytest.fixture
def plan(acme: Company, world: World) -> str:
    """Return the path of a plan of 1001 in team red. Three others are on the register."""
    people = [{"id": "8001", "team": "blue"}, {"id": "1002", "team": "red"}]
    lead = {"id": "lead", "status": "active"}
    acme.hr.post("/v1/employees/batch", {"employees": [*people, lead]}).ok()
    published(acme)
    Desk(world, acme.hr, "acme").send(csv_of("1001,,red,7200,100,80,100"))
    (found, *_) = acme.hr.get("/v1/improvement-plans").ok()["items"]
    return f"/v1/improvement-plans/{found['id']}"


def test_the_owner_of_a_plan_does_not_tell_who_works_in_another_team(
    acme: Company, plan: str
) -> None:
    new = {"employee_id": "1001", "period": "2026-10", "scheme": "desk", "problem": "slow"}
    told = set()
    for owner in ("8001", "nobody"):
        owned = {"owner": {"employee_id": owner}}
        for reply in (
            acme.supervisor.patch(plan, owned, if_match="*"),
            acme.supervisor.post("/v1/improvement-plans", {**new, **owned}),
        ):
            told.add(str(reply.problem(422)["errors"]))
    assert len(told) == 1


def test_a_plan_is_owned_by_the_own_team_the_supervisor_or_whom_hr_named(
    acme: Company, plan: str
) -> None:
    lead = acme.with_role("supervisor", team="red", employee_id="lead")
    for owner in ("1002", "lead"):
        lead.patch(plan, {"owner": {"employee_id": owner}}, if_match="*").ok()
    theirs = {"owner": {"employee_id": "8001"}}
    acme.hr.patch(plan, theirs, if_match="*").ok()
    lead.patch(plan, {**theirs, "note": "seen"}, if_match="*").ok()
    # Somebody who was removed from the register owns nothing new.
    acme.hr.delete("/v1/employees/lead").ok(204)
    acme.hr.patch(plan, {"owner": {"employee_id": "lead"}}, if_match="*").problem(422)


def test_the_bonus_base_is_for_readers_of_the_whole_company(
    acme: Company, world: World, colleagues: dict[str, Api]
) -> None:
    acme.hr.put("/v1/employees/1001", {"team": "red", "bonus_base": "1500.50"}).ok(201)
    for caller in (acme.admin, acme.hr, acme.auditor):
        assert caller.get("/v1/employees/1001").ok()["bonus_base"] == "1500.50"
        assert caller.get("/v1/employees").ok()["items"][0]["bonus_base"] == "1500.50"
    for caller in colleagues.values():
        assert caller.get("/v1/employees/1001").ok()["bonus_base"] is None
    assert acme.supervisor.get("/v1/employees").ok()["items"][0]["bonus_base"] is None


def test_an_etag_is_no_function_of_the_bonus_base(acme: Company) -> None:
    """Otherwise whoever cannot read the figure could try figures against the tag."""
    tags = set()
    for employee_id, base in (("1", "1000"), ("2", "2000")):
        acme.hr.put(f"/v1/employees/{employee_id}", {"team": "red", "bonus_base": base}).ok(201)
        tags.add(acme.supervisor.get(f"/v1/employees/{employee_id}").etag)
    assert len(tags) == 1


def test_nothing_but_the_register_holds_a_bonus_base(acme: Company, world: World) -> None:
    """Not the audit log, the events, the idempotency records: made, changed, batched, removed.

    The figures have a point, which the salts and hashes of the log have not.
    """
    acme.hr.put("/v1/employees/1", {"bonus_base": "7777.1"}).ok(201)
    acme.hr.put("/v1/employees/1", {"bonus_base": "7777.2"}, idempotency_key="k").ok()
    people = [{"id": "1", "bonus_base": "7777.3"}, {"id": "2", "bonus_base": "7777.4"}]
    batch = {"employees": people}
    acme.hr.post("/v1/employees/batch", batch, idempotency_key="once").ok()
    acme.hr.delete("/v1/employees/2").ok(204)
    holding = [item for item in world.items() if "7777." in str(item)]
    assert [item["sk"]["S"] for item in holding] == ["1"]
    assert acme.hr.get("/v1/employees/1").ok()["bonus_base"] == "7777.3"


def test_a_rescoring_does_not_count_other_teams_for_a_supervisor(
    acme: Company, world: World
) -> None:
    published(acme)
    desk = Desk(world, acme.hr, "acme")
    desk.send(csv_of("1,,red,4000,100,88,100", "2,,blue,4000,100,88,100"))
    acme.hr.post("/v1/periods/2026-10/rescore", {"scheme": "desk"}).ok(202)
    for message in world.messages("uploads"):
        desk.run_once(message)
    done = []
    for caller in (acme.hr, acme.supervisor):
        (period,) = caller.get("/v1/periods").ok()["items"]
        done.append(period["rescoring"] and period["rescoring"]["done"])
    assert done == [2, None]
