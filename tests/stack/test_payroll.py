"""From results to payroll on the deployed package: rescored, published, exported, locked."""

import hashlib
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from tests.api.periods.test_rescoring import with_resolution_target
from tests.api.uploads.sending import SCHEME, csv_of
from tests.stack.conftest import Stack
from tests.stack.waiting import until

pytestmark = pytest.mark.stack

# 1001: 40 s, 88 %: 32 + 56 = 88, good; 1002: 72 s, 80 %: 8 + 40 = 48, poor
MONTH = csv_of("1001,Ann,red,4000,100,88,100", "1002,Bob,red,7200,100,80,100")
DESK = {"scheme": "desk"}


@dataclass
class Payroll:
    """An HR system that calls the deployed API as one tenant's administrator."""

    stack: Stack
    key: str

    def call(self, method: str, path: str, status: int = 200, **more: Any) -> Any:
        answer = self.stack.request(method, f"/v1{path}", self.key, **more)
        assert answer.status_code == status, answer.text
        return answer.json()

    def etag(self, path: str) -> dict[str, str]:
        answer = self.stack.request("GET", f"/v1{path}", self.key)
        return {"If-Match": answer.headers["ETag"]}

    def publish_scheme(self, effective_from: str) -> None:
        self.call(
            "POST",
            "/schemes/desk/publish",
            201,
            json={"effective_from": effective_from, "reason": "another target"},
            headers=self.etag("/schemes/desk"),
        )

    def upload(self, content: bytes) -> None:
        body = {"scheme": "desk", "period": "2026-10", "filename": "month.csv"}
        made = self.call("POST", "/uploads", 201, json=body)
        form = made["form"]
        sent = self.stack.session.post(
            form["url"], data=form["fields"], files={"file": ("month.csv", content)}, timeout=60
        )
        assert sent.status_code in (200, 201, 204), sent.text
        path = f"/uploads/{made['id']}"
        found = self.until(path, lambda one: one["status"].startswith(("completed", "rejected")))
        assert found["status"] == "completed", found

    def until(self, path: str, done: Callable[[Any], bool]) -> Any:
        return until(lambda: self.call("GET", path), done, 90)


@pytest.fixture(scope="module")
def payroll(stack: Stack) -> Payroll:
    """Make October's results of a company, by the first version of its scheme."""
    body = {"id": "payroll", "name": "Payroll", "unknown_employees": "create", "appeal_days": 0}
    made = stack.request("POST", "/v1/tenants", stack.operator_key, json=body)
    assert made.status_code == 201, made.text
    payroll = Payroll(stack, made.json()["api_key"]["secret"])
    payroll.call("POST", "/schemes", 201, json=SCHEME)
    payroll.publish_scheme("2026-01")
    payroll.upload(MONTH)
    return payroll


def test_results_are_rescored_exported_scheduled_and_locked(payroll: Payroll, stack: Stack) -> None:
    plans = payroll.call("GET", "/improvement-plans?period=2026-10")["items"]
    assert {plan["indicator"] for plan in plans} == {"answer_time", "resolution"}

    # With a target of 80 % the resolution rate loses no points: 92 and 68.
    scheme = with_resolution_target("80")
    payroll.call("PUT", "/schemes/desk", json=scheme, headers=payroll.etag("/schemes/desk"))
    payroll.publish_scheme("2026-10")
    payroll.call("POST", "/periods/2026-10/rescore", 202, json=DESK)
    period = payroll.until("/periods/2026-10", rescored)["schemes"][0]
    assert (period["rescoring"]["changed"], period["busy"]) == (2, False)
    items = payroll.call("GET", "/periods/2026-10/bonus-coefficients")["items"]
    assert [(one["employee_id"], one["total"]) for one in items] == [
        ("1001", "92.00"),
        ("1002", "68.00"),
    ]

    payroll.call("POST", "/periods/2026-10/publish", json=DESK)
    body = {"scheme": "desk", "period": "2026-10", "format": "xlsx"}
    asked = payroll.call("POST", "/exports", 201, json=body)
    export = payroll.until(f"/exports/{asked['id']}", lambda one: one["status"] == "completed")
    content = stack.session.get(export["url"], timeout=60).content
    assert hashlib.sha256(content).hexdigest() == export["sha256"]
    assert (export["rows"], export["period_state"]) == (2, "published")
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert b"<v>92.00</v>" in package.read("xl/worksheets/sheet1.xml")
    manifest = stack.session.get(export["manifest_url"], timeout=60).json()
    assert [one["version"] for one in manifest["scheme_versions"]] == [2]

    payroll.call("POST", "/periods/2026-10/lock", json=DESK)
    late = {"scheme": "desk", "period": "2026-10", "filename": "late.csv"}
    refused = payroll.call("POST", "/uploads", 409, json=late)
    assert refused["code"] == "period_locked"
    payroll.until(
        "/periods/2026-10", lambda one: one["schemes"][0]["snapshot"]["status"] == "completed"
    )
    locked = payroll.call("GET", "/periods/2026-10/bonus-coefficients")["items"]
    assert [(one["employee_id"], one["state"]) for one in locked] == [
        ("1001", "locked"),
        ("1002", "locked"),
    ]


def test_a_schedule_is_entered_in_the_register_and_a_tick_that_finds_nothing_due_is_quiet(
    payroll: Payroll, stack: Stack
) -> None:
    body = {"enabled": True, "day": 1, "hour": 0, "format": "csv"}
    path = "/export-schedule"
    due = payroll.call("PUT", path, json=body, headers=payroll.etag(path))["next_due"]

    def entered() -> list[str]:
        found = stack.client("dynamodb").query(
            TableName=stack.deployment.table,
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": "~operator#due-exports"}},
        )
        return [item["due"]["S"] for item in found["Items"] if item["tenant"]["S"] == "payroll"]

    until(entered, lambda found: found == [due], 60, lambda: f"{due}\n{stack.logs('run_export')}")
    answer = stack.client("lambda").invoke(
        FunctionName=stack.deployment.functions["export_tick"],
        Payload=b'{"version": "0", "id": "1", "detail-type": "Scheduled Event", "source": '
        b'"aws.events", "account": "000000000000", "time": "2026-11-21T18:00:00Z", '
        b'"region": "us-east-1", "resources": [], "detail": {}}',
    )
    assert "FunctionError" not in answer, stack.logs("export_tick")
    assert payroll.call("GET", path)["next_due"] == due


def rescored(found: Any) -> bool:
    rescoring = found["schemes"][0]["rescoring"]
    return rescoring is not None and rescoring["status"] == "completed"
