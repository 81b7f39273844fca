"""Whose people a caller leads: by the teams' own heads and supervisors, and by departments."""

from tests.api.client import Api
from tests.api.company import Company

SALES = {"code": "sales", "names": {"zh": "销售部", "en": "Sales"}}


def seen(caller: Api) -> set[str]:
    return {one["id"] for one in caller.get("/v1/employees").ok()["items"]}


def test_a_key_leads_by_department_by_team_and_by_who_is_named_now(acme: Company) -> None:
    """Red and blue are of the sales department; green is of none. Each has one person."""
    for person, team in (("1", "red"), ("2", "blue"), ("3", "green"), ("7", None), ("8", None)):
        acme.hr.put(f"/v1/employees/{person}", {"team": team}).ok(201)
    lead, head = {"employee_id": "7"}, {"employee_id": "8"}
    for team, more in (("red", {"supervisors": [lead], "head": head}), ("blue", {})):
        acme.hr.patch(f"/v1/teams/{team}", {"department": SALES, **more}, if_match="*").ok()
    acme.hr.patch("/v1/teams/green", {"aliases": ["绿队"]}, if_match="*").ok()
    assert seen(acme.with_key(role="supervisor", **lead)) == {"1"}
    assert seen(acme.with_key(role="supervisor", **head)) == {"1", "2"}
    assert seen(acme.with_key(role="supervisor", departments=["sales"])) == {"1", "2"}
    assert seen(acme.with_key(role="supervisor", departments=["none"])) == set()
    everywhere = acme.with_key(role="supervisor", team="绿队", departments=["sales"])
    assert seen(everywhere) == {"1", "2", "3"}
    # The role decides: an agent who is named as a supervisor sees the own person alone.
    acme.with_key(role="agent", **lead).get("/v1/employees/1").problem(404)
    # Somebody else is named: at the next request the former supervisor sees nobody.
    former = acme.with_key(role="supervisor", **lead)
    acme.hr.patch("/v1/teams/red", {"supervisors": [head]}, if_match="*").ok()
    assert seen(former) == set()
