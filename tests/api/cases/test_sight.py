"""Who reads which case, and who its evidence."""

import pytest

from tests.api.cases.deciding import PATH, Panel
from tests.api.client import Api
from tests.api.clock import Clock

LINE = {"indicator": "answer_time", "treatment": "full", "evidence": "工单 4711"}


def ids(caller: Api, **query: str) -> set[str]:
    return {one["id"] for one in caller.get(PATH, query=query).ok()["items"]}


@pytest.mark.long
def test_the_person_sees_what_was_confirmed_or_asked_and_no_other_persons(panel: Panel) -> None:
    agent = panel.company.agent
    proposed = panel.propose("1001", "exemption", **LINE).ok(201)["id"]
    others = panel.confirmed("1002", "exemption", **LINE)
    assert ids(agent) == set()
    for case in (proposed, others):
        agent.get(f"{PATH}/{case}").problem(404)
    asked = {"hearing": {"asked_on": "2026-11-05"}}
    panel.lead.patch(f"{PATH}/{proposed}", asked, if_match="*").ok()
    assert ids(agent) == {proposed}
    panel.decide(proposed, "confirm").ok()
    panel.work()
    shown = agent.get(f"{PATH}/{proposed}").ok()
    assert (shown["evidence"], shown["effect"]["status"]) == ("工单 4711", "in_effect")
    assert ids(agent, employee_id="1002") == set()
    panel.revoked(proposed)
    assert ids(agent) == {proposed}


def test_a_supervisor_sees_the_own_teams_without_evidence(panel: Panel) -> None:
    red = panel.propose("1001", "exemption", **LINE).ok(201)["id"]
    blue = panel.propose("1003", "exemption", **LINE).ok(201)["id"]
    supervisor = panel.company.supervisor
    assert ids(supervisor) == {red}
    supervisor.get(f"{PATH}/{blue}").problem(404)
    supervisor.patch(f"{PATH}/{blue}", {"reason": "x"}, if_match="*").problem(404)
    assert supervisor.get(f"{PATH}/{red}").ok()["evidence"] is None
    assert panel.company.auditor.get(f"{PATH}/{red}").ok()["evidence"] is None
    assert panel.company.hr.get(f"{PATH}/{red}").ok()["evidence"] == "工单 4711"


def test_a_supervisor_proposes_for_the_own_team_alone_and_decides_nothing(panel: Panel) -> None:
    body = {"kind": "exemption", "period": "2026-10", "scheme": "desk", "reason": "x", **LINE}
    supervisor = panel.company.supervisor
    case = supervisor.post(PATH, {**body, "employee_id": "1001"}).ok(201)["id"]
    for who in ("1003", "nobody"):
        (error,) = supervisor.post(PATH, {**body, "employee_id": who}).problem(422)["errors"]
        assert error["code"] == "unknown_employee"
    supervisor.post(f"{PATH}/{case}/confirm", if_match="*").problem(403)


def test_the_log_and_the_feed_tell_each_decision_and_no_evidence(
    panel: Panel, clock: Clock
) -> None:
    case = panel.confirmed("1001", "exemption", **LINE)
    panel.revoked(case)
    clock.advance(minutes=2)
    events = panel.company.admin.get("/v1/audit-events", query={"limit": 200}).ok()["items"]
    about = [one for one in events if one["target"] == f"cases/{case}"]
    actions = [one["action"] for one in about]
    assert sorted(actions) == ["cases.confirm", "cases.propose", "cases.revoke"]
    assert "4711" not in str(events)
    query = {"since": "2026-11-01T00:00:00Z", "limit": "200"}
    feed = panel.company.admin.get("/v1/events", query=query).ok()["items"]
    types = sorted(one["type"] for one in feed if "case" in one["type"])
    assert types == [
        *("case.confirmed", "case.proposed", "case.revoked"),
        *("period.cases_applied", "period.cases_applied"),
    ]


def test_lists_go_by_their_filters_the_newest_period_first(panel: Panel) -> None:
    first = panel.propose("1001", "exemption", **LINE).ok(201)["id"]
    veto = panel.propose("1002", "veto", code="fraud", period="2026-09").ok(201)["id"]
    found = panel.head.get(PATH).ok()["items"]
    assert [one["id"] for one in found] == [first, veto]
    assert ids(panel.head, kind="veto") == {veto} == ids(panel.head, period="2026-09")
    assert (
        ids(panel.head, employee_id="1001") == {first} == ids(panel.head, indicator="answer_time")
    )
    assert ids(panel.head, status="confirmed") == set()
