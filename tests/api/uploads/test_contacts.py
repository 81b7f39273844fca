"""A file with one row per contact gives the same scorecards as the table counted from it."""

import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from chalicelib.reading import Row
from chalicelib.reading.contact_form import contact_form
from chalicelib.reading.contacts import count_contacts
from chalicelib.scoring import compile_scheme, read_scheme
from tests.api.company import Company
from tests.api.uploads.sending import Desk, published
from tests.api.world import World

DATA = Path(__file__).parents[4] / "shared" / "data" / "contact-centre"


def ratio(code: str, numerator: str, denominator: str, target: str, **more: Any) -> dict[str, Any]:
    return {
        "code": code,
        "name": code,
        "max_points": "25",
        "target": target,
        "direction": more.get("direction", "higher"),
        "value": {
            "kind": "ratio",
            "numerator": numerator,
            "denominator": denominator,
            "scale": more.get("scale", "1"),
        },
        "rule": {"kind": "proportional"},
    }


def column(code: str, how: dict[str, Any]) -> dict[str, Any]:
    return {"code": code, "name": code, "from_contacts": how}


ANSWERED = [{"field": "answered", "equals": "Y"}]
SCHEME: dict[str, Any] = {
    "code": "desk",
    "name": "Contact centre",
    "total_points": "100",
    "dimensions": [
        {
            "code": "all",
            "name": "All",
            "points": "100",
            "indicators": [
                ratio("fcr", "resolved", "answered", "90", scale="100"),
                ratio("speed", "answer_wait_seconds", "answered", "60", direction="lower"),
                ratio("satisfaction", "rating_sum", "rated", "4"),
                ratio("workload", "contacts", "active_days", "8"),
            ],
        }
    ],
    "columns": [
        column("contacts", {"count": {}}),
        column("answered", {"count": {"where": ANSWERED}}),
        column("resolved", {"count": {"where": [{"field": "resolved", "equals": "Y"}]}}),
        column("answer_wait_seconds", {"sum": "speed_of_answer_seconds"}),
        column("rated", {"count": {"present": "satisfaction_1_to_5"}}),
        column("rating_sum", {"sum": "satisfaction_1_to_5"}),
        column("active_days", {"count_distinct": "date"}),
    ],
    "grades": [
        {"code": "good", "name": "Good", "min": "80", "coefficient": "1.1"},
        {"code": "poor", "name": "Poor", "min": "0", "coefficient": "0.6"},
    ],
}
HEADER = "agent,date,answered,resolved,speed_of_answer_seconds,satisfaction_1_to_5"


@pytest.fixture
def contact_desk(acme: Company, world: World) -> Desk:
    published(acme, SCHEME)
    return Desk(world, acme.hr, "acme")


def contacts(*rows: str) -> bytes:
    return "\n".join([HEADER, *rows, ""]).encode()


def cards(caller: Any, period: str) -> dict[str, Any]:
    """Return each person's inputs and result."""
    found = {}
    for brief in caller.get(f"/v1/periods/{period}/scorecards").ok()["items"]:
        card = caller.get(f"/v1/employees/{brief['employee_id']}/scorecards/{period}").ok()
        lines = [(line["inputs"], line["points"]) for line in card["lines"]]
        found[card["employee_id"]] = (lines, card["total"], card["grade"])
    return found


def test_contacts_are_counted_up_as_the_scheme_says(contact_desk: Desk) -> None:
    upload = contact_desk.send(
        contacts(
            "Ann,2026-10-01,Y,Y,10,5",
            "Bob,2026-10-01,N,N,,",
            "Ann,2026-10-01,y,N,20,",
            "Ann,2026-10-02,N,N,,3",
        ),
        grain="contact",
        employee_field="agent",
    )

    assert upload["status"] == "completed"
    assert upload["counts"] == {
        "rows": 4,
        "scored": 2,
        "failed": 0,
        "insufficient": 1,
        "new_people": 2,
    }
    ann = contact_desk.caller.get("/v1/employees/Ann/scorecards/2026-10").ok()
    inputs = {name: cell for line in ann["lines"] for name, cell in line["inputs"].items()}
    assert inputs == {
        "contacts": "3",
        "answered": "2",
        "resolved": "1",
        "answer_wait_seconds": "30",
        "rated": "2",
        "rating_sum": "8",
        "active_days": "2",
    }
    # fcr 50 of 90: 25 × 5/9 = 13.89; speed 15 s: 25; satisfaction 4: 25; 1.5 a day of 8: 4.69
    assert [line["points"] for line in ann["lines"]] == ["13.89", "25.00", "25.00", "4.69"]
    assert ann["total"] == "68.58"


def test_a_bad_contact_leaves_its_person_out_and_says_so(contact_desk: Desk) -> None:
    upload = contact_desk.send(
        contacts("Ann,2026-10-01,Y,Y,ten,5", "Bob,2026-10-01,Y,Y,10,5", "Ann,2026-10-01,Y,Y,9,5"),
        grain="contact",
        employee_field="agent",
    )

    assert (upload["status"], upload["counts"]["scored"]) == ("completed_with_errors", 1)
    errors = contact_desk.caller.get(f"/v1/uploads/{upload['id']}/errors").ok()["items"]
    assert [(e["row"], e["errors"][0]["code"]) for e in errors] == [
        (2, "not_a_number"),
        (4, "other_row_bad"),
    ]


def test_a_scheme_that_does_not_say_how_to_count_refuses_contacts(desk: Desk) -> None:
    upload = desk.send(b"employee_id\n1001\n", grain="contact")

    assert (upload["status"], upload["reason"]["code"]) == ("rejected", "no_contact_rule")
    assert "wait_seconds" in upload["reason"]["message"]


@pytest.mark.long
@pytest.mark.parametrize("month", ["2021-01", "2021-02"])
def test_a_real_month_of_contacts_gives_the_cards_of_its_monthly_table(
    acme: Company, globex: Company, world: World, month: str
) -> None:
    if not DATA.is_dir():
        pytest.skip("the real operating data is not beside this checkout (../shared/data)")
    for company in (acme, globex):
        published(company, SCHEME, effective_from="2021-01")
    by_contact = Desk(world, acme.hr, "acme").send(
        (DATA / f"{month}-contacts.csv").read_bytes(),
        period=month,
        grain="contact",
        employee_field="agent",
    )
    by_month = Desk(world, globex.hr, "globex").send(
        (DATA / f"{month}-monthly.csv").read_bytes(), period=month, employee_field="agent"
    )

    assert (by_contact["status"], by_month["status"]) == ("completed", "completed")
    counted = cards(acme.hr, month)
    assert len(counted) == 8
    assert counted == cards(globex.hr, month)


@pytest.mark.long
def test_memory_grows_with_people_and_not_with_contacts() -> None:
    """50,000 contacts of twenty people take no more memory than 5,000."""
    scheme = read_scheme({"subject": "agent", "period": "month", **SCHEME})
    form = contact_form(scheme, compile_scheme(scheme).columns)

    def peak(contacts_read: int) -> int:
        rows = (
            Row(number, f"A{number % 20}", None, None, {"date": f"2026-10-{number % 31 + 1:02d}"})
            for number in range(contacts_read)
        )
        tracemalloc.start()
        assert sum(1 for _ in count_contacts(rows, form)) == 20
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(100)
    assert peak(50_000) < 1.1 * peak(5_000)
