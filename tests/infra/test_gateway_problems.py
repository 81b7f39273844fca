"""The gateway's own answers have the shape of the application's answers."""

import json
from typing import Any

import pytest

from infra.gateway_problems import EXTENSION, PROBLEMS, GatewayProblem, in_definition, responses

#: Every kind that API Gateway documents for REST APIs.
KINDS = {
    "ACCESS_DENIED", "API_CONFIGURATION_ERROR", "AUTHORIZER_CONFIGURATION_ERROR",
    "AUTHORIZER_FAILURE", "BAD_REQUEST_BODY", "BAD_REQUEST_PARAMETERS", "DEFAULT_4XX",
    "DEFAULT_5XX", "EXPIRED_TOKEN", "INTEGRATION_FAILURE", "INTEGRATION_TIMEOUT",
    "INVALID_API_KEY", "INVALID_SIGNATURE", "MISSING_AUTHENTICATION_TOKEN", "QUOTA_EXCEEDED",
    "REQUEST_TOO_LARGE", "RESOURCE_NOT_FOUND", "THROTTLED", "UNAUTHORIZED",
    "UNSUPPORTED_MEDIA_TYPE", "WAF_FILTERED",
}  # fmt: skip


def by_kind(kind: str) -> GatewayProblem:
    (found,) = [problem for problem in PROBLEMS if problem.kind == kind]
    return found


def test_every_kind_has_a_problem_of_ours() -> None:
    assert {problem.kind for problem in PROBLEMS} == KINDS
    assert len(PROBLEMS) == len(KINDS)


@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda problem: problem.kind)
def test_a_problem_is_rfc_9457_with_code_and_request_id(problem: GatewayProblem) -> None:
    response = problem.response()
    body = json.loads(response["responseTemplates"]["application/json"])
    assert body.keys() == {"type", "title", "status", "detail", "code", "request_id"}
    assert body["status"] == int(response["statusCode"])
    assert body["request_id"] == "$context.requestId"
    content_type = response["responseParameters"]["gatewayresponse.header.Content-Type"]
    assert content_type == "'application/problem+json'"


@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda problem: problem.kind)
def test_a_problem_says_what_is_wrong_in_chinese_and_in_english(problem: GatewayProblem) -> None:
    assert any("一" <= character <= "鿿" for character in problem.zh)
    assert problem.en.isascii()


@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda problem: problem.kind)
def test_a_template_holds_no_variable_but_the_request_id(problem: GatewayProblem) -> None:
    """A variable with the gateway's message may repeat the caller's input, quotes included."""
    template = problem.response()["responseTemplates"]["application/json"]
    assert template.count("$") == 1


@pytest.mark.parametrize(
    ("kind", "status", "code"),
    [
        ("UNAUTHORIZED", 401, "unauthenticated"),
        ("ACCESS_DENIED", 401, "unauthenticated"),
        ("MISSING_AUTHENTICATION_TOKEN", 404, "not_found"),
        ("REQUEST_TOO_LARGE", 413, "body_too_large"),
        ("UNSUPPORTED_MEDIA_TYPE", 415, "not_json"),
        ("THROTTLED", 429, "too_many_requests"),
        ("INTEGRATION_TIMEOUT", 504, "timeout"),
    ],
)
def test_a_kind_has_the_status_and_code_of_the_contract(kind: str, status: int, code: str) -> None:
    assert (by_kind(kind).status, by_kind(kind).code) == (status, code)


@pytest.mark.parametrize("kind", ["THROTTLED", "QUOTA_EXCEEDED"])
def test_whoever_is_held_back_is_told_when_to_come_again(kind: str) -> None:
    assert by_kind(kind).header == ("Retry-After", "1")


def test_the_api_definition_holds_them_all(resources: dict[str, Any]) -> None:
    definition = resources["RestAPI"]["Properties"]["DefinitionBody"]
    assert definition[EXTENSION] == in_definition()
    assert definition[EXTENSION].keys() == KINDS


def test_a_page_reads_the_gateways_refusals_if_the_stage_names_origins() -> None:
    """401, 429 and 504 are the gateway's own: without the header a page sees no status at all."""
    name = "gatewayresponse.header.Access-Control-Allow-Origin"
    for response in in_definition().values():
        choice = response["responseParameters"][name]["Fn::If"]
        assert choice == ["HasCorsOrigins", "'*'", {"Ref": "AWS::NoValue"}]
    assert all(name not in one["responseParameters"] for one in responses().values())
    for response in responses(readable=True).values():
        assert response["responseParameters"][name] == "'*'"


def test_what_no_route_takes_reaches_the_function_without_an_authorizer(
    resources: dict[str, Any],
) -> None:
    """So a wrong method is a 405, and an unknown path a 404, in the caller's language."""
    paths = resources["RestAPI"]["Properties"]["DefinitionBody"]["paths"]
    route = paths["/v1/health"]["get"]["x-amazon-apigateway-integration"]
    for path in ("/", "/{proxy+}"):
        assert set(paths[path]) == {"delete", "get", "head", "options", "patch", "post", "put"}
        for method in paths[path].values():
            assert "security" not in method
            assert method["x-amazon-apigateway-integration"] == route
