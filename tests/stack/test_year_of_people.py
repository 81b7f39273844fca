"""A year of people in one company on the deployed package: renamed, moved, left, replaced, back.

The scheme has one line: resolved contacts in a hundred, target 90, two points less for each percent
below. In month ``m`` somebody with the base ``b`` resolves ``b + m`` of 100, so the total is
``100 − 2 × (90 − b − m)``: Ann (80) has 82.00 in January and 84.00 in February, Bob (70) 62.00 and
64.00, Cy (60) 42.00 and 44.00, Dora (50) 22.00 and 24.00.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
import requests

from demo.client import Client, download, upload
from demo.smoke_month import SCHEME
from tests.stack.conftest import Stack
from tests.stack.waiting import until

pytestmark = [pytest.mark.stack, pytest.mark.deep, pytest.mark.long]

BASES = {"Ann": 80, "Bob": 70, "Cy": 60, "Dora": 50}
CODE = SCHEME["code"]
Row = tuple[str, str | None]


def total(name: str, month: int) -> str:
    return f"{100 - 2 * (90 - BASES[name] - month)}.00"


@dataclass
class Company:
    """The company, called with its admin key or with somebody's own."""

    stack: Stack
    admin: Client
    keys: dict[str, str] = field(default_factory=dict)

    def ask(
        self, method: str, path: str, body: Any = None, by: str | None = None
    ) -> requests.Response:
        """Send a request with the admin key, or with the key that was made under a name."""
        key = self.admin.key if by is None else self.keys[by]
        return self.stack.request(method, f"/v1{path}", key, json=body)

    def done(self, method: str, path: str, body: Any = None, status: int = 200) -> Any:
        answer = self.ask(method, path, body)
        assert answer.status_code == status, answer.text
        return answer.json() if answer.content else None

    def refused(self, status: int, code: str, method: str, path: str, body: Any = None) -> None:
        answer = self.ask(method, path, body)
        assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text

    def key_for(self, name: str, **more: Any) -> None:
        self.keys[name] = self.done("POST", "/api-keys", {"name": name, **more}, 201)["secret"]

    def month(self, month: int, rows: Mapping[str, Row]) -> dict[str, Any]:
        """Send the month of these people, (name, team) by employee id; return the ended upload."""
        lines = ["employee_id,employee_name,team,solved,raised"]
        for employee_id, (name, team) in rows.items():
            lines.append(f"{employee_id},{name},{team or ''},{BASES[name] + month},100")
        wanted = {"scheme": CODE, "period": f"2026-{month:02d}", "filename": "month.csv"}
        made = self.admin.post("/uploads", wanted).body
        upload(made["form"], "month.csv", ("\n".join(lines) + "\n").encode())
        ended = ("completed", "completed_with_errors", "rejected")
        return self.ended(f"/uploads/{made['id']}", *ended)

    def errors(self, ended: Mapping[str, Any]) -> dict[str, str]:
        """Return the code of each bad row's error by the id in the row."""
        found = self.admin.items(f"/uploads/{ended['id']}/errors")
        return {row["raw"]["employee_id"]: row["errors"][0]["code"] for row in found}

    def totals(self, month: int) -> dict[str, str]:
        cards = self.admin.items(f"/periods/2026-{month:02d}/scorecards")
        return {card["employee_id"]: card["total"] for card in cards}

    def missing(self, month: int) -> set[str]:
        found = self.done("GET", f"/periods/2026-{month:02d}")["schemes"][0]["missing"]
        assert found["count"] == len(found["employees"])
        return {one["employee_id"] for one in found["employees"]}

    def history(self, employee_id: str, by: str | None = None) -> dict[str, str]:
        """Return the totals by period that a key sees under an employee id."""
        answer = self.ask("GET", f"/employees/{employee_id}/scorecards", by=by)
        assert answer.status_code == 200, answer.text
        return {card["period"]: card["total"] for card in answer.json()["items"]}

    def exported(self, month: int) -> bytes:
        wanted = {"period": f"2026-{month:02d}", "scheme": CODE, "format": "csv"}
        asked = self.admin.post("/exports", wanted).body
        done = self.ended(f"/exports/{asked['id']}", "completed", "failed")
        return download(done["url"])

    def settle(self, month: int, what: str, **more: Any) -> None:
        self.done("POST", f"/periods/2026-{month:02d}/{what}", {"scheme": CODE, **more})

    def ended(self, path: str, *statuses: str) -> dict[str, Any]:
        """Wait until the resource has one of these statuses; return the resource."""
        return until(lambda: self.admin.get(path).body, lambda found: found["status"] in statuses)


