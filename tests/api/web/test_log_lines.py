"""Log lines: one for each request, with the data to find it and without the request's content."""

import json
from collections.abc import Callable
from typing import Any

from chalicelib.telemetry import metrics
from tests.api.client import Api
from tests.api.company import Company
from tests.api.web.walking import ROUTES, ask

Lines = Callable[[], list[dict[str, Any]]]


def test_a_request_has_one_line_with_its_id_company_and_key(acme: Company, lines: Lines) -> None:
    reply = acme.admin.get("/v1/tenant")
    found = [line for line in lines() if line["request_id"] == reply.headers["x-request-id"]]
    assert len(found) == 1
    assert found[0]["tenant"] == "acme"
    assert found[0]["credential"] in acme.admin.key  # type: ignore[operator]
    assert found[0]["operation"] == "tenant.read"
    assert found[0]["status"] == 200


def test_a_refused_role_is_in_the_line_with_company_and_key(acme: Company, lines: Lines) -> None:
    reply = acme.hr.post("/v1/api-keys", {"role": "hr"})
    found = next(line for line in lines() if line["request_id"] == reply.headers["x-request-id"])
    assert (found["status"], found["tenant"]) == (403, "acme")
    assert found["credential"] in acme.hr.key  # type: ignore[operator]


def test_every_route_writes_one_line_for_each_request(acme: Company, lines: Lines) -> None:
    before = len(lines())
    for route in ROUTES:
        ask(acme.admin, route)
    assert len(lines()) - before == len(ROUTES)


def test_no_line_holds_a_secret_a_name_or_what_was_sent(
    operator: Api, acme: Company, lines: Lines
) -> None:
    body = {"id": "hush", "name": {"zh": "机密公司", "en": "Sentinel Holdings"}}
    made = operator.post("/v1/tenants", body, idempotency_key="idem-sentinel").ok(201)
    secret = made["api_key"]["secret"]
    caller = operator.as_(secret)
    caller.post("/v1/api-keys", {"role": "agent", "employee_id": "王小明"}).ok(201)
    caller.post("/v1/api-keys", {"role": "Sentinel"}).problem(422)
    caller.get("/v1/employees/sentinel-person?team=sentinel-team")
    caller.get("/v1/audit-events", query={"cursor": "sentinel-cursor"}).problem(400)
    written = json.dumps(lines(), ensure_ascii=False).lower()
    assert secret.rsplit("_", 1)[1].lower() not in written
    for held in ("sentinel", "机密公司", "王小明"):
        assert held not in written


def test_lines_carry_metrics_that_cloudwatch_reads(acme: Company, lines: Lines) -> None:
    """The embedded metric format: each named metric and dimension is a member of the line."""
    acme.admin.get("/v1/tenant").ok()
    line = lines()[-1]
    directive = line["_aws"]["CloudWatchMetrics"][0]
    assert directive["Namespace"] == "servicescore"
    assert directive["Dimensions"] == [["stage"], ["stage", "operation"]]
    for metric in directive["Metrics"]:
        assert isinstance(line[metric["Name"]], int), metric
    assert isinstance(line["_aws"]["Timestamp"], int)


def test_a_refusal_and_a_failure_are_counted_apart(acme: Company, lines: Lines) -> None:
    acme.admin.get("/v1/tenant").ok()
    acme.admin.post("/v1/api-keys", {}).problem(422)
    counts = [(line["requests"], line["refused"], line["failed"]) for line in lines()[-2:]]
    assert counts == [(1, 0, 0), (1, 1, 0)]


def test_metrics_name_their_units() -> None:
    found = metrics({"rows": "Count"}, ("stage",))["CloudWatchMetrics"][0]
    assert found["Metrics"] == [{"Name": "rows", "Unit": "Count"}]
    assert found["Dimensions"] == [["stage"]]
