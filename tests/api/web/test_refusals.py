"""The errors of every route: one shape, in the caller's language, without internal details."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.tenancy.roles import Role
from chalicelib.web.faults import WORDS
from chalicelib.web.registry import Route
from chalicelib.web.unrouted import Unrouted
from tests.api.answer import Reply
from tests.api.client import Api
from tests.api.company import Company
from tests.api.unlimited import unlimited
from tests.api.uploads.sending import Desk, csv_of, published
from tests.api.web.permissions import PERMISSIONS
from tests.api.web.walking import LISTS, PRIVATE, ROUTES, WITH_BODY, ask, named, path_of
from tests.api.world import World


@pytest.fixture
def callers(acme: Company, operator: Api) -> dict[str, Api]:
    """The admin's key is bound to a person, for routes at which somebody decides.

    Of as many requests as there are routes, none is one too many.
    """
    unlimited(operator)
    admin = acme.with_role("admin", employee_id="head-of-service")
    others = {"agent": acme.agent, "payroll": acme.payroll, "inspector": acme.inspector}
    return {"admin": admin, "hr": acme.hr, "operator": operator, **others}


def _caller(callers: dict[str, Api], route: Route) -> Api:
    """Return a caller whose role may call the route."""
    allowed = PERMISSIONS[route.operation]
    return next(caller for role, caller in callers.items() if Role(role) in allowed)


@pytest.mark.parametrize("route", PRIVATE, ids=named)
def test_without_a_credential_it_is_401(api: Api, route: Route) -> None:
    problem = ask(api, route).problem(401, "unauthenticated")
    assert "Bearer" in problem["detail"]


@pytest.mark.parametrize("route", PRIVATE, ids=named)
def test_with_an_unknown_key_it_is_401(api: Api, route: Route) -> None:
    key = "ssk_acme_000000000000_" + "x" * 43
    assert ask(api.as_(key), route).problem(401)["code"] == "unauthenticated"


def test_a_thing_that_is_not_there_is_404_on_every_route(callers: dict[str, Api]) -> None:
    for route in PRIVATE:
        if route.method in ("GET", "DELETE") and route.path.endswith("}"):
            reply = ask(_caller(callers, route), route)
            # An unknown month is an empty list of scorecards, not an error.
            if reply.status != 200:
                reply.problem(404, "not_found")


@pytest.mark.parametrize("name", ["a%0ab", "a%0db", "a%00b", "a%2fb", "%ff"])
def test_an_id_that_none_can_have_is_nobody(acme: Company, name: str) -> None:
    acme.hr.get(f"/v1/employees/{name}").problem(404, "not_found")
    acme.hr.put(f"/v1/employees/{name}", {"status": "active"}).problem(422, "invalid_request")


def test_a_path_that_is_none_is_404_in_the_callers_language(acme: Company, api: Api) -> None:
    for caller in (acme.admin, api):
        for path in ("/v1/nothing", "/", "/v1/employees/1/nothing", "/v1", "/v2/tenant"):
            found = caller.in_("zh").get(path)
            assert found.problem(404, "not_found")["missing"] == "path"
            assert found.json["detail"] == "找不到该路径。"
            assert found.headers["content-language"] == "zh"
    assert api.get("/v1/nothing").problem(404)["detail"] == "There is no such path."


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("PUT", "/v1/tenant", "GET, PATCH"),
        ("POST", "/v1/employees/王小明", "DELETE, GET, PATCH, PUT"),
        # A literal part goes before a parameter: `batch` is nobody's id.
        ("GET", "/v1/employees/batch", "POST"),
        ("DELETE", "/v1/improvement-plans/", "GET, POST"),
        ("POST", "/v1/health", "GET"),
    ],
)
def test_a_method_that_a_path_does_not_have_is_405_with_those_that_it_has(
    acme: Company, api: Api, method: str, path: str, allow: str
) -> None:
    """Known or not, the caller reads what stands in the OpenAPI document, which is public."""
    for caller in (acme.admin, api):
        found = caller.in_("en").call(method, path, {})
        problem = found.problem(405, "method_not_allowed")
        assert problem["detail"] == f"This path has these methods only: {allow}."
        assert found.headers["allow"] == allow


def test_head_is_answered_without_a_body(acme: Company) -> None:
    found = acme.admin.call("HEAD", "/v1/tenant")
    assert (found.status, found.content) == (405, b"")
    assert found.headers["allow"] == "GET, PATCH"


def test_a_request_without_a_route_leaves_a_line_without_its_path(
    api: Api, lines: Callable[[], Any]
) -> None:
    """A wrong path may hold somebody's id."""
    api.get("/v1/employee/wang-li")
    line = lines()[-1]
    assert (line["operation"], line["path"], line["status"]) == ("unrouted", "/{proxy+}", 404)
    assert "wang-li" not in str(line)


