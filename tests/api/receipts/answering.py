"""The payroll system: it takes files and says what it thinks of their rows."""

from dataclasses import dataclass
from typing import Any

from tests.api.answer import Reply
from tests.api.client import Api
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.exports.payroll import Payroll

NO_ACCOUNT = {"answer": "rejected", "code": "E17", "reason": "no bank account"}


def accepted(employee_id: str) -> dict[str, Any]:
    return {"employee_id": employee_id, "answer": "accepted"}


def rejected(employee_id: str, **other: str) -> dict[str, Any]:
    return {"employee_id": employee_id, **NO_ACCOUNT, **other}


@dataclass
class Answering:
    """``caller`` has the role of payroll, and no other."""

    company: Company
    payroll: Payroll
    caller: Api
    clock: Clock

    def exported(self) -> str:
        """Ask for October's file and have it made. Returns the export's id."""
        self.clock.advance(seconds=1)
        made = self.payroll.ask()
        self.payroll.work()
        return str(made["id"])

    def answer(self, export: str, *rows: dict[str, Any], **said: Any) -> Reply:
        return self.caller.post(f"/v1/exports/{export}/receipt", {"rows": list(rows), **said})

    def told(self, export: str) -> dict[str, Any]:
        """Return an export as the list shows it: reading the list fetches nothing."""
        found = self.caller.get("/v1/exports").ok()["items"]
        (one,) = (one for one in found if one["id"] == export)
        return dict(one)

    def counts(self, export: str) -> tuple[int, int, int]:
        """Return how many rows are accepted, rejected and not answered."""
        said = self.told(export)["answers"]
        return said["accepted"], said["rejected"], said["unanswered"]

    def rows(self, export: str, **query: Any) -> dict[str, dict[str, Any]]:
        """Return the rows of a file, page by page of two, by employee id."""
        return {one["employee_id"]: one for one in self._all(f"/v1/exports/{export}/rows", query)}

    def standing(self, **query: Any) -> dict[str, str]:
        """Return the export of each rejected row that stands, by employee id."""
        found = self._all("/v1/exports/rejected-rows", query)
        return {one["employee_id"]: one["export"] for one in found}

    def _all(self, path: str, query: dict[str, Any]) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        asked = {"limit": 2, **query}
        while True:
            page = self.caller.get(path, query=asked).ok()
            found += page["items"]
            if page["next"] is None:
                return found
            asked = {**asked, "cursor": page["next"]}
