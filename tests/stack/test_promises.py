"""The API's promises, tested with the deployed gateway, authorizer and functions."""

import base64
import re
import uuid
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from tests.api.clock import Clock
from tests.api.sign_in.provider import Provider, serving
from tests.stack.conftest import Stack

pytestmark = pytest.mark.stack


@pytest.fixture(scope="module")
def admin(stack: Stack) -> str:
    """Return the admin key of a company for this module."""
    tenant = f"promises-{uuid.uuid4().hex[:8]}"
    body = {"id": tenant, "name": {"zh": "承诺", "en": "Promises"}, "unknown_employees": "create"}
    made = stack.request("POST", "/v1/tenants", stack.operator_key, json=body)
    assert made.status_code == 201, made.text
    return str(made.json()["api_key"]["secret"])


def test_the_page_and_every_file_it_names_are_served_under_the_stages_path(stack: Stack) -> None:
    page = stack.request("GET", "/v1/docs")
    assert page.status_code == 200
    assert page.headers["Content-Type"].startswith("text/html")
    for name in re.findall(r'(?:src|href)="(docs/assets/[^"]+)"', page.text):
        found = stack.request("GET", f"/v1/{name}")
        assert found.status_code == 200
        assert "javascript" in found.headers["Content-Type"] or name.endswith(".css")
        assert len(found.content) > 100


