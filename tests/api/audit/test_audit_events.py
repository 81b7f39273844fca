"""The audit log: who changed what, when, before and after; nobody can change it."""

from chalicelib.tenancy.roles import PERMISSIONS
from tests.api.client import Api
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.web.walking import ROUTES


def test_a_change_is_told_with_who_when_before_and_after(acme: Company) -> None:
    acme.admin.patch("/v1/tenant", {"locale": "zh"}, if_match="*").ok()
    event = acme.admin.get("/v1/audit-events").ok()["items"][0]
    assert event["action"] == "tenant.change"
    assert event["target"] == "tenant"
    assert event["actor"] in str(acme.admin.key)
    assert event["role"] == "admin"
    assert event["at"] == "2026-11-05T08:00:00.000Z"
    assert (event["before"]["locale"], event["after"]["locale"]) == ("en", "zh")


def test_a_refused_change_leaves_no_event(acme: Company) -> None:
    before = acme.admin.get("/v1/audit-events").ok()["items"]
    acme.admin.patch("/v1/tenant", {"locale": "zh"}, if_match='"9"').problem(412)
    acme.hr.patch("/v1/tenant", {"locale": "zh"}, if_match="*").problem(403)
    after = acme.admin.get("/v1/audit-events").ok()["items"]
    assert [event["action"] for event in after[: len(after) - len(before)]] == ["api_keys.create"]


def test_events_come_newest_first_and_page_by_page(acme: Company, clock: Clock) -> None:
    for locale in ("zh", "en", "zh"):
        clock.advance(minutes=1)
        acme.admin.patch("/v1/tenant", {"locale": locale}, if_match="*").ok()
    found, cursor = [], None
    while True:
        query = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        page = acme.admin.get("/v1/audit-events", query=query).ok()
        found += [event["at"][11:16] for event in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert found == ["08:03", "08:02", "08:01"]


def test_events_are_read_by_month(acme: Company, clock: Clock) -> None:
    acme.admin.patch("/v1/tenant", {"locale": "zh"}, if_match="*").ok()
    clock.advance(days=30)
    acme.admin.patch("/v1/tenant", {"locale": "en"}, if_match="*").ok()
    now = acme.admin.get("/v1/audit-events").ok()["items"]
    before = acme.admin.get("/v1/audit-events", query={"month": "2026-11"}).ok()["items"]
    assert [event["at"][:7] for event in now] == ["2026-12"]
    assert [event["at"][:7] for event in before] == ["2026-11"]


def test_the_auditor_reads_it_and_hr_does_not(acme: Company) -> None:
    acme.auditor.get("/v1/audit-events").ok()
    acme.hr.get("/v1/audit-events").problem(403)


def test_no_event_holds_a_secret(acme: Company) -> None:
    key = str(acme.hr.key)
    text = acme.admin.get("/v1/audit-events").text
    assert key.rsplit("_", 1)[1] not in text
    assert "digest" not in text


def test_no_route_changes_or_removes_an_event() -> None:
    touching = [route for route in ROUTES if "audit" in route.path]
    assert [(route.method, route.operation) for route in touching] == [("GET", "audit.list")]
    assert {name for name in PERMISSIONS if name.startswith("audit")} == {"audit.list"}


def test_what_the_operator_changes_is_in_the_operators_log_and_not_the_companys(
    operator: Api, acme: Company
) -> None:
    operator.patch("/v1/tenants/acme", {"status": "active"}).ok()
    assert acme.admin.get("/v1/audit-events").ok()["items"] == []
