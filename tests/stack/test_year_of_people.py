"""A year of people in one company on the deployed package: renamed, moved, left, replaced, back.

The scheme's one line is the month's figure itself, so every total is in view: Ann's is 91 in
January, 92 in February and so on; Bob's 81, 82, …; Cy's 71, 72, …; Dora's 61, 62, ….
"""

from dataclasses import dataclass, field
from typing import Any

import pytest
import requests

from demo.client import Client, download, upload
from demo.smoke import _until
from tests.stack.conftest import Stack

pytestmark = [pytest.mark.stack, pytest.mark.deep]

SCHEME: dict[str, Any] = {
    "code": "desk",
    "name": "Desk",
    "total_points": "100",
    "rank_by": "team",
    "dimensions": [
        {
            "code": "all",
            "name": "All",
            "points": "100",
            "indicators": [
                {
                    "code": "mark",
                    "name": "Mark",
                    "direction": "higher",
                    "max_points": "100",
                    "target": "100",
                    "value": {"kind": "column", "column": "mark"},
                    "rule": {"kind": "linear", "zero_at": "0"},
                }
            ],
        }
    ],
    "grades": [
        {"code": "good", "name": "Good", "min": "80", "coefficient": "1.2"},
        {"code": "poor", "name": "Poor", "min": "0", "coefficient": "0.5"},
    ],
}
BASES = {"Ann": 90, "Bob": 80, "Cy": 70, "Dora": 60}
GONE = {404, 401}


@dataclass
class House:
    """The company, called with its admin key or with somebody's own."""

    stack: Stack
    admin: Client
    keys: dict[str, str] = field(default_factory=dict)

    def key_of(self, name: str, **more: Any) -> None:
        made = self.admin.post("/api-keys", {"name": name, **more}).body
        self.keys[name] = made["secret"]

    def call(self, method: str, path: str, key: str, **more: Any) -> requests.Response:
        return self.stack.request(method, f"/v1{path}", self.keys.get(key, key), **more)

    def ask(self, method: str, path: str, **more: Any) -> requests.Response:
        return self.call(method, path, self.admin.key, **more)

    def month(self, period: str, rows: dict[str, tuple[str, str]]) -> dict[str, Any]:
        """Send a month: (name, team) by employee id, the name's figure of the month."""
        number = int(period[5:])
        lines = ["employee_id,employee_name,team,mark"]
        for employee_id, (name, team) in rows.items():
            lines.append(f"{employee_id},{name},{team},{BASES[name] + number}")
        wanted = {"scheme": "desk", "period": period, "filename": "m.csv"}
        made = self.admin.post("/uploads", wanted).body
        upload(made["form"], "m.csv", ("\n".join(lines) + "\n").encode())
        good = ("completed", "completed_with_errors")
        return _until(self.admin, f"/uploads/{made['id']}", good, ("rejected",))

    def totals(self, period: str) -> dict[str, str]:
        cards = self.admin.items(f"/periods/{period}/scorecards")
        return {card["employee_id"]: card["total"] for card in cards}

    def history(self, employee_id: str, key: str) -> dict[str, str]:
        """Return the totals by period that a key sees under an employee id."""
        answer = self.call("GET", f"/employees/{employee_id}/scorecards", key)
        assert answer.status_code == 200, answer.text
        return {card["period"]: card["total"] for card in answer.json()["items"]}

    def exported(self, period: str) -> bytes:
        wanted = {"period": period, "scheme": "desk", "format": "csv"}
        asked = self.admin.post("/exports", wanted).body
        done = _until(self.admin, f"/exports/{asked['id']}", ("completed",), ("failed",))
        return download(done["url"])