def onboarded(stack: Stack) -> Company:
    operator = Client(stack.url, stack.operator_key)
    made = operator.post(
        "/tenants", {"id": "year-of-people", "name": "Year", "appeal_days": 0}
    ).body
    company = Company(stack, Client(stack.url, made["api_key"]["secret"]))
    draft = company.admin.post("/schemes", SCHEME)
    company.admin.post(f"/schemes/{CODE}/publish", {"effective_from": "2026-01"}, draft.etag)
    people = [
        {"id": "1007", "name": "Ann", "team": "Blue", "joined_on": "2025-01-01"},
        {"id": "1008", "name": "Bob", "team": "Blue", "joined_on": "2025-01-01"},
        {"id": "1009", "name": "Cy", "team": "Red", "joined_on": "2025-01-01"},
    ]
    company.done("POST", "/employees/batch", {"employees": people})
    for name, employee_id in (("Ann", "1007"), ("Bob", "1008"), ("Cy", "1009")):
        company.key_for(name, role="agent", employee_id=employee_id)
    company.key_for("lead of Blue", role="supervisor", team="Blue")
    return company


def test_a_year_of_people(stack: Stack) -> None:
    year = onboarded(stack)
    _january_is_locked_and_paid(year)
    before = year.exported(1)
    _in_march_ann_has_a_new_id(year)
    _in_april_bob_moves_to_red(year)
    _in_may_cy_leaves_and_still_reads_the_own_results(year)
    _in_june_cy_is_deleted_and_dora_gets_the_id(year)
    _in_july_cy_returns_under_another_id(year)
    _in_august_blue_is_spelled_in_two_ways(year)
    _what_is_unknown_or_gone_is_an_error_with_the_way_back(year)
    _bob_is_erased(year)
    # What was paid in January is as it was, but for the erased person.
    erased = [line for line in before.splitlines() if not line.startswith(b"1008,")]
    assert [line for line in year.exported(1).splitlines() if b"erased-" not in line] == erased


def _january_is_locked_and_paid(year: Company) -> None:
    rows: dict[str, Row] = {"1007": ("Ann", None), "1008": ("Bob", None), "1009": ("Cy", None)}
    assert year.month(1, rows)["status"] == "completed"
    assert year.totals(1) == {"1007": "82.00", "1008": "62.00", "1009": "42.00"}
    assert year.missing(1) == set()
    year.settle(1, "publish")
    year.settle(1, "lock")


def _in_march_ann_has_a_new_id(year: Company) -> None:
    year.done("POST", "/employees/1007/rename", {"employee_id": "2007"})
    rows: dict[str, Row] = {"2007": ("Ann", None), "1007": ("Ann", None), "1008": ("Bob", None)}
    ended = year.month(3, rows)
    assert (ended["status"], year.errors(ended)) == (
        "completed_with_errors",
        {"1007": "same_person", "2007": "same_person"},
    )
    assert year.month(3, {"2007": ("Ann", None)})["status"] == "completed"
    year.refused(409, "missing_people", "POST", "/periods/2026-03/publish", {"scheme": CODE})
    year.settle(3, "publish", accept={"missing": 1})
    # The whole history is under the new id; the old one leads to nobody. Her key goes on.
    ann = {"2026-01": "82.00", "2026-03": "86.00"}
    assert year.history("2007") == year.history("2007", by="Ann") == ann
    assert year.history("1007") == {}
    assert year.missing(3) == {"1009"}
    assert b"\n1007," in year.exported(1).replace(b"\r", b"")


def _in_april_bob_moves_to_red(year: Company) -> None:
    moved = {"team": "Red", "effective_from": "2026-04-16"}
    year.done("PATCH", "/employees/1008", moved)
    rows: dict[str, Row] = {"2007": ("Ann", None), "1008": ("Bob", None), "1009": ("Cy", None)}
    assert year.month(4, rows)["status"] == "completed"
    cards = {card["employee_id"]: card for card in year.admin.items("/periods/2026-04/scorecards")}
    assert {one: card["team"] for one, card in cards.items()} == {
        "2007": "Blue",
        "1008": "Red",
        "1009": "Red",
    }
    # A file that says Blue again is not taken silently: it counts, and is told.
    ended = year.month(4, {"1008": ("Bob", "Blue")})
    assert [warning["code"] for warning in ended["warnings"]] == ["other_team"]
    seen = year.ask("GET", "/periods/2026-04/scorecards", by="lead of Blue").json()["items"]
    assert {card["employee_id"] for card in seen} == {"2007", "1008"}


