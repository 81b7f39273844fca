"""Pages of the stage's origins read every answer; pages of other origins none."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

import app
from chalicelib.handlers import api as deployed
from chalicelib.tenancy.platform import Platform, Settings
from chalicelib.web import cors
from infra.openapi.components import HEADERS

PAGE = "https://hr.example.com"
OTHER = "https://elsewhere.example.com"
ALLOW = "Access-Control-Allow-Origin"
#: What every page may read of every answer (the Fetch standard).
ALWAYS_READ = {"Cache-Control", "Content-Language", "Content-Type"}


@pytest.fixture
def pages(platform: Platform) -> Iterator[None]:
    """The stage names one origin."""
    before = platform.settings
    platform.settings = replace(before, cors_origins=(PAGE, "http://localhost:5173"))
    yield
    platform.settings = before


def asked(method: str, path: str, resource: str = "/{proxy+}", **headers: str) -> dict[str, Any]:
    """Send a request as the gateway hands it over; return its answer."""
    event = {
        "requestContext": {"resourcePath": resource, "httpMethod": method, "requestId": "req_1"},
        "path": path,
        "headers": {name.replace("_", "-"): value for name, value in headers.items()},
        "multiValueQueryStringParameters": None,
        "pathParameters": {"proxy": path.lstrip("/")} if resource == "/{proxy+}" else None,
        "stageVariables": None,
        "body": None,
    }
    answer: dict[str, Any] = app.app(event, None)
    assert deployed.handle(event, None)["statusCode"] == answer["statusCode"]
    return answer


def preflight(path: str, origin: str, method: str = "GET") -> dict[str, Any]:
    return asked("OPTIONS", path, Origin=origin, Access_Control_Request_Method=method)


def test_a_preflight_is_told_the_methods_and_headers_of_the_path(pages: None) -> None:
    answer = preflight("/v1/uploads", PAGE, "POST")
    assert answer["statusCode"] == 204
    assert answer["headers"][ALLOW] == PAGE
    assert answer["headers"]["Access-Control-Allow-Methods"] == "GET, POST"
    allowed = answer["headers"]["Access-Control-Allow-Headers"].split(", ")
    assert {"Authorization", "Content-Type", "If-Match", "Idempotency-Key"} <= set(allowed)
    assert "Origin" in answer["headers"]["Vary"]


def test_every_origin_of_the_stage_is_answered_by_its_own_name(pages: None) -> None:
    answer = preflight("/v1/health", "http://localhost:5173")
    assert answer["headers"][ALLOW] == "http://localhost:5173"


@pytest.mark.parametrize("origin", [OTHER, "null", PAGE + ".example.net", PAGE.upper()])
def test_a_preflight_of_another_origin_is_a_wrong_method_as_ever(pages: None, origin: str) -> None:
    answer = preflight("/v1/health", origin)
    assert answer["statusCode"] == 405
    assert ALLOW not in answer["headers"]


def test_without_origins_nothing_is_said_of_them(platform: Platform) -> None:
    answer = preflight("/v1/health", PAGE)
    assert answer["statusCode"] == 405
    assert not {name for name in answer["headers"] if name.startswith("Access-Control-")}
    assert "Origin" not in answer["headers"]["Vary"]


def test_a_page_reads_an_answer_with_the_headers_that_it_needs(pages: None) -> None:
    answer = asked("GET", "/v1/health", "/v1/health", origin=PAGE)
    assert (answer["statusCode"], answer["headers"][ALLOW]) == (200, PAGE)
    exposed = answer["headers"]["Access-Control-Expose-Headers"].split(", ")
    assert {"ETag", "Location", "Retry-After", "X-Request-Id"} <= set(exposed)


def test_every_header_of_the_document_may_be_read() -> None:
    told = set(cors.EXPOSED_HEADERS.split(", ")) | ALWAYS_READ
    assert set(HEADERS) <= told


@pytest.mark.parametrize(
    ("method", "path", "resource", "status"),
    [
        ("GET", "/v1/nothing", "/{proxy+}", 404),
        ("DELETE", "/v1/health", "/{proxy+}", 405),
        ("OPTIONS", "/v1/nothing", "/{proxy+}", 404),
        ("GET", "/v1/tenant", "/v1/tenant", 401),
    ],
)
def test_errors_carry_the_header_too(
    pages: None, method: str, path: str, resource: str, status: int
) -> None:
    answer = asked(method, path, resource, Origin=PAGE, Access_Control_Request_Method="GET")
    assert (answer["statusCode"], answer["headers"][ALLOW]) == (status, PAGE)


def test_a_cache_keeps_answers_for_each_origin_apart(pages: None) -> None:
    for headers in ({}, {"Origin": OTHER}, {"Origin": PAGE}):
        answer = asked("GET", "/v1/health", "/v1/health", **headers)
        assert answer["headers"]["Vary"].endswith(", Origin")
    assert ALLOW not in asked("GET", "/v1/health", "/v1/health", Origin=OTHER)["headers"]


def test_every_origin_may_be_named(platform: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "settings", replace(platform.settings, cors_origins=("*",)))
    assert preflight("/v1/health", OTHER)["headers"][ALLOW] == "*"


def test_no_answer_lets_a_browser_send_what_it_keeps(pages: None) -> None:
    answer = asked("GET", "/v1/health", "/v1/health", Origin=PAGE)
    assert "Access-Control-Allow-Credentials" not in answer["headers"]


@pytest.mark.parametrize(
    ("told", "origins"), [("", ()), (PAGE, (PAGE,)), (f"{PAGE},*", (PAGE, "*"))]
)
def test_the_function_reads_the_origins_from_its_environment(
    monkeypatch: pytest.MonkeyPatch, told: str, origins: tuple[str, ...]
) -> None:
    monkeypatch.setenv("SERVICESCORE_CORS_ORIGINS", told)
    assert Settings.from_environment().cors_origins == origins
