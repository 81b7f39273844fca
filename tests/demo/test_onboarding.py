"""Onboarding a company once, and using it again afterwards."""

import json
from pathlib import Path

from chalicelib.templates.library import template
from demo.client import Client
from demo.onboarding import onboard, publish_scheme, register_people
from demo.state import State, TenantState
from demo.tenants import TENANTS
from tests.demo.conftest import Service

COURIER, TELECOM = TENANTS[1:]


def _made(secret: str) -> tuple[int, dict[str, str], object]:
    return 201, {}, {"tenant": {}, "api_key": {"id": "key_1", "secret": secret}}


def test_a_new_company_is_onboarded_and_its_key_kept(service: Service, tmp_path: Path) -> None:
    service.answers = [_made("secret-1")]
    state = State(tmp_path / "demo.json")
    kept, is_new = onboard(Client(service.url, "operator"), state, COURIER)
    assert (kept, is_new) == (TenantState("feiyan-express", "secret-1"), True)
    assert "secret-1" in state.path.read_text(encoding="utf-8")
    assert json.loads(service.asked[0]["body"]) == {
        "id": "feiyan-express",
        "name": COURIER.name,
        "time_zone": "Asia/Shanghai",
        "locale": "zh",
    }


def test_a_company_whose_key_still_works_is_used_again(service: Service, tmp_path: Path) -> None:
    service.answers = [(200, {}, {"id": "feiyan-express"})]
    known = TenantState("feiyan-express", "secret-1")
    state = State(tmp_path / "demo.json", {"feiyan-express": known})
    assert onboard(Client(service.url, "operator"), state, COURIER) == (known, False)
    assert [asked["path"] for asked in service.asked] == ["/v1/tenant"]


def test_a_company_whose_key_was_lost_is_made_again_under_a_free_id(
    service: Service, tmp_path: Path
) -> None:
    service.answers = [(401, {}, {}), (409, {}, {"code": "exists"}), _made("secret-2")]
    lost = TenantState("feiyan-express", "secret-1")
    state = State(tmp_path / "demo.json", {"feiyan-express": lost})
    kept, is_new = onboard(Client(service.url, "operator"), state, COURIER)
    assert (kept.tenant_id, kept.key, is_new) == ("feiyan-express-2", "secret-2", True)


def test_the_scheme_is_made_from_its_template_with_every_parameter_settled(
    service: Service,
) -> None:
    draft = (201, {"ETag": '"1"'}, {"versions": []})
    service.answers = [(404, {}, {}), draft, (201, {}, {"version": 1})]
    assert publish_scheme(Client(service.url, "key"), COURIER)
    _, created, published = service.asked
    body = json.loads(created["body"])
    assert (body["template"], body["code"]) == ("courier", "courier-service")
    assert body["parameters"]["csat_target"] == "88"
    assert body["parameters"]["exam_target"] == {"confirmed": True}
    open_in_template = template("courier").document()["parameters"]
    assert set(body["parameters"]) == {parameter["code"] for parameter in open_in_template}
    assert published["path"] == "/v1/schemes/courier-service/publish"
    assert published["headers"]["If-Match"] == '"1"'
    assert json.loads(published["body"]) == {"effective_from": "2026-08"}


def test_a_company_whose_departments_send_parts_has_them_as_sources(service: Service) -> None:
    """The template's sources are put together to those of the company's two departments."""
    columns = [{"code": "contacts", "source": "service_system"}]
    columns += [{"code": "record_errors", "source": "inspection"}]
    draft = (201, {"ETag": '"1"'}, {"versions": [], "document": {"columns": columns}})
    saved = (200, {"ETag": '"2"'}, {"versions": []})
    service.answers = [(404, {}, {}), draft, saved, (201, {}, {"version": 1})]
    assert publish_scheme(Client(service.url, "key"), TELECOM)
    _, _, put, published = service.asked
    document = json.loads(put["body"])
    assert [one["code"] for one in document["sources"]] == ["operations", "quality"]
    assert [one["source"] for one in document["columns"]] == ["operations", "quality"]
    assert put["headers"]["If-Match"] == '"1"'
    assert published["headers"]["If-Match"] == '"2"'


def test_a_scheme_that_was_published_is_left_alone(service: Service) -> None:
    service.answers = [(200, {"ETag": '"2"'}, {"versions": [{"version": 1}]})]
    assert not publish_scheme(Client(service.url, "key"), COURIER)
    assert len(service.asked) == 1


def test_everybody_is_registered_with_team_status_and_bonus_base(service: Service) -> None:
    service.answers = [(200, {}, {"items": [{}] * len(COURIER.agents)})]
    assert register_people(Client(service.url, "key"), COURIER) == 40
    people = json.loads(service.asked[0]["body"])["employees"]
    assert [person["id"] for person in people] == [agent.employee_id for agent in COURIER.agents]
    assert {person["status"] for person in people} == {"active", "left"}
    assert all(1600 <= int(person["bonus_base"]) <= 3600 for person in people)
    assert len({person["bonus_base"] for person in people}) > 20