def _in_may_cy_leaves_and_still_reads_the_own_results(year: Company) -> None:
    year.done("PATCH", "/employees/1009", {"left_on": "2026-05-15"})
    assert year.month(5, {"2007": ("Ann", None), "1008": ("Bob", None)})["status"] == "completed"
    # Cy worked in May and has no result; in June nobody expects one.
    assert year.missing(5) == {"1009"}
    assert year.done("GET", "/employees/1009")["status"] == "left"
    assert year.history("1009", by="Cy") == {"2026-01": "42.00"}


def _in_june_cy_is_deleted_and_dora_gets_the_id(year: Company) -> None:
    year.done("DELETE", "/employees/1009", status=204)
    until(lambda: year.ask("GET", "/me", by="Cy").status_code == 401)
    year.refused(409, "employee_id_used", "PUT", "/employees/1009", {"name": "Dora"})
    dora = {"name": "Dora", "team": "Blue", "new_person": True, "joined_on": "2026-06-01"}
    year.done("PUT", "/employees/1009", dora, 201)
    year.key_for("Dora", role="agent", employee_id="1009")
    everybody: dict[str, Row] = {
        "2007": ("Ann", None),
        "1008": ("Bob", None),
        "1009": ("Dora", None),
    }
    assert year.month(6, everybody)["status"] == "completed"
    year.settle(6, "publish")
    assert year.totals(6) == {"2007": "92.00", "1008": "72.00", "1009": "32.00"}
    # Nothing of Cy's is Dora's, and Cy's key reads nothing of Dora's.
    june = {"2026-06": "32.00"}
    assert year.history("1009") == year.history("1009", by="Dora") == june
    assert year.ask("GET", "/employees/1009", by="Cy").status_code == 401
    assert year.missing(6) == set()


def _in_july_cy_returns_under_another_id(year: Company) -> None:
    gone = year.done("GET", "/employees?status=deleted&limit=200")["items"]
    (cy,) = (one["person"] for one in gone)
    back = {"person": cy, "name": "Cy", "team": "Red", "joined_on": "2026-07-01"}
    year.done("POST", "/employees/3009/rehire", back)
    rows: dict[str, Row] = {"2007": ("Ann", None), "3009": ("Cy", None), "1009": ("Dora", None)}
    assert year.month(7, rows)["status"] == "completed"
    cys = {"2026-01": "42.00", "2026-04": total("Cy", 4), "2026-07": "54.00"}
    assert year.history("3009") == cys
    assert year.missing(7) == {"1008"}


def _in_august_blue_is_spelled_in_two_ways(year: Company) -> None:
    rows: dict[str, Row] = {
        "2007": ("Ann", "blue "),
        "1009": ("Dora", "ＢＬＵＥ"),
        "1008": ("Bob", None),
        "3009": ("Cy", None),
    }
    ended = year.month(8, rows)
    assert (ended["status"], ended["warnings"]) == ("completed", [])
    cards = list(year.admin.items("/periods/2026-08/scorecards", team=" blue"))
    assert {card["employee_id"]: card["team"] for card in cards} == {"2007": "Blue", "1009": "Blue"}
    assert len({card["team_code"] for card in cards}) == 1


def _what_is_unknown_or_gone_is_an_error_with_the_way_back(year: Company) -> None:
    rows: dict[str, Row] = {"02007": ("Ann", None), "4711": ("Dora", None), "1007": ("Ann", None)}
    ended = year.month(9, rows)
    assert year.errors(ended) == {
        "02007": "unknown_employee",
        "4711": "unknown_employee",
        "1007": "former_employee_id",
    }
    assert year.totals(8).keys() == {"2007", "1009", "1008", "3009"}
    answer = year.ask("GET", f"/uploads/{ended['id']}/errors").json()["items"]
    (lost,) = (row["errors"][0] for row in answer if row["raw"]["employee_id"] == "02007")
    assert "2007" in lost["message"]


def _bob_is_erased(year: Company) -> None:
    asked = year.done("POST", "/employees/1008/erase", {"files": "delete"}, 202)
    year.ended(f"/erasures/{asked['id']}", "completed")
    until(lambda: year.ask("GET", "/me", by="Bob").status_code == 401)
    assert year.ask("GET", "/employees/1008").status_code == 404
    assert "1008" not in year.totals(6)
    # Figures of the others, and how many there are, stay.
    assert sorted(year.totals(6).values()) == ["32.00", "72.00", "92.00"]
