"""Sync tokens: of which list, company and filters, and how long they are good."""

import pytest

from tests.api.clock import Clock
from tests.api.company import Company

LISTS = ("/v1/employees", "/v1/teams", "/v1/improvement-plans", "/v1/exports", "/v1/audit-events")


def _token(company: Company, path: str, **query: str) -> str:
    return str(company.admin.get(path, query=query).ok()["sync_token"])


@pytest.mark.parametrize("path", LISTS)
def test_a_token_of_another_company_list_or_filter_is_400(
    acme: Company, globex: Company, path: str
) -> None:
    own, other = _token(acme, path), LISTS[LISTS.index(path) - 1]
    acme.admin.get(path, query={"sync": own, "limit": 1}).ok()
    wrong = (
        (globex, path, {}),
        (acme, other, {}),
        (acme, path, {"month": "2026-11"} if path == "/v1/audit-events" else {"status": "active"}),
    )
    for company, asked, filters in wrong:
        if path in ("/v1/improvement-plans", "/v1/exports") and filters:
            filters = {"period": "2026-10"}
        reply = company.admin.get(asked, query={"sync": own, **filters})
        reply.problem(400, "bad_sync_token")


@pytest.mark.parametrize("token", ["x", "令牌", "AAAAAAAAAAAAAAAAAAAAAAAAAAAA"])
def test_what_is_no_token_is_400(acme: Company, token: str) -> None:
    acme.admin.get("/v1/employees", query={"sync": token}).problem(400, "bad_sync_token")


def test_a_cursor_is_no_token_and_a_token_no_cursor(acme: Company) -> None:
    token = _token(acme, "/v1/employees")
    acme.admin.get("/v1/employees", query={"cursor": token}).problem(400, "bad_cursor")


def test_a_token_that_is_older_than_what_is_kept_says_list_anew(
    acme: Company, clock: Clock
) -> None:
    token = _token(acme, "/v1/employees")
    clock.advance(days=390)
    acme.admin.get("/v1/employees", query={"sync": token}).ok()
    clock.advance(seconds=1)

    problem = acme.admin.get("/v1/employees", query={"sync": token}).problem(
        410, "sync_token_too_old"
    )

    assert "List anew" in problem["detail"]


def test_with_modified_since_too_it_is_422(acme: Company) -> None:
    query = {"sync": _token(acme, "/v1/employees"), "modified_since": "2026-11-01T00:00:00Z"}
    acme.admin.get("/v1/employees", query=query).problem(422)


def test_a_page_keeps_its_etag_while_its_token_moves_on(acme: Company, clock: Clock) -> None:
    acme.hr.put("/v1/employees/1", {"name": "Ann"}).ok(201)
    first = acme.hr.get("/v1/employees")
    clock.advance(minutes=1)

    unchanged = acme.hr.get("/v1/employees", headers={"If-None-Match": first.etag})

    assert unchanged.status == 304
    assert _token(acme, "/v1/employees") != first.ok()["sync_token"]


def test_who_leads_other_teams_now_lists_anew(acme: Company, clock: Clock) -> None:
    acme.hr.put("/v1/employees/9", {"name": "Lee"}).ok(201)
    acme.hr.post("/v1/teams", {"names": "Night", "code": "night"}).ok(201)
    lead = acme.with_key(role="supervisor", employee_id="9", team="red")
    token = lead.get("/v1/employees").ok()["sync_token"]
    lead.get("/v1/employees", query={"sync": token}).ok()
    leads = {"supervisors": [{"employee_id": "9"}]}
    acme.hr.patch("/v1/teams/night", leads, if_match="*").ok()

    lead.get("/v1/employees", query={"sync": token}).problem(410, "sync_view_changed")


def test_a_token_does_not_widen_what_its_holder_sees(acme: Company) -> None:
    token = acme.hr.get("/v1/employees").ok()["sync_token"]
    acme.supervisor.get("/v1/employees", query={"sync": token}).problem(410, "sync_view_changed")


def test_who_sees_the_own_plans_alone_has_no_token(acme: Company) -> None:
    assert acme.agent.get("/v1/improvement-plans").ok()["sync_token"] is None
    token = _token(acme, "/v1/improvement-plans")
    acme.agent.get("/v1/improvement-plans", query={"sync": token}).problem(422)
