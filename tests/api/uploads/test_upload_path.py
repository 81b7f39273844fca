"""From a file to scorecards, as a company's HR clerk sees it."""

from decimal import Decimal

import pytest

from tests.api.company import Company
from tests.api.uploads.sending import SCHEME, Desk, csv_of, published
from tests.api.world import World

# 40 s and 88 %: 40 − 8 × 1 = 32, 60 − 2 × 2 = 56, total 88: good, 1.1
# 72 s and 80 %: 40 − 8 × 4 = 8, 60 − 2 × 10 = 40, total 48: poor, 0.6
# no contact, 100 %: 60 of 60 available, re-weighted to 100: good
THREE = csv_of(
    "1001,Ann,red,4000,100,88,100",
    "1002,Bob,red,7200,100,80,100",
    "1003,Cy,blue,0,0,50,50",
)


def test_a_file_becomes_a_scorecard_for_each_row(desk: Desk) -> None:
    upload = desk.send(THREE)

    assert upload["status"] == "completed"
    assert upload["counts"] == {
        "rows": 3,
        "scored": 3,
        "failed": 0,
        "insufficient": 0,
        "new_people": 3,
    }
    cards = desk.caller.get("/v1/periods/2026-10/scorecards").ok()["items"]
    assert [(c["employee_id"], c["total"], c["grade"], c["coefficient"]) for c in cards] == [
        ("1001", "88.00", "good", "1.1"),
        ("1002", "48.00", "poor", "0.6"),
        ("1003", "100.00", "good", "1.1"),
    ]
    assert [c["rank"] for c in cards] == [
        {"position": 2, "of": 3},
        {"position": 3, "of": 3},
        {"position": 1, "of": 3},
    ]


def test_a_scorecard_shows_its_lines_with_what_was_put_in(desk: Desk) -> None:
    desk.send(THREE)

    card = desk.caller.get("/v1/employees/1002/scorecards/2026-10").ok()

    assert (card["employee_name"], card["team"], card["state"]) == ("Bob", "red", "provisional")
    first, second = card["lines"]
    assert first["inputs"] == {"wait_seconds": "7200", "contacts": "100"}
    assert (first["value"], first["points"], first["max_points"]) == ("72", "8.00", "40")
    assert (second["value"], second["points"]) == ("80", "40.00")
    assert Decimal(card["earned"]) == 48
    assert card["source"]["row"] == 3


def test_the_same_event_twice_changes_nothing(desk: Desk) -> None:
    upload = desk.announce()
    event = desk.put(upload, THREE)
    desk.deliver(event)
    before = desk.world.items()

    desk.deliver(event)

    assert desk.world.items() == before


def test_the_same_file_again_makes_no_new_revision(desk: Desk) -> None:
    desk.send(THREE)
    desk.send(THREE)

    cards = desk.caller.get("/v1/periods/2026-10/scorecards").ok()["items"]
    assert [card["revision"] for card in cards] == [1, 1, 1]


def test_a_corrected_row_makes_a_new_revision_and_keeps_the_old_one(desk: Desk) -> None:
    desk.send(THREE)
    desk.send(csv_of("1002,Bob,red,3000,100,90,100"))

    card = desk.caller.get("/v1/employees/1002/scorecards/2026-10").ok()
    old = desk.caller.get("/v1/employees/1002/scorecards/2026-10?revision=1").ok()
    other = desk.caller.get("/v1/employees/1001/scorecards/2026-10").ok()
    assert (card["revision"], card["total"]) == (2, "100.00")
    assert (old["revision"], old["total"], old["state"]) == (1, "48.00", "superseded")
    assert other["revision"] == 1


def test_bad_rows_are_kept_with_their_reasons_and_good_ones_go_on(desk: Desk) -> None:
    upload = desk.send(csv_of("1001,Ann,red,4000,100,88,100", "1002,Bob,red,many,100,80,100"))

    assert upload["status"] == "completed_with_errors"
    assert upload["counts"] == {
        "rows": 2,
        "scored": 1,
        "failed": 1,
        "insufficient": 0,
        "new_people": 1,
    }
    errors = desk.caller.get(f"/v1/uploads/{upload['id']}/errors").ok()["items"]
    assert [(e["row"], e["errors"][0]["column"]) for e in errors] == [(3, "wait_seconds")]
    assert errors[0]["raw"]["wait_seconds"] == "many"


