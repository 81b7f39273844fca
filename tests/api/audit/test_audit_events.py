"""The audit log: who changed what, when, before and after. Nobody can change it."""

from typing import Any

import pytest

from chalicelib.audit import service
from chalicelib.audit.records import AuditEvent
from chalicelib.audit.withheld import without_money
from tests.api.client import Api
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.web.permissions import PERMISSIONS
from tests.api.web.walking import ROUTES
from tests.api.world import TABLE, World


def events_of(caller: Api, action: str) -> list[dict[str, Any]]:
    found = caller.get("/v1/audit-events").ok()["items"]
    return [event for event in found if event["action"] == action]


def of_the_operator(world: World) -> list[dict[str, str]]:
    """Return the operator's own log, oldest first."""
    items = [item for item in world.items() if item["pk"]["S"] == "~operator#audit"]
    texts = [{name: value["S"] for name, value in item.items() if "S" in value} for item in items]
    return sorted(texts, key=lambda event: event["id"])


def test_a_change_is_told_with_who_when_before_and_after(acme: Company) -> None:
    acme.admin.patch("/v1/tenant", {"locale": "zh"}, if_match="*").ok()
    (event,) = events_of(acme.admin, "tenant.change")
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
    new = [event["action"] for event in after if event not in before]
    # The key of hr, which was made for the refused request.
    assert new == ["api_keys.create"]


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
    # At 08:00 the operator onboarded the company and made its first key: two events.
    assert found == ["08:03", "08:02", "08:01", "08:00", "08:00"]


def test_events_are_read_by_month(acme: Company, clock: Clock) -> None:
    acme.admin.patch("/v1/tenant", {"locale": "zh"}, if_match="*").ok()
    clock.advance(days=30)
    acme.admin.patch("/v1/tenant", {"locale": "en"}, if_match="*").ok()
    now = acme.admin.get("/v1/audit-events").ok()["items"]
    before = acme.admin.get("/v1/audit-events", query={"month": "2026-11"}).ok()["items"]
    assert [event["at"][:7] for event in now] == ["2026-12"]
    assert {event["at"][:7] for event in before} == {"2026-11"}
    assert "tenant.change" in [event["action"] for event in before]


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
    reading = ["audit.list", "audit.verify"]
    assert [(one.method, one.operation) for one in touching] == [("GET", name) for name in reading]
    assert [name for name in PERMISSIONS if name.startswith("audit")] == reading


def test_who_did_it_is_told_by_the_keys_id_name_and_role(acme: Company) -> None:
    hr = acme.with_role("hr", name="payroll sync")
    hr.put("/v1/employees/1", {"status": "active"}).ok(201)
    (event,) = events_of(acme.admin, "employees.change")
    assert event["actor"] in str(hr.key)
    told = (event["actor_kind"], event["actor_name"], event["role"])
    assert told == ("key", "payroll sync", "hr")


def test_an_event_of_the_time_before_actors_had_kinds_is_read_as_ever(
    acme: Company, world: World
) -> None:
    old = {"role": "hr", "action": "employees.change", "at": "2026-11-01T08:00:00.000Z"}
    kinds = {"5rj0p2wq9x1c": "key", "usr_0f3a": "person", "erasing": "service"}
    for place, actor in enumerate(kinds):
        item = {**old, "id": f"evt_{place}", "actor": actor, "target": "employees/1"}
        key = {"pk": {"S": "acme#audit#2026-11"}, "sk": {"S": f"evt_{place}"}}
        attributes = {name: {"S": value} for name, value in item.items()} | {"f": {"N": "1"}}
        world.dynamodb.put_item(TableName=TABLE, Item={**key, **attributes})
    found = events_of(acme.auditor, "employees.change")
    assert {event["actor"]: event["actor_kind"] for event in found} == kinds
    assert {event["actor_name"] for event in found} == {None}


def test_a_company_sees_in_its_log_how_it_was_onboarded(acme: Company) -> None:
    (tenant,) = events_of(acme.admin, "tenants.create")
    (key,) = events_of(acme.admin, "api_keys.create")
    assert (tenant["target"], tenant["before"], tenant["after"]["id"]) == ("tenant", None, "acme")
    assert key["target"] == f"api-keys/{key['after']['id']}"
    assert key["after"]["id"] in str(acme.admin.key)
    assert "digest" not in str(key)


