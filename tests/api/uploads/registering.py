"""A company that takes nobody from its files, with the people of its register."""

from typing import Any

from tests.api.company import Company
from tests.api.uploads.sending import Desk

GOOD = "red,4000,100,88,100"


def only_registered(company: Company, *employee_ids: str, **members: Any) -> None:
    """Set the company to refuse unknown employees, and register these people."""
    etag = company.admin.get("/v1/tenant").headers["etag"]
    company.admin.patch("/v1/tenant", {"unknown_employees": "reject"}, if_match=etag).ok()
    for one in employee_ids:
        company.hr.put(f"/v1/employees/{one}", {"name": f"N{one}", **members}).ok(201)


def errors_of(desk: Desk, upload: Any, language: str = "en") -> list[Any]:
    """Return the upload's bad rows: row, code, nearest ids, and the message."""
    page = desk.caller.in_(language).get(f"/v1/uploads/{upload['id']}/errors").ok()["items"]
    return [
        (one["row"], one["errors"][0]["code"], one["errors"][0]["nearest"], one["errors"][0])
        for one in page
    ]


def totals_of(desk: Desk, period: str = "2026-10") -> dict[str, str]:
    """Return the total of each person who has a result of the period."""
    cards = desk.caller.get(f"/v1/periods/{period}/scorecards").ok()["items"]
    return {card["employee_id"]: card["total"] for card in cards}


def columns_of_contacts() -> list[dict[str, Any]]:
    """Return how the desk's columns are counted from contacts with nothing but ``wait``."""
    how = {"wait_seconds": {"sum": "wait"}}
    codes = ("wait_seconds", "contacts", "solved", "raised")
    return [
        {"code": one, "name": one, "from_contacts": how.get(one, {"count": {}})} for one in codes
    ]
