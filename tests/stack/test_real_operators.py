"""Real companies as tenants (20, in `make test` 4), three months each, checked independently.

The figures are those of ``../shared/data/telecom-operators``; without them the test is skipped. The
expected result of each operator is computed here with fractions from the file's columns, without
any code of the product.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.profiles import choose
from tests.stack.conftest import Stack
from tests.stack.waiting import finished, until

pytestmark = [pytest.mark.stack, pytest.mark.deep]

DATA = Path(__file__).parents[3] / "shared" / "data" / "telecom-operators"
MONTHS = ("2019-08", "2019-09", "2019-10")
COMPANIES = choose(quick=4, long=20)
COLUMNS = (
    "active_days",
    "incoming_calls",
    "incoming_answered",
    "incoming_missed",
    "incoming_wait_seconds",
    "outgoing_calls",
)

Row = Mapping[str, str]


@pytest.fixture(scope="module")
def months() -> dict[str, list[Row]]:
    if not DATA.is_dir():
        pytest.skip("the real operating data is not beside this checkout (../shared/data)")
    return {month: read(DATA / f"{month}.csv") for month in MONTHS}


def test_companies_are_scored_as_worked_out_from_their_own_columns(
    stack: Stack, months: dict[str, list[Row]]
) -> None:
    tenants = [Tenant(stack, company) for company in largest(months)]
    for tenant in tenants:
        tenant.onboard()
        tenant.upload_all(months)
    for tenant in tenants:
        tenant.wait()

    scored = unavailable = 0
    for tenant in tenants:
        for month in MONTHS:
            rows = [row for row in months[month] if row["company_id"] == tenant.company]
            found = {card["employee_id"]: card for card in tenant.cards(month)}
            expected = {row["operator_id"]: worked_out(row) for row in rows}
            assert {
                operator: (card["total"], card["grade"], card["coefficient"])
                for operator, card in found.items()
            } == expected, (tenant.id, month)
            scored += len(expected)
            unavailable += sum(row["incoming_calls"] == "0" for row in rows)
    assert scored > choose(quick=150, long=400)
    assert unavailable > 50, "the data has many operators without incoming calls"


def test_a_company_sees_its_own_operators_only(stack: Stack, months: dict[str, list[Row]]) -> None:
    companies = largest(months)
    one, other = Tenant(stack, companies[0]), Tenant(stack, companies[1])
    one.find_key()
    foreign = next(
        row["operator_id"] for row in months["2019-10"] if row["company_id"] == other.company
    )
    answer = stack.request("GET", f"/v1/employees/{foreign}/scorecards/2019-10", one.key)
    absent = stack.request("GET", "/v1/employees/no-such/scorecards/2019-10", one.key)
    assert (answer.status_code, absent.status_code) == (404, 404)
    without_id = [
        {name: value for name, value in found.json().items() if name != "request_id"}
        for found in (answer, absent)
    ]
    assert without_id[0] == without_id[1]


def read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def largest(months: Mapping[str, list[Row]]) -> list[str]:
    """Return the companies with the most operator-months, the larger first, ties by id."""
    counts = Counter(row["company_id"] for rows in months.values() for row in rows)
    return sorted(counts, key=lambda company: (-counts[company], company))[:COMPANIES]


# -- the scheme, and the same rules in fractions -------------------------------------------------

SCHEME: dict[str, Any] = {
    "code": "operators",
    "name": {"zh": "话务员考核", "en": "Operators"},
    "total_points": "100",
    "max_unavailable": "0.8",
    "dimensions": [
        {
            "code": "calls",
            "name": {"zh": "话务", "en": "Calls"},
            "points": "100",
            "indicators": [
                {
                    # −3 for each whole 5 s over 20 s; 0 over 60 s
                    "code": "answer_time",
                    "name": {"zh": "平均应答时长", "en": "Answer time"},
                    "unit": "second",
                    "direction": "lower",
                    "max_points": "40",
                    "target": "20",
                    "value": {
                        "kind": "ratio",
                        "numerator": "incoming_wait_seconds",
                        "denominator": "incoming_answered",
                    },
                    "rule": {
                        "kind": "step_deduct",
                        "step": "5",
                        "per_step": "3",
                        "cutoff": {"at": "60", "inclusive": False},
                    },
                },
                {
                    # full points at 2 %, none at 30 %, linear between
                    "code": "missed_rate",
                    "name": {"zh": "未接率", "en": "Missed rate"},
                    "unit": "percent",
                    "direction": "lower",
                    "max_points": "30",
                    "target": "2",
                    "value": {
                        "kind": "ratio",
                        "numerator": "incoming_missed",
                        "denominator": "incoming_calls",
                        "scale": "100",
                    },
                    "rule": {"kind": "linear", "zero_at": "30", "full_at": "2"},
                },
                {
                    # value ÷ target, at most 1
                    "code": "calls_a_day",
                    "name": {"zh": "日均通话", "en": "Calls a day"},
                    "unit": "per_day",
                    "direction": "higher",
                    "max_points": "30",
                    "target": "25",
                    "value": {
                        "kind": "formula",
                        "expression": "(incoming_calls + outgoing_calls) / active_days",
                    },
                    "rule": {"kind": "proportional"},
                },
            ],
        }
    ],
    "columns": [
        {"code": code, "name": {"zh": code, "en": code.replace("_", " ")}} for code in COLUMNS
    ],
    "grades": [
        {"code": "a", "name": "A", "min": "90", "coefficient": "1.2"},
        {"code": "b", "name": "B", "min": "75", "coefficient": "1.0"},
        {"code": "c", "name": "C", "min": "60", "coefficient": "0.8"},
        {"code": "d", "name": "D", "min": "0", "coefficient": "0.5"},
    ],
}
# Coefficients are shown in plain notation, without trailing zeros: 1.0 as 1.
BANDS = ((90, "a", "1.2"), (75, "b", "1"), (60, "c", "0.8"), (0, "d", "0.5"))


def worked_out(row: Row) -> tuple[str, str, str]:
    """Return total, grade and coefficient of one operator, computed line by line."""
    number = {column: int(row[column]) for column in COLUMNS}
    earned, available = Fraction(0), 0
    if number["incoming_answered"]:
        seconds = Fraction(number["incoming_wait_seconds"], number["incoming_answered"])
        steps = max(0, (seconds - 20) // 5)
        earned += cents(Fraction(0) if seconds > 60 else max(Fraction(0), Fraction(40 - 3 * steps)))
        available += 40
    if number["incoming_calls"]:
        rate = Fraction(100 * number["incoming_missed"], number["incoming_calls"])
        earned += cents(min(Fraction(30), max(Fraction(0), (30 - rate) / 28 * 30)))
        available += 30
    daily = Fraction(number["incoming_calls"] + number["outgoing_calls"], number["active_days"])
    earned += cents(min(Fraction(30), daily / 25 * 30))
    available += 30
    total = cents(earned * 100 / available)
    grade, coefficient = next((g, c) for least, g, c in BANDS if total >= least)
    return f"{Decimal(total.numerator) / Decimal(total.denominator):.2f}", grade, coefficient


def cents(points: Fraction) -> Fraction:
    """Round half up to two places."""
    return Fraction((points * 100 + Fraction(1, 2)) // 1, 100)


# -- a tenant, as its own system would call the API ----------------------------------------------


@dataclass
class Tenant:
    """One company: its key and the uploads it has sent."""

    stack: Stack
    company: str
    key: str = ""

    def __post_init__(self) -> None:
        self.uploads: list[str] = []

    @property
    def id(self) -> str:
        return f"operator-{self.company}"

    def onboard(self) -> None:
        made = self.stack.request(
            "POST",
            "/v1/tenants",
            self.stack.operator_key,
            json={
                "id": self.id,
                "name": self.company,
                "time_zone": "Europe/Moscow",
                "unknown_employees": "create",
                "appeal_days": 0,
            },
        )
        assert made.status_code == 201, made.text
        self.key = KEYS[self.id] = made.json()["api_key"]["secret"]
        scheme = self.call("POST", "/v1/schemes", 201, json=SCHEME)
        assert scheme.json()["publishable"], scheme.json()["findings"]
        self.call(
            "POST",
            "/v1/schemes/operators/publish",
            201,
            json={"effective_from": MONTHS[0]},
            headers={"If-Match": scheme.headers["ETag"]},
        )

    def find_key(self) -> None:
        if self.id not in KEYS:
            pytest.skip("the companies were not onboarded in this run")
        self.key = KEYS[self.id]

    def upload_all(self, months: Mapping[str, list[Row]]) -> None:
        for month, rows in months.items():
            own = [row for row in rows if row["company_id"] == self.company]
            if own:
                self.upload(month, own)

    def upload(self, month: str, rows: list[Row]) -> None:
        made = self.call(
            "POST",
            "/v1/uploads",
            201,
            json={"scheme": "operators", "period": month, "filename": f"{month}.csv"},
        ).json()
        form = made["form"]
        sent = self.stack.session.post(
            form["url"], data=form["fields"], files={"file": sheet(rows)}, timeout=60
        )
        assert sent.status_code in (200, 201, 204), sent.text
        self.uploads.append(made["id"])

    def wait(self) -> None:
        """Wait until all uploads have ended, together within 180 s."""
        ended = until(
            lambda: [self.call("GET", f"/v1/uploads/{one}", 200).json() for one in self.uploads],
            lambda found: all(map(finished, found)),
            180,
            lambda: self.stack.logs("score_upload")[-4000:],
        )
        for found in ended:
            assert found["status"] == "completed", found

    def cards(self, month: str) -> Iterator[dict[str, Any]]:
        after: str | None = None
        while True:
            query = {"limit": "200", **({"cursor": after} if after else {})}
            page = self.call("GET", f"/v1/periods/{month}/scorecards", 200, params=query).json()
            yield from page["items"]
            after = page["next"]
            if after is None:
                return

    def call(self, method: str, path: str, status: int, **more: Any) -> Any:
        answer = self.stack.request(method, path, self.key, **more)
        assert answer.status_code == status, answer.text
        return answer


KEYS: dict[str, str] = {}


def sheet(rows: list[Row]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["employee_id", *COLUMNS])
    writer.writerows([row["operator_id"], *(row[column] for column in COLUMNS)] for row in rows)
    return out.getvalue().encode()
