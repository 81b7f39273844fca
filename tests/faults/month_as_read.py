"""What anybody who may read a month reads of it, by the API alone."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tests.api.company import Company

MONTH = "/v1/periods/2026-10"


@dataclass
class MonthAsRead:
    """October of the company's desk scheme."""

    company: Company

    def coefficients(self, **query: str) -> dict[str, Decimal]:
        """Return the coefficient of each person of the month, 0 where none is payable."""
        rows = self.company.hr.get(f"{MONTH}/bonus-coefficients", query={"limit": 200, **query})
        return {
            one["employee_id"]: Decimal(one["coefficient"] or 0)
            for one in (rows.ok()["items"] if rows.status == 200 else ())
        }

    def corrections(self) -> list[dict[str, Any]]:
        query = {"period": "2026-10", "limit": 200}
        return list(self.company.hr.get("/v1/corrections", query=query).ok()["items"])

    def cases(self, *statuses: str) -> list[dict[str, Any]]:
        listed = self.company.hr.get("/v1/cases").ok()["items"]
        return [one for one in listed if one["status"] in statuses]

    def files(self) -> list[dict[str, Any]]:
        """Every file that payroll may have, the oldest first."""
        found: list[dict[str, Any]] = []
        for content in ("coefficients", "differences"):
            query = {"content": content, "status": "completed", "limit": 200}
            found += self.company.payroll.get("/v1/exports", query=query).ok()["items"]
        there = [one for one in found if one["delivery"] != "superseded"]
        return sorted(there, key=lambda one: (one["requested_at"], one["id"]))

    def lines(self) -> list[dict[str, Any]]:
        """Every line of differences in these files, with the file's id, page by page."""
        found: list[dict[str, Any]] = []
        for export in self.files():
            path, query = f"/v1/exports/{export['id']}/rows", {"limit": 200}
            while True:
                page = self.company.payroll.get(path, query=query).ok()
                found += [
                    {**one, "export": export["id"]} for one in page["items"] if one["difference"]
                ]
                if page["next"] is None:
                    break
                query = {"limit": 200, "cursor": page["next"]}
        return found

    def differences(self) -> list[dict[str, Any]]:
        query = {"scheme": "desk", "limit": 200}
        return list(self.company.payroll.get("/v1/differences", query=query).ok()["items"])

    def history(self, employee_id: str) -> dict[str, Any]:
        """The whole history of a person's result."""
        path = f"/v1/employees/{employee_id}/scorecards/2026-10/history"
        found: dict[str, Any] = self.company.hr.get(path, query={"limit": 200}).ok()
        assert found["next"] is None
        return found

    def state(self) -> str:
        board = self.company.hr.get(f"{MONTH}/board", query={"scheme": "desk"}).ok()
        return str(board["state"])
