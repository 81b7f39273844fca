"""Payroll and hr around what is due of corrected results: files of differences, their answers."""

import csv
import io
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tests.api.answer import Reply
from tests.api.corrections.correcting import PERIOD, Correcting

#: 30 s and 90 %: 40 + 60 = 100.00, good, 1.1. 1002 and 1003 were paid 0.6.
BETTER = {"solved": "90", "wait_seconds": "3000"}
AGREED = "agreed in the talk of today"
#: A line: person, month, what it is called, before, after and difference.
Line = tuple[str, ...]


def accepted(employee_id: str, period: str = PERIOD) -> dict[str, Any]:
    return {"employee_id": employee_id, "period": period, "answer": "accepted"}


def rejected(employee_id: str, period: str = PERIOD) -> dict[str, Any]:
    said = {"answer": "rejected", "code": "E1", "reason": "no account"}
    return {"employee_id": employee_id, "period": period, **said}


@dataclass
class Owing:
    """A locked month whose file payroll has, and what is due of its corrected results."""

    paid: Correcting

    def correct(self, employee_id: str, period: str = PERIOD, **figures: Any) -> dict[str, Any]:
        return self.paid.correct(employee_id, period, **figures)

    def due(self, **query: Any) -> dict[str, tuple[str, str]]:
        """State and difference by person."""
        found = self.listed(**query)
        return {one["employee_id"]: (one["status"], one["difference"]) for one in found}

    def listed(self, **query: Any) -> list[dict[str, Any]]:
        asked = {"scheme": "desk", "limit": 200, **query}
        return list(self.paid.company.payroll.get("/v1/differences", query=asked).ok()["items"])

    def files(self) -> dict[str, dict[str, Any]]:
        """Every export of differences, by id."""
        query = {"content": "differences", "limit": 200}
        listed = self.paid.company.payroll.get("/v1/exports", query=query).ok()["items"]
        return {one["id"]: one for one in listed}

    def next_file(self, period: str = PERIOD) -> dict[str, Any] | None:
        """The next file of the scheme is made. Return that of differences beside it, if any."""
        known = self.files()
        made = self.paid.payroll.made(period=period)
        new = [one for key, one in self.files().items() if key not in known]
        assert all((one["beside"], one["period"]) == (made["id"], period) for one in new)
        return new[0] if new else None

    def ask_same_file(self, period: str = PERIOD, **more: str) -> Reply:
        body = {"scheme": "desk", "period": period, "differences": "same_file", **more}
        return self.paid.company.hr.post("/v1/exports", body)

    def same_file(self, period: str = PERIOD, **more: str) -> dict[str, Any]:
        """A file of the month with the differences in it. Nobody is given a link to it."""
        asked = self.ask_same_file(period, **more).ok(201)
        self.paid.payroll.work()
        return self.listed_file(asked["id"])

    def listed_file(self, export: str) -> dict[str, Any]:
        """A file of coefficients as the list shows it."""
        listed = self.paid.company.payroll.get("/v1/exports", query={"limit": 200}).ok()["items"]
        return next(dict(one) for one in listed if one["id"] == export)

    def lines(self, export: Any) -> list[Line]:
        """The lines of differences in a file, which may have rows of its month too."""
        text = self.paid.payroll.content(export).decode("utf-8-sig")
        names = ("employee_id", "period", "kind_name", "before", "after", "difference")
        rows = csv.DictReader(io.StringIO(text))
        return [tuple(row[name] for name in names) for row in rows if row["kind"] != "coefficient"]

    def next_lines(self) -> list[Line]:
        """The lines of the next file; none without a file."""
        file = self.next_file()
        return [] if file is None else self.lines(file)

    def rows(self, export: str, **query: Any) -> list[dict[str, Any]]:
        """Every row of a file, page by page."""
        path, found = f"/v1/exports/{export}/rows", list[dict[str, Any]]()
        asked = {"limit": 200, **query}
        while True:
            page = self.paid.company.payroll.get(path, query=asked).ok()
            found += page["items"]
            if page["next"] is None:
                return found
            asked["cursor"] = page["next"]

    def answer(self, export: Any, *rows: Any, **said: Any) -> Reply:
        path = f"/v1/exports/{export['id']}/receipt"
        return self.paid.company.payroll.post(path, {"rows": list(rows), **said})

    def basis(self, correction: Any, kind: str = "consent", **more: Any) -> Reply:
        said = {"kind": kind, "text": AGREED, "given_on": "2026-11-05"}
        path = f"/v1/corrections/{correction['id']}/basis"
        return self.paid.company.hr.post(path, {**said, **more})

    def counted(self) -> dict[str, int]:
        """What the readiness of the scheme counts, without zeros."""
        query = {"period": PERIOD, "scheme": "desk"}
        found = self.paid.company.payroll.get("/v1/exports/readiness", query=query).ok()
        return {name: number for name, number in found["differences"].items() if number}

    def coefficient(self, employee_id: str, **query: Any) -> Decimal:
        """The coefficient of the locked result; with ``effective`` of what stands."""
        return Decimal(self.paid.card(employee_id, **query)["coefficient"] or 0)