@pytest.mark.parametrize(
    ("change", "before", "after"),
    [
        ({"status": "active"}, "active", "active"),
        ({"status": "suspended"}, "active", "suspended"),
    ],
)
def test_what_the_operator_does_to_a_company_is_in_both_logs_by_one_id(
    operator: Api,
    acme: Company,
    world: World,
    clock: Clock,
    change: dict[str, str],
    before: str,
    after: str,
) -> None:
    operator.patch("/v1/tenants/acme", change).ok()
    clock.advance(seconds=1)
    operator.patch("/v1/tenants/acme", {"status": "active"}).ok()
    event = events_of(acme.admin, "tenants.change")[-1]
    assert (event["target"], event["role"]) == ("tenant", "operator")
    assert (event["before"]["status"], event["after"]["status"]) == (before, after)
    (own,) = [one for one in of_the_operator(world) if one["id"] == event["id"]]
    assert (own["action"], own["target"]) == ("tenants.change", "tenants/acme")
    assert own["actor"] in str(operator.key)
    assert own["actor_name"] == "operator"


def test_a_company_is_told_that_it_was_the_operator_and_not_which_of_its_keys(
    operator: Api, acme: Company
) -> None:
    operator.patch("/v1/tenants/acme", {"limits": {"max_employees": 7}}).ok()
    answer = acme.admin.get("/v1/audit-events")
    (event,) = (one for one in answer.ok()["items"] if one["action"] == "tenants.change")
    assert event["after"]["limits"]["max_employees"] == 7
    told = (event["actor"], event["actor_kind"], event["actor_name"])
    assert told == ("operator", "operator", None)
    assert str(operator.key).split("_")[2] not in answer.text


def test_what_is_done_to_one_company_is_in_no_others_log(
    operator: Api, acme: Company, globex: Company
) -> None:
    before = globex.admin.get("/v1/audit-events").ok()["items"]
    operator.patch("/v1/tenants/acme", {"status": "suspended"}).ok()
    assert globex.admin.get("/v1/audit-events").ok()["items"] == before


def test_an_operators_change_that_is_refused_is_in_no_log(
    operator: Api, acme: Company, world: World
) -> None:
    operator.patch("/v1/tenants/acme", {"status": "active"}, if_match='"9"').problem(412)
    operator.post("/v1/tenants", {"id": "acme", "name": "x"}).problem(409)
    assert events_of(acme.admin, "tenants.change") == []
    assert [one["action"] for one in of_the_operator(world)].count("tenants.create") == 1


def test_a_companys_sign_in_is_changed_in_both_logs(
    operator: Api, acme: Company, world: World
) -> None:
    provider = {
        "issuer": "https://provider.example",
        "audience": "servicescore",
        "key_set": "https://provider.example/keys",
        "roles": {"people": "hr"},
    }
    operator.put("/v1/tenants/acme/sign-in", provider).ok()
    operator.delete("/v1/tenants/acme/sign-in").ok(204)
    (said,) = events_of(acme.auditor, "tenants.sign_in_change")
    (ended,) = events_of(acme.auditor, "tenants.sign_in_remove")
    assert (said["target"], said["before"]) == ("tenant/sign-in", None)
    assert said["after"]["issuer"] == ended["before"]["issuer"] == "https://provider.example"
    targets = [one["target"] for one in of_the_operator(world) if "sign_in" in one["action"]]
    assert targets == ["tenants/acme/sign-in"] * 2


def test_an_older_event_with_a_bonus_base_is_shown_without_the_figure() -> None:
    """It was written before the log withheld money. A copy of the company shows it so too."""
    event = AuditEvent(
        id="evt_1",
        at="2026-11-05T08:00:00.000Z",
        actor="000000000000",
        role="hr",
        action="employees.change",
        target="employees/1",
        before='{"name":"Ann","bonus_base":"1500.50"}',
        after='{"name":"Ann","bonus_base":"2000"}',
    )
    shown = service.described(event)
    assert shown["before"] == {"name": "Ann", "bonus_base": "set"}
    assert shown["after"] == {"name": "Ann", "bonus_base": "changed"}


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (None, "1", (None, "set")),
        ("1", "1", ("set", "set")),
        ("1", "2", ("set", "changed")),
        ("1", None, ("set", None)),
        (None, None, (None, None)),
        ("set", "changed", ("set", "changed")),
    ],
)
def test_of_money_an_event_says_whether_it_is_there_and_whether_it_changed(
    before: str | None, after: str | None, words: tuple[str | None, str | None]
) -> None:
    sides = without_money({"bonus_base": before}, {"bonus_base": after})
    assert tuple(side and side["bonus_base"] for side in sides) == words
