"""A file of past results is looked at like any other: what is remarkable in it is told before."""

from typing import Any

from tests.api.company import Company
from tests.api.history.importing import PAST, card, imported, past
from tests.api.uploads.sending import IN_PARTS, Desk, published

HEADER = "employee_id,total,grade,coefficient,solved,raised,month"


def findings(desk: Desk, upload: Any) -> dict[str, Any]:
    """Return the findings about columns, by kind."""
    page = desk.caller.get(f"/v1/uploads/{upload['id']}/findings").ok()["items"]
    return {one["kind"]: one for one in page if one["heading"]}


def month(*totals: str, said: str, solved: str = "9") -> bytes:
    rows = (f"100{n},{total},,,{solved},12,{said}" for n, total in enumerate(totals))
    return past(*rows, header=HEADER)


def test_columns_of_past_results_are_compared_and_looked_at(desk: Desk) -> None:
    imported(desk, month("90", "80", "85", said="2026-07"), period="2026-07")
    upload = imported(desk, month("900", "800", "850", said="2026-07", solved="0"))

    found = findings(desk, upload)
    assert upload["status"] == "completed"
    assert sorted(found) == ["above_cap", "all_zero", "other_period", "tenfold"]
    # 850 on average, and 85 in the month before; the scheme gives 100 at most.
    tenfold, cap = found["tenfold"], found["above_cap"]
    assert (tenfold["heading"], tenfold["before"], tenfold["after"]) == ("total", "85", "850")
    assert (cap["heading"], cap["before"], cap["after"]) == ("total", "100", "900")
    assert (found["all_zero"]["column"], found["other_period"]["text"]) == ("solved", "2026-07")


def test_they_can_be_looked_at_before_they_are_written(desk: Desk) -> None:
    content = month("900", said="2026-08")
    looked = imported(desk, content, dry_run=True)

    assert (looked["status"], looked["changes"]["new"], looked["counts"]["new_people"]) == (
        "looked_at", 1, 1,
    )  # fmt: skip
    assert list(findings(desk, looked)) == ["above_cap"]
    desk.caller.get("/v1/employees/1000").problem(404)

    desk.caller.post(f"/v1/uploads/{looked['id']}/apply", {}).ok(202)
    (message,) = desk.world.messages("uploads")
    desk.deliver_body(message)
    assert card(desk, "1000")["total"] == "900.00"


def test_percentages_among_past_figures_are_asked_about(desk: Desk, acme: Company) -> None:
    percent = {"code": "solved", "name": "Solved", "unit": "percent", "source": "qa"}
    document = {**IN_PARTS, "code": "rates"}
    document["columns"] = [
        percent if one["code"] == "solved" else one for one in IN_PARTS["columns"]
    ]
    published(acme, document)
    content = past("1001,88,0.9,1", "1002,80,0.75,1", header="employee_id,total,solved,raised")
    asked = desk.send(content, scheme="rates", period="2026-08", **PAST)
    assert (asked["status"], asked["reason"]["code"]) == ("needs_answer", "needs_answer")

    said = {"readings": {"solved": "fraction"}}
    answered = desk.send(content, scheme="rates", period="2026-08", **PAST, **said)
    assert answered["status"] == "completed"
    found = desk.caller.get("/v1/employees/1001/scorecards/2026-08?scheme=rates").ok()
    assert found["lines"][1]["inputs"]["solved"] == "90"
