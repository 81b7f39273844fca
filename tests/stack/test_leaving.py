"""Erasing a person and deleting a company on the deployed package. IAM is enforced, so the tests
prove that the worker's policy is sufficient."""

import gzip
import hashlib
import json
from operator import not_
from typing import Any
from urllib.parse import quote

import pytest
import requests

from tests.api.uploads.sending import SCHEME, csv_of
from tests.stack.conftest import Stack
from tests.stack.waiting import until

pytestmark = pytest.mark.stack

WHO = "客服-张伟"
# 40 s, 88 %: 32 + 56 = 88.00; 72 s, 80 %: 8 + 40 = 48.00, poor, so that a plan is drafted
MONTH = csv_of(
    "1001,Ann,red,4000,100,88,100",
    f"{WHO},张伟,red,7200,100,80,100",
    "1003,Cy,blue,x,100,80,100",
)
SECONDS = 60


class Firm:
    """A company of the deployed service, with its admin's key."""

    def __init__(self, stack: Stack, tenant: str) -> None:
        self.stack, self.id = stack, tenant
        body = {"id": tenant, "name": tenant, "unknown_employees": "create"}
        made = stack.request("POST", "/v1/tenants", stack.operator_key, json=body).json()
        self.key = made["api_key"]["secret"]

    def ask(self, method: str, path: str, status: int = 200, **more: Any) -> Any:
        answer = self.stack.request(method, path, self.key, **more)
        assert answer.status_code == status, answer.text
        return answer.json() if answer.content else None

    def until(self, path: str, final: tuple[str, ...]) -> Any:
        """Wait until the resource's status is one of these; return the resource."""
        return until(
            lambda: self.ask("GET", path),
            lambda found: found["status"] in final,
            SECONDS,
            lambda: self.stack.logs("run_job"),
        )

    def score(self) -> None:
        """Make October's results from a file that is posted as a browser would."""
        made = self.stack.request("POST", "/v1/schemes", self.key, json=SCHEME)
        publish = {
            "json": {"effective_from": "2026-01"},
            "headers": {"If-Match": made.headers["ETag"]},
        }
        self.ask("POST", f"/v1/schemes/{SCHEME['code']}/publish", 201, **publish)
        wanted = {"scheme": SCHEME["code"], "period": "2026-10", "filename": "october.csv"}
        upload = self.ask("POST", "/v1/uploads", 201, json=wanted)
        form = upload["form"]
        sent = requests.post(
            form["url"], data=form["fields"], files={"file": ("october.csv", MONTH)}, timeout=60
        )
        assert sent.status_code in (200, 201, 204), sent.text
        self.until(f"/v1/uploads/{upload['id']}", ("completed", "completed_with_errors"))


@pytest.fixture(scope="module")
def firm(stack: Stack) -> Firm:
    found = Firm(stack, "forgetful")
    found.score()
    return found


def items(stack: Stack, tenant: str) -> list[str]:
    """Return every item of the tenant, as text."""
    pages = stack.client("dynamodb").get_paginator("scan")
    return [
        json.dumps(item, default=str, ensure_ascii=False)
        for page in pages.paginate(TableName=stack.deployment.table)
        for item in page["Items"]
        if item["pk"]["S"].startswith(f"{tenant}#")
    ]


def objects(stack: Stack, tenant: str) -> list[str]:
    listed = stack.client("s3").list_object_versions(Bucket=stack.deployment.bucket)
    entries = [*listed.get("Versions", []), *listed.get("DeleteMarkers", [])]
    return [entry["Key"] for entry in entries if f"/{tenant}/" in entry["Key"]]


def test_a_person_with_a_chinese_id_is_kept_over_http(firm: Firm) -> None:
    path = f"/v1/employees/{quote(WHO)}"
    body = {"name": "张伟", "team": "red", "external_ids": {"hris": "4711"}}
    assert firm.ask("PUT", path, json=body)["id"] == WHO
    assert firm.ask("GET", path)["name"] == "张伟"
    found = firm.ask("GET", "/v1/employees", params={"external_id": "hris:4711"})["items"]
    assert [one["id"] for one in found] == [WHO]
    card = firm.ask("GET", f"{path}/scorecards/2026-10")
    assert (card["employee_id"], card["total"]) == (WHO, "48.00")


def test_a_copy_of_the_company_is_fetched_by_its_links(firm: Firm) -> None:
    asked = firm.ask("POST", "/v1/tenant/copies", 201)
    copy = firm.until(f"/v1/tenant/copies/{asked['id']}", ("completed",))
    manifest = requests.get(copy["manifest_url"], timeout=60).json()
    assert {part["collection"] for part in manifest["parts"]} >= {"employees", "scorecards"}
    for part in copy["parts"]:
        content = requests.get(part["url"], timeout=60).content
        assert hashlib.sha256(content).hexdigest() == part["sha256"]
        assert len(gzip.decompress(content).splitlines()) == part["rows"]


def test_a_person_is_erased_by_the_worker_with_files_and_copies(firm: Firm) -> None:
    body = {"files": "delete"}
    asked = firm.ask("POST", f"/v1/employees/{quote(WHO)}/erase", 202, json=body)
    done = firm.until(f"/v1/erasures/{asked['id']}", ("completed",))
    assert done["counts"]["results"] == 1
    assert done["counts"]["plans"] >= 1
    left = [item for item in items(firm.stack, firm.id) if "张伟" in item and "idempot" not in item]
    # The tombstone, and the event of the erasure.
    assert len(left) == 2
    assert objects(firm.stack, firm.id) == []
    cards = firm.ask("GET", "/v1/periods/2026-10/scorecards")["items"]
    assert [card["total"] for card in cards] == ["88.00", "48.00"]


def test_a_suspended_company_is_deleted_by_the_worker(stack: Stack) -> None:
    firm = Firm(stack, "leaving")
    firm.score()
    path = f"/v1/tenants/{firm.id}"
    stack.request("PATCH", path, stack.operator_key, json={"status": "suspended"})
    confirmed = {"confirm": firm.id}
    asked = stack.request("POST", f"{path}/delete", stack.operator_key, json=confirmed)
    assert asked.status_code == 202, asked.text

    def people_and_results() -> list[str]:
        left = items(stack, firm.id)
        return [item for item in left if '"employees"' in item or "#scores#" in item]

    until(lambda: objects(stack, firm.id), not_, SECONDS)
    until(people_and_results, not_, SECONDS)
    # As if more than half an hour had passed: items through which others are found are removed too.
    stack.client("dynamodb").update_item(
        TableName=stack.deployment.table,
        Key={"pk": {"S": "~operator#tenants"}, "sk": {"S": firm.id}},
        UpdateExpression="SET deleting_since = :long_ago",
        ExpressionAttributeValues={":long_ago": {"S": "2026-01-01T00:00:00.000Z"}},
    )
    stack.request("POST", f"{path}/delete", stack.operator_key, json=confirmed)
    until(lambda: items(stack, firm.id), not_, SECONDS)
    again = stack.request(
        "POST", "/v1/tenants", stack.operator_key, json={"id": firm.id, "name": "x"}
    )
    assert again.status_code == 409