def test_every_route_is_found_by_its_own_path() -> None:
    import app

    others = Unrouted(app.app.methods, app.platform)
    for route in ROUTES:
        assert route.method in others.methods(path_of(route)), route.operation


def test_a_body_that_is_no_json_is_400_on_every_route(callers: dict[str, Api]) -> None:
    headers = {"Content-Type": "application/json"}
    for route in WITH_BODY:
        caller = _caller(callers, route)
        ask(caller, route, content=b'{"a": ', headers=headers).problem(400, "unreadable_json")
        ask(caller, route, content=b'{"a": NaN}', headers=headers).problem(400, "unreadable_json")
        ask(caller, route, content=b"\xff\xfe", headers=headers).problem(400, "unreadable_json")


def test_why_a_body_cannot_be_read_is_said_in_the_callers_language(acme: Company) -> None:
    headers = {"Content-Type": "application/json"}
    asked = {"content": b'{"name" 1}', "headers": headers, "if_match": "*"}
    zh = acme.admin.in_("zh").patch("/v1/tenant", **asked).problem(400, "unreadable_json")
    en = acme.admin.patch("/v1/tenant", **asked).problem(400, "unreadable_json")
    assert zh["detail"] == "无法读取 JSON：第 1 行第 9 列处不是有效的 JSON。"
    assert en["detail"] == "The JSON cannot be read: not valid JSON at line 1, column 9."


def test_a_body_that_is_no_object_is_422_on_every_route(callers: dict[str, Api]) -> None:
    for route in WITH_BODY:
        problem = ask(_caller(callers, route), route, [1, 2]).problem(422)
        assert [fault["code"] for fault in problem["errors"]] == ["not_object"], route.operation


def test_a_body_of_another_type_is_415_on_every_route(callers: dict[str, Api]) -> None:
    for route in WITH_BODY:
        reply = ask(
            _caller(callers, route), route, content=b"a=1", headers={"Content-Type": "text/plain"}
        )
        reply.problem(415, "not_json")


def test_a_body_over_2_mb_is_413_on_every_route(callers: dict[str, Api]) -> None:
    large = b'"' + b"a" * (2 * 1024 * 1024) + b'"'
    headers = {"Content-Type": "application/json"}
    for route in WITH_BODY:
        reply = ask(_caller(callers, route), route, content=large, headers=headers)
        reply.problem(413, "body_too_large")


def test_a_query_parameter_given_twice_is_400_on_every_route(callers: dict[str, Api]) -> None:
    for route in PRIVATE:
        if route.query is not None:
            reply = ask(_caller(callers, route), route, path=path_of(route) + "?x=1&x=2")
            reply.problem(400, "repeated_parameter")


def test_an_unknown_query_parameter_is_422_on_every_route(callers: dict[str, Api]) -> None:
    for route in PRIVATE:
        if route.query is not None:
            problem = ask(_caller(callers, route), route, query={"color": "red"}).problem(422)
            faults = {fault["parameter"]: fault for fault in problem["errors"]}
            assert faults["color"]["code"] == "unknown_member", route.operation
            assert faults["color"]["message"] == "There is no parameter of this name."


@pytest.mark.parametrize("limit", ["0", "201", "-1", "ten", "1.5", ""])
def test_a_list_gives_1_to_200_at_a_time(callers: dict[str, Api], limit: str) -> None:
    for route in LISTS:
        problem = ask(_caller(callers, route), route, query={"limit": limit}).problem(422)
        assert problem["errors"][0]["parameter"] == "limit", route.operation


def test_a_change_without_the_etag_it_needs_is_428(callers: dict[str, Api]) -> None:
    for route in PRIVATE:
        if route.needs_if_match:
            caller = _caller(callers, route)
            reply = caller.call(route.method, path_of(route), {} if route.body else None)
            assert reply.status in (422, 428), route.operation
            if reply.status == 428:
                reply.problem(428, "etag_required")


def test_the_caller_reads_the_reason_in_chinese_or_english(acme: Company) -> None:
    refused = acme.hr.in_("zh-CN,zh;q=0.9,en;q=0.5").post("/v1/api-keys", {"role": "hr"})
    assert refused.problem(403)["detail"] == "该凭证的角色无权执行此操作。可执行的角色：admin。"
    assert refused.headers["content-language"] == "zh"
    refused = acme.hr.in_("en-GB").post("/v1/api-keys", {"role": "hr"})
    refusal = refused.problem(403)
    assert refusal["detail"] == "No role of this credential may do this. Roles that may: admin."
    assert refusal["roles"] == ["admin"]
    assert refused.headers["content-language"] == "en"


@pytest.mark.parametrize("route", ROUTES, ids=named)
def test_every_answer_names_its_request(api: Api, route: Route) -> None:
    assert ask(api, route).headers["x-request-id"]