def test_an_error_says_its_column_as_the_file_heads_it_what_was_found_and_what_expected(
    desk: Desk,
) -> None:
    file = csv_of("1001,Ann,red,many,100,88,100", "1002,Bob,red,4000,-1,88,100")
    upload = desk.send(file.replace(b"contacts", b"Contacts (times)"))

    path = f"/v1/uploads/{upload['id']}/errors"
    (unread,), (unscored,) = (e["errors"] for e in desk.caller.in_("en").get(path).ok()["items"])
    assert (unread["column"], unread["heading"]) == ("wait_seconds", "wait_seconds")
    assert unread["message"].startswith('column "wait_seconds": "many" is not a number; expected')
    assert (unscored["column"], unscored["heading"]) == ("contacts", "Contacts (times)")
    assert unscored["message"] == "Column “Contacts (times)” must not be negative: −1."
    chinese = desk.caller.in_("zh").get(path).ok()["items"][1]["errors"][0]["message"]
    assert chinese == "列“Contacts (times)”不能为负数：−1。"


def test_with_on_error_reject_one_bad_row_refuses_the_file(desk: Desk) -> None:
    rows = csv_of("1001,Ann,red,4000,100,88,100", "1002,Bob,red,many,100,80,100")
    upload = desk.send(rows, on_error="reject")

    assert (upload["status"], upload["reason"]["code"]) == ("rejected", "rows_in_error")
    assert desk.caller.get("/v1/periods/2026-10/scorecards").ok()["items"] == []


def test_a_file_without_a_needed_column_is_rejected_naming_all_of_them(desk: Desk) -> None:
    upload = desk.send(b"employee_id,contacts\n1001,5\n")

    assert upload["status"] == "rejected"
    message = upload["reason"]["message"]
    assert all(column in message for column in ("wait_seconds", "solved", "raised")), message


@pytest.mark.long
def test_a_run_out_of_time_hands_on_and_the_next_finishes(desk: Desk) -> None:
    rows = [f"{number},,red,4000,100,88,100" for number in range(1200)]
    upload = desk.announce()
    event = desk.put(upload, csv_of(*rows))

    desk.deliver(event)

    found = desk.caller.get(f"/v1/uploads/{upload['id']}").ok()
    assert found["counts"] == {
        "rows": 1200,
        "scored": 1200,
        "failed": 0,
        "insufficient": 0,
        "new_people": 1200,
    }


def test_the_people_of_a_file_are_registered(desk: Desk, acme: Company) -> None:
    desk.send(THREE)

    people = acme.hr.get("/v1/employees").ok()["items"]
    assert [(p["id"], p["name"], p["team"]) for p in people] == [
        ("1001", "Ann", "red"),
        ("1002", "Bob", "red"),
        ("1003", "Cy", "blue"),
    ]


def test_an_agent_sees_the_own_card_only_and_only_when_published(desk: Desk, acme: Company) -> None:
    desk.send(THREE)

    acme.agent.get("/v1/employees/1001/scorecards/2026-10").problem(404)
    acme.agent.get("/v1/employees/1002/scorecards/2026-10").problem(404)
    assert acme.supervisor.get("/v1/employees/1002/scorecards/2026-10").ok()["total"] == "48.00"
    acme.supervisor.get("/v1/employees/1003/scorecards/2026-10").problem(404)


@pytest.mark.parametrize("period", ["2026-Q4", "2026"])
def test_a_monthly_scheme_takes_no_quarter_and_no_year(desk: Desk, period: str) -> None:
    body = {"scheme": "desk", "period": period, "filename": "month.csv"}

    refused = desk.caller.post("/v1/uploads", body).problem(422)

    assert [fault["code"] for fault in refused["errors"]] == ["wrong_kind_of_period"]


def test_a_percentage_of_tickets_drawn_is_an_error_though_the_column_says_no_unit(
    acme: Company, world: World
) -> None:
    """2 failed of 20 is read. 2 % is no count, so it is an error."""
    line = {
        **SCHEME["dimensions"][0]["indicators"][1],
        "max_points": "100",
        "unit": "ticket",
        "target": "0",
        "direction": "lower",
        "value": {"kind": "sample", "failures": "failed", "size": "drawn", "required_size": "10"},
        "rule": {"kind": "count_deduct", "per_incident": "10"},
    }
    dimensions = [{**SCHEME["dimensions"][0], "indicators": [line]}]
    published(acme, {**SCHEME, "dimensions": dimensions})
    desk = Desk(world, acme.hr, "acme")

    upload = desk.send(b"employee_id,failed,drawn\n1,2,20\n2,2%,20\n3,2,20%\n")

    assert upload["counts"] == {
        "rows": 3,
        "scored": 1,
        "failed": 2,
        "insufficient": 0,
        "new_people": 1,
    }
    found = desk.caller.get(f"/v1/uploads/{upload['id']}/errors").ok()["items"]
    assert [(e["row"], e["errors"][0]["column"], e["errors"][0]["code"]) for e in found] == [
        (3, "failed", "percent_in_count_column"),
        (4, "drawn", "percent_in_count_column"),
    ]
