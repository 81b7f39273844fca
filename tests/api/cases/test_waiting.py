"""Publishing and locking name the cases that are proposed and not decided."""

from typing import Any

from tests.api.cases.deciding import Panel

MONTH = "/v1/periods/2026-10"
#: ``lead`` and ``head`` are on the register and have no result.
MISSING = {"missing": 2}


def publish(panel: Panel, verb: str = "publish", **accept: int) -> Any:
    body = {"scheme": "desk", "accept": {**MISSING, **accept}}
    return panel.company.hr.post(f"{MONTH}/{verb}", body)


def obstacle(panel: Panel) -> Any:
    board = panel.company.hr.get(f"{MONTH}/board", query={"scheme": "desk"}).ok()
    named = [one for one in board["obstacles"] if one["code"] == "cases_waiting"]
    return (named[0]["count"], named[0]["accept"]) if named else None


def test_a_case_that_nobody_has_decided_is_named_and_accepted_by_its_count(panel: Panel) -> None:
    waits = panel.propose("1001", "award", code="praise").ok(201)["id"]
    refused = publish(panel).problem(409, "cases_waiting")
    assert (refused["waiting_cases"], refused["cases"]) == (1, [waits])
    assert obstacle(panel) == (1, "waiting_cases")
    publish(panel, waiting_cases=2).problem(409, "cases_waiting")
    publish(panel, waiting_cases=1).ok()
    log = panel.company.admin.get("/v1/audit-events", query={"limit": 200}).ok()["items"]
    (event,) = [one for one in log if one["action"] == "periods.publish"]
    assert event["after"]["accepted_waiting_cases"] == 1
    publish(panel, "lock").problem(409, "cases_waiting")


def test_a_decided_case_waits_no_more(panel: Panel) -> None:
    declined = panel.propose("1001", "award", code="praise").ok(201)["id"]
    confirmed = panel.propose("1002", "award", code="praise").ok(201)["id"]
    assert obstacle(panel) == (2, "waiting_cases")
    panel.decide(declined, "decline").ok()
    panel.decide(confirmed, "confirm").ok()
    panel.work()
    assert obstacle(panel) is None
    panel.revoked(confirmed)
    publish(panel).ok()