def test_something_unforeseen_is_a_500_that_tells_nothing(
    acme: Company, monkeypatch: pytest.MonkeyPatch, lines: object
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("the password is swordfish")

    monkeypatch.setattr("chalicelib.companies.service.own", broken)
    reply = acme.admin.get("/v1/tenant")
    problem = reply.problem(500, "internal_error")
    assert "swordfish" not in reply.text
    assert "RuntimeError" not in reply.text
    written = [line for line in lines() if line["request_id"] == problem["request_id"]]  # type: ignore[operator]
    assert len(written) == 1
    assert written[0]["error"] == "RuntimeError"
    assert "swordfish" not in str(written)
    assert any("broken" in place for place in written[0]["at"])


def test_faults_of_query_and_path_name_a_parameter_and_those_of_a_body_a_place(
    acme: Company,
) -> None:
    simulated = acme.hr.post("/v1/schemes/x/simulate", {"boss": 1}, query={"limit": 0})
    assert _places(simulated) == [{"parameter": "limit"}]
    simulated = acme.hr.post("/v1/schemes/x/simulate", {"period": "2026-10", "a/b": 1})
    assert _places(simulated) == [{"pointer": "/a~1b"}]
    # By the schema, by a service, by both of a route's own checks; none takes a body.
    assert _places(acme.hr.get("/v1/employees?a/b=1")) == [{"parameter": "a/b"}]
    assert _places(acme.admin.get("/v1/events?type=x")) == [{"parameter": "type"}]
    card = "/v1/employees/1/scorecards/2026-10"
    assert _places(acme.hr.get(f"{card}?pilot=1")) == [{"parameter": "scheme"}]
    assert _places(acme.hr.put("/v1/employees/a%0ab", {"status": "active"})) == [
        {"parameter": "employee_id"}
    ]
    assert _places(acme.hr.put("/v1/employees/1", {"team": 5})) == [{"pointer": "/team"}]


def _places(reply: Reply) -> list[dict[str, str]]:
    faults = reply.problem(422)["errors"]
    return [
        {name: fault[name] for name in ("pointer", "parameter") if name in fault}
        for fault in faults
    ]


def test_a_404_says_which_of_several_things_is_missing(acme: Company, world: World) -> None:
    published(acme)
    desk = Desk(world, acme.hr, "acme")
    desk.send(csv_of("1001,,red,4000,100,88,100", "8001,,blue,4000,100,88,100"))
    path = "/v1/employees/{}/scorecards/{}"

    def missing(caller: Api, employee: str, period: str, query: str = "") -> str:
        reply = caller.get(path.format(employee, period) + query)
        return str(reply.problem(404)["missing"])

    for reader in (acme.admin, acme.hr, acme.auditor):
        assert missing(reader, "nobody", "2026-10") == "employee"
        assert missing(reader, "1001", "2026-09") == "period"
        assert missing(reader, "1001", "october") == "period"
        assert missing(reader, "1001", "2026-10", "?scheme=other") == "scheme"
        assert missing(reader, "1001", "2026-10", "?revision=9") == "revision"
    # A supervisor is told of the own team alone.
    assert missing(acme.supervisor, "1001", "2026-09") == "period"
    for employee in ("8001", "nobody"):
        for period in ("2026-09", "2026-10"):
            assert missing(acme.supervisor, employee, period) == "employee"
            assert missing(acme.agent, employee, period) == "employee"
    # An agent is not told that the own month waits to be published.
    acme.hr.patch("/v1/employees/1001", {"team": "red"}).ok()
    for period in ("2026-09", "2026-10"):
        assert missing(acme.agent, "1001", period) == "period"


def test_a_404_of_one_thing_names_it_in_the_callers_language(acme: Company) -> None:
    found = acme.admin.get("/v1/schemes/none").problem(404, "not_found")
    assert found["missing"] == "scheme"
    found = acme.admin.in_("zh").get("/v1/uploads/none").problem(404, "not_found")
    assert (found["missing"], found["detail"]) == ("upload", "找不到该上传。")


def test_that_nothing_was_changed_is_said_of_changes_alone(acme: Company) -> None:
    change = acme.hr.put("/v1/employees/1", {"boss": 1}).problem(422)
    reading = acme.hr.get("/v1/employees?boss=1").problem(422)

    assert change["detail"] == "The request has 1 fault. Nothing was changed."
    assert reading["detail"] == "The request has 1 fault."
    several = acme.hr.put("/v1/employees/1", {"boss": 1, "name": 2}).problem(422)
    assert several["detail"].startswith("The request has 2 faults.")


def test_chinese_sentences_have_chinese_punctuation() -> None:
    half_width = re.compile("[\u4e00-\u9fff][,:;]|[,:;][\u4e00-\u9fff]")
    assert [words.zh for words in WORDS.values() if half_width.search(words.zh)] == []