def test_the_document_names_the_api_by_a_path_relative_to_itself(stack: Stack) -> None:
    document = stack.request("GET", "/v1/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    assert document["servers"] == [{"url": ".."}]
    assert "/v1/uploads" in document["paths"]


def test_an_id_in_chinese_goes_through_the_gateways_path(stack: Stack, admin: str) -> None:
    path = f"/v1/employees/{quote('王小明 2')}"
    made = stack.request("PUT", path, admin, json={"team": "红队"})
    assert made.status_code == 201, made.text
    found = stack.request("GET", path, admin)
    assert found.json()["id"] == "王小明 2"
    listed = stack.request("GET", "/v1/employees", admin, params={"team": "红队"}).json()
    assert [person["id"] for person in listed["items"]] == ["王小明 2"]


def test_a_caller_of_several_roles_and_teams_reaches_the_function_as_the_authorizer_says(
    stack: Stack, admin: str
) -> None:
    """Names of teams pass the gateway as JSON in a text; the authorizer reads the person."""
    path = "/v1/employees/lead-1"
    made = stack.request("PUT", path, admin, json={"team": "红队"})
    assert made.status_code == 201, made.text
    teams = ["红队", 'the "A" team', *(f"{number:02d} 组" for number in range(48))]
    body = {"roles": ["supervisor", "agent"], "teams": teams, "employee_id": "lead-1"}
    key = stack.request("POST", "/v1/api-keys", admin, json=body).json()["secret"]
    me = stack.request("GET", "/v1/me", key)
    assert me.status_code == 200, me.text
    told = {name: me.json()[name] for name in ("roles", "teams", "employee_id")}
    assert told == {**body, "teams": sorted(teams)}
    assert stack.request("GET", path, key).status_code == 200
    assert stack.request("DELETE", path, admin).status_code == 204
    new = stack.request("POST", "/v1/api-keys", admin, json=body)
    assert new.json()["errors"][0]["code"] == "nobody_has_the_id"


def test_a_spreadsheet_leaves_as_the_bytes_that_it_is(stack: Stack, admin: str) -> None:
    template = {"template": "quality-standard", "code": "quality"}
    assert stack.request("POST", "/v1/schemes", admin, json=template).status_code == 201
    asked = {"format": "xlsx", "version": "draft"}
    found = stack.request("GET", "/v1/schemes/quality/upload-template", admin, params=asked)
    assert found.status_code == 200, found.text
    assert found.headers["Content-Type"].endswith("spreadsheetml.sheet")
    assert found.content.startswith(b"PK\x03\x04")


def test_a_body_reaches_the_function_digit_by_digit_and_in_utf_8(stack: Stack, admin: str) -> None:
    body = '{"name": "李娜", "bonus_base": 1234.50}'.encode()
    headers = {"Content-Type": "application/json"}
    made = stack.request("PUT", "/v1/employees/exact", admin, data=body, headers=headers)
    assert (made.json()["name"], made.json()["bonus_base"]) == ("李娜", "1234.50")


def test_every_answer_tells_request_language_and_rate(stack: Stack, admin: str) -> None:
    found = stack.request("GET", "/v1/tenant", admin, headers={"Accept-Language": "zh-CN"})
    assert found.headers["X-Request-Id"]
    assert found.headers["Content-Language"] == "zh"
    assert found.headers["RateLimit-Policy"] == '"requests";q=1200;w=60, "credential";q=720;w=60'
    again = stack.request(
        "GET", "/v1/tenant", admin, headers={"If-None-Match": found.headers["ETag"]}
    )
    assert (again.status_code, again.content) == (304, b"")


def test_a_repeated_post_is_answered_again_and_done_once(stack: Stack, admin: str) -> None:
    headers = {"Idempotency-Key": uuid.uuid4().hex}
    body = {"role": "hr", "name": "once"}
    answers = [
        stack.request("POST", "/v1/api-keys", admin, json=body, headers=headers) for _ in range(2)
    ]
    assert answers[0].json() == answers[1].json()
    assert answers[1].headers["Idempotency-Replayed"] == "true"
    names = [key["name"] for key in stack.request("GET", "/v1/api-keys", admin).json()["items"]]
    assert names.count("once") == 1


@pytest.mark.parametrize("known", [True, False])
def test_a_wrong_method_and_a_wrong_path_are_told_by_the_function_in_the_callers_language(
    stack: Stack, admin: str, known: bool
) -> None:
    key = admin if known else None
    chinese = {"Accept-Language": "zh"}
    for method in ("PUT", "POST", "DELETE", "OPTIONS", "HEAD"):
        found = stack.request(method, "/v1/tenant", key, headers=chinese)
        assert (found.status_code, found.headers["Allow"]) == (405, "GET, PATCH"), found.text
    assert found.content == b""
    found = stack.request("GET", f"/v1/employees/{quote('王小明 2')}/erase", key, headers=chinese)
    assert (found.status_code, found.headers["Allow"]) == (405, "POST")
    assert found.json()["detail"] == "此路径只有这些方法：POST。"
    for path in ("/v1/nothing", "/v1/employees/1/2/3", "/v1", "/"):
        found = stack.request("GET", path, key, headers=chinese)
        assert (found.status_code, found.json()["detail"]) == (404, "找不到该路径。"), path
        assert found.headers["Content-Language"] == "zh"


def test_who_is_not_known_is_told_in_both_languages(stack: Stack) -> None:
    """The gateway answers, and cannot choose by Accept-Language."""
    for key in (None, "ssk_acme_000000000000_" + "x" * 43):
        found = stack.request("GET", "/v1/tenant", key, headers={"Accept-Language": "zh"})
        assert (found.status_code, found.headers["Content-Language"]) == (401, "zh, en")
        assert "需要有效的凭证" in found.json()["detail"]


def test_a_cursor_of_the_deployed_service_leads_on_and_is_not_read(
    stack: Stack, admin: str
) -> None:
    for employee in ("secret-1", "secret-2"):
        stack.request("PUT", f"/v1/employees/{employee}", admin, json={"team": "cursors"})
    asked = {"team": "cursors", "limit": "1"}
    first = stack.request("GET", "/v1/employees", admin, params=asked).json()
    assert b"secret" not in base64.urlsafe_b64decode(first["next"] + "==")
    asked["cursor"] = first["next"]
    second = stack.request("GET", "/v1/employees", admin, params=asked).json()
    assert [person["id"] for person in first["items"] + second["items"]] == ["secret-1", "secret-2"]
    assert second["next"] is None


@pytest.fixture
def provider() -> Iterator[Provider]:
    """Start a provider that signs by the real clock, which the deployed authorizer uses."""
    with serving(Provider(_Now())) as found:
        yield found


class _Now(Clock):
    """The real time."""

    @property
    def now(self) -> Any:
        from chalicelib.tenancy.platform import utc_now

        return utc_now()

    @now.setter
    def now(self, _: Any) -> None:
        """Do nothing: the real clock cannot be moved."""


def test_a_token_of_the_companys_provider_is_taken_by_the_deployed_authorizer(
    stack: Stack, admin: str, provider: Provider
) -> None:
    tenant = stack.request("GET", "/v1/tenant", admin).json()["id"]
    path = f"/v1/tenants/{tenant}/sign-in"
    said = stack.request("PUT", path, stack.operator_key, json=provider.settings())
    assert said.status_code == 200, said.text
    found = stack.request("GET", "/v1/tenant", provider.token())
    assert found.status_code == 200, found.text
    assert found.json()["id"] == tenant
    forged = stack.request("GET", "/v1/tenant", provider.token(aud="another"))
    assert forged.status_code == 401
    assert forged.json()["code"] == "unauthenticated"
    assert stack.request("DELETE", path, stack.operator_key).status_code == 204
