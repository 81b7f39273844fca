"""Lists: every item appears once, and a cursor belongs to its list, filters and company."""

import base64
import hashlib
import hmac

import pytest

from tests.api.client import Api
from tests.api.company import Company
from tests.api.world import ENVIRONMENT


def _onboard(operator: Api, count: int) -> list[str]:
    names = [f"shop-{number:02d}" for number in range(count)]
    for name in names:
        operator.post("/v1/tenants", {"id": name, "name": name}).ok(201)
    return names


def test_pages_together_hold_every_item_once_and_in_order(operator: Api) -> None:
    names = _onboard(operator, 7)
    found, cursor = [], None
    pages = 0
    while True:
        query = {"limit": 3} if cursor is None else {"limit": 3, "cursor": cursor}
        page = operator.get("/v1/tenants", query=query).ok()
        found += [item["id"] for item in page["items"]]
        cursor = page["next"]
        pages += 1
        if cursor is None:
            break
    assert found == names
    assert pages == 3


def test_a_page_may_have_another_length_than_the_one_before(operator: Api) -> None:
    names = _onboard(operator, 5)
    first = operator.get("/v1/tenants", query={"limit": 2}).ok()
    rest = operator.get("/v1/tenants", query={"limit": 200, "cursor": first["next"]}).ok()
    assert [item["id"] for item in first["items"] + rest["items"]] == names
    assert rest["next"] is None


def _audit_cursor(company: Company) -> str:
    for _ in range(2):
        company.admin.post("/v1/api-keys", {"role": "hr"}).ok(201)
    cursor: str = company.admin.get("/v1/audit-events", query={"limit": 1}).ok()["next"]
    return cursor


def test_a_cursor_of_another_company_is_400(acme: Company, globex: Company) -> None:
    theirs = _audit_cursor(globex)
    globex.admin.get("/v1/audit-events", query={"cursor": theirs}).ok()
    acme.admin.get("/v1/audit-events", query={"cursor": theirs}).problem(400, "bad_cursor")


def test_a_cursor_of_another_list_is_400(acme: Company, operator: Api) -> None:
    _onboard(operator, 2)
    other = operator.get("/v1/tenants", query={"limit": 1}).ok()["next"]
    acme.admin.get("/v1/audit-events", query={"cursor": other}).problem(400, "bad_cursor")


def test_a_cursor_of_other_filters_is_400(acme: Company) -> None:
    cursor = _audit_cursor(acme)
    query = {"cursor": cursor, "month": "2026-10"}
    acme.admin.get("/v1/audit-events", query=query).problem(400, "bad_cursor")


def test_a_cursor_with_any_byte_changed_is_400(acme: Company) -> None:
    cursor = _audit_cursor(acme)
    raw = bytearray(base64.urlsafe_b64decode(cursor + "=="))
    for place in range(len(raw)):
        forged = bytearray(raw)
        forged[place] ^= 1
        text = base64.urlsafe_b64encode(forged).decode().rstrip("=")
        reply = acme.admin.get("/v1/audit-events", query={"cursor": text})
        reply.problem(400, "bad_cursor")


@pytest.mark.parametrize("cursor", ["x", "游标", "====", "AAAAAAAAAAAAAAAAAAAAAA", "%00"])
def test_what_is_no_cursor_is_400(acme: Company, cursor: str) -> None:
    acme.admin.get("/v1/audit-events", query={"cursor": cursor}).problem(400, "bad_cursor")


def _people_cursor(company: Company, after: str) -> str:
    people = [{"id": one, "status": "active"} for one in (after, f"{after}z")]
    company.hr.post("/v1/employees/batch", {"employees": people}).ok()
    cursor: str = company.hr.get("/v1/employees", query={"limit": 1}).ok()["next"]
    return cursor


def test_nobody_reads_in_a_cursor_where_the_page_ended(acme: Company, globex: Company) -> None:
    """Neither its bytes nor its length tell the id."""
    short = _people_cursor(acme, "a-secret")
    long = _people_cursor(globex, "a-secret-of-thirty-two-characters")
    assert b"a-secret" not in base64.urlsafe_b64decode(short + "=" * (-len(short) % 4))
    assert len(short) == len(long)


def test_a_page_with_a_cursor_keeps_its_etag(acme: Company) -> None:
    cursor = _people_cursor(acme, "1")
    again = acme.hr.get("/v1/employees", query={"limit": 1})
    assert again.ok()["next"] == cursor
    unchanged = acme.hr.get(
        "/v1/employees", query={"limit": 1}, headers={"If-None-Match": again.etag}
    )
    assert unchanged.status == 304


def test_a_signed_cursor_of_the_time_before_encryption_is_400(acme: Company) -> None:
    """It was 16 bytes of HMAC-SHA-256 over tenant, path, filters and position, and the position."""
    bound = b'["acme","/v1/employees",{}]\n1'
    key = ENVIRONMENT["SERVICESCORE_SIGNING_KEY"].encode()
    former = hmac.new(key, bound, hashlib.sha256).digest()[:16] + b"1"
    cursor = base64.urlsafe_b64encode(former).decode().rstrip("=")
    acme.hr.get("/v1/employees", query={"cursor": cursor}).problem(400, "bad_cursor")
