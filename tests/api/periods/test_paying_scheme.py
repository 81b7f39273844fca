"""Which team and which scheme a month's result belongs to, by the register's dated facts.

40 s and 88 % make 88.00, good, 1.1; 72 s and 80 % make 48.00, poor, 0.6 (conftest.py).
"""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from chalicelib.person_keys import PersonKey
from chalicelib.scorecards.records import Scorecard
from chalicelib.simulation.person import base_paid
from tests.api.company import Company
from tests.api.exports.payroll import Payroll
from tests.api.periods.dated import Facts, facts_in, since
from tests.api.results.waits import rescore
from tests.api.settled_month import settled
from tests.api.uploads.sending import SCHEME, Desk, csv_of, published
from tests.api.world import World

OCTOBER = "/v1/periods/2026-10"
ANN, BOB = "1001,Ann,{},4000,100,88,100", "1002,Bob,{},7200,100,80,100"
MOVED = since((None, "blue"), ("2026-10-21", "red"))
BY_DAYS = {**SCHEME, "code": "phone", "moves": "by_days"}


@pytest.fixture
def facts(acme: Company) -> Facts:
    for one, name in (("1001", "Ann"), ("1002", "Bob")):
        acme.hr.put(f"/v1/employees/{one}", {"name": name, "team": "red"}).ok(201)
    return facts_in(acme)


def of(desk: Desk, employee_id: str = "1001", scheme: str = "desk") -> dict[str, Any]:
    path = f"/v1/employees/{employee_id}/scorecards/2026-10?scheme={scheme}"
    found: dict[str, Any] = desk.caller.get(path).ok()
    return found


def period(desk: Desk, scheme: str = "desk") -> dict[str, Any]:
    (found,) = desk.caller.get(f"{OCTOBER}?scheme={scheme}").ok()["schemes"]
    return dict(found)


def paid(desk: Desk) -> list[tuple[str, str, Any]]:
    rows = desk.caller.get(f"{OCTOBER}/bonus-coefficients").ok()["items"]
    return [(row["employee_id"], row["scheme"], row["share"]) for row in rows]


def test_a_result_belongs_to_the_team_of_the_last_day_worked(desk: Desk, facts: Facts) -> None:
    facts("1001", dated={"team": MOVED}, employments=[{"left_on": "2026-10-20"}])
    facts("1002", dated={"team": MOVED})

    desk.send(csv_of(ANN.format(""), BOB.format("")))

    assert (of(desk)["team"], of(desk, "1002")["team"]) == ("blue", "red")


def test_a_file_that_names_another_team_is_warned_of_and_counts(desk: Desk, facts: Facts) -> None:
    facts("1001", dated={"team": MOVED})

    upload = desk.send(csv_of(ANN.format("green"), BOB.format("ＲＥＤ ")))

    assert upload["status"] == "completed"
    (warning,) = upload["warnings"]
    assert (warning["code"], warning["count"]) == ("other_team", 1)
    assert warning["rows"] == [{"row": 2, "file": "green", "register": "red"}]
    assert of(desk)["team"] == "green"


def test_more_rows_than_are_named_are_counted(desk: Desk, acme: Company) -> None:
    people = [{"id": f"{number}", "name": "P", "team": "red"} for number in range(3000, 3025)]
    acme.hr.post("/v1/employees/batch", {"employees": people}).ok()

    upload = desk.send(csv_of(*(f"{one['id']},P,blue,4000,100,88,100" for one in people)))

    (warning,) = upload["warnings"]
    assert (warning["count"], len(warning["rows"])) == (25, 20)


def test_a_corrected_team_of_a_past_month_makes_the_result_outdated(
    desk: Desk, facts: Facts
) -> None:
    desk.send(csv_of(ANN.format(""), BOB.format("red")))
    assert not of(desk)["outdated"]

    for one in ("1001", "1002"):
        facts(one, dated={"team": since((None, "blue"))})

    # The second one's file named the team itself.
    assert (of(desk)["outdated_because"], of(desk, "1002")["outdated_because"]) == (
        ["register"],
        [],
    )
    assert period(desk)["outdated_because"] == ["register"]
    assert period(desk)["register"] == {"several_results": 0, "changed": 1}
    refused = desk.caller.post(f"{OCTOBER}/publish", {"scheme": "desk"}).problem(409)
    assert (refused["code"], refused["register_changed"]) == ("register_changed", 1)
    assert [(one["employee_id"], one["team"]) for one in refused["employees"]] == [("1001", "red")]

    rescore(desk)

    assert (of(desk)["team"], of(desk)["revision"], of(desk)["outdated"]) == ("blue", 2, False)
    assert of(desk, "1002")["revision"] == 1
    desk.caller.post(f"{OCTOBER}/publish", {"scheme": "desk"}).ok()


def test_a_locked_result_stays_as_it_was_paid(desk: Desk, facts: Facts) -> None:
    desk.send(csv_of(ANN.format("")))
    settled(desk.caller, "lock", "2026-10", "desk").ok()

    facts("1001", dated={"team": since((None, "blue")), "scheme": since((None, "phone"))})

    card = of(desk)
    assert (card["team"], card["paying"], card["outdated"]) == ("red", True, False)


def test_the_scheme_of_the_last_day_worked_pays_and_the_other_result_is_kept(
    desk: Desk, acme: Company, facts: Facts, world: World
) -> None:
    published(acme, {**SCHEME, "code": "phone"})
    facts("1001", dated={"scheme": since((None, "desk"), ("2026-10-31", "phone"))})

    upload = desk.send(csv_of(ANN.format("red"), BOB.format("red")))
    desk.send(csv_of(ANN.format("red")), scheme="phone")

    (warning,) = upload["warnings"]
    assert warning["code"] == "other_scheme"
    assert warning["rows"] == [{"row": 2, "file": "desk", "register": "phone"}]
    card = of(desk)
    assert (card["paying"], card["total"], card["rank"]["of"]) == (False, "88.00", 2)
    assert card["not_paying_because"]["code"] == "other_scheme"
    assert card["not_paying_because"]["scheme"] == "phone"
    assert of(desk, scheme="phone")["paying"]
    assert paid(desk) == [("1002", "desk", None), ("1001", "phone", None)]
    assert (period(desk)["not_paying"], period(desk, "phone")["not_paying"]) == (1, 0)
    payroll = Payroll(world, acme.hr)
    made = payroll.made("jsonl")
    manifest = payroll.manifest(made)
    assert (made["rows"], manifest["not_paying"]) == (1, 1)


def test_a_month_is_split_by_days_if_the_scheme_of_the_last_day_says_so(
    desk: Desk, acme: Company, facts: Facts
) -> None:
    published(acme, BY_DAYS)
    facts("1001", dated={"scheme": since((None, "desk"), ("2026-10-16", "phone"))})

    desk.send(csv_of(ANN.format("red"), BOB.format("red")))
    desk.send(csv_of(ANN.format("red")), scheme="phone")

    # 15 of 31 days are 0.48387…, 16 are 0.51612…
    assert paid(desk) == [
        ("1001", "desk", "0.4839"),
        ("1002", "desk", None),
        ("1001", "phone", "0.5161"),
    ]
    assert (of(desk)["share"], of(desk)["paying"]) == ("0.4839", True)
    assert (period(desk)["split"], period(desk)["not_paying"]) == (1, 0)
    answer = desk.caller.get(f"{OCTOBER}/bonus-coefficients", headers={"Accept": "text/csv"})
    lines = answer.text.splitlines()
    assert lines[0].endswith(",computed_at,share")
    assert [line.rpartition(",")[2] for line in lines[1:]] == ["0.4839", "", "0.5161"]


def test_two_results_without_a_scheme_on_the_register_are_named_before_publishing(
    desk: Desk, acme: Company, facts: Facts
) -> None:
    published(acme, {**SCHEME, "code": "phone"})
    desk.send(csv_of(ANN.format("red"), BOB.format("red")))
    desk.send(csv_of(ANN.format("red"), BOB.format("red")), scheme="phone")
    facts("1002", dated={"scheme": since((None, "desk"))})

    refused = desk.caller.post(f"{OCTOBER}/publish", {"scheme": "desk"}).problem(409)

    assert (refused["code"], refused["several_results"]) == ("several_results", 1)
    assert refused["schemes"] == {"phone": 1}
    assert [one["employee_id"] for one in refused["employees"]] == ["1001"]
    wrong = {"scheme": "desk", "accept": {"several_results": 2}}
    assert desk.caller.post(f"{OCTOBER}/lock", wrong).problem(409)["code"] == "several_results"
    facts("1001", dated={"scheme": since((None, "desk"))})
    desk.caller.post(f"{OCTOBER}/publish", {"scheme": "desk"}).ok()
    right = {"scheme": "phone", "accept": {"register_changed": 2}}
    desk.caller.post(f"{OCTOBER}/publish", right).ok()
    (event,) = (
        event
        for event in acme.admin.get("/v1/audit-events").ok()["items"]
        if event["target"] == "periods/2026-10/phone" and event["action"] == "periods.publish"
    )
    assert event["after"]["accepted_register_changed"] == 2


def test_a_row_of_somebody_who_was_not_employed_in_the_month_is_warned_of(
    desk: Desk, acme: Company
) -> None:
    for employee_id, joined_on in (("1001", "2026-11-01"), ("1002", "2026-10-31")):
        acme.hr.put(f"/v1/employees/{employee_id}", {"joined_on": joined_on}).ok(201)

    upload = desk.send(csv_of(ANN.format("red"), BOB.format("red")))

    (warning,) = (one for one in upload["warnings"] if one["code"] == "not_employed")
    assert (warning["count"], [row["row"] for row in warning["rows"]]) == (1, [2])
    assert upload["counts"]["scored"] == 2


def test_who_is_paid_by_a_locked_month_already_is_named_and_not_missing(
    desk: Desk, acme: Company, facts: Facts
) -> None:
    """Ann is paid by desk, which is locked; then the register says that it was phone."""
    published(acme, {**SCHEME, "code": "phone"})
    facts("1001", dated={"scheme": since((None, "desk"))})
    desk.send(csv_of(ANN.format("red")))
    settled(desk.caller, "lock", "2026-10", "desk").ok()
    facts("1001", dated={"scheme": since((None, "phone"))})
    desk.send(csv_of(BOB.format("red")), scheme="phone")
    (phone,) = desk.caller.get(OCTOBER, query={"scheme": "phone"}).ok()["schemes"]
    assert phone["missing"]["count"] == 0

    desk.send(csv_of(ANN.format("red")), scheme="phone")

    refused = desk.caller.post(f"{OCTOBER}/lock", {"scheme": "phone"}).problem(409)
    assert (refused["code"], refused["several_results"]) == ("several_results", 1)
    assert refused["schemes"] == {"desk": 1}
    accepted = {"scheme": "phone", "accept": {"several_results": 1}}
    desk.caller.post(f"{OCTOBER}/lock", accepted).ok()


def test_a_simulation_counts_what_a_result_pays_of_a_bonus_base() -> None:
    card = Scorecard(PersonKey("1001"), "desk", "2026-10", 1, 1, "", "upl", 2, "now")
    base = Decimal("4000.00")
    assert base_paid(card, base) == base
    assert base_paid(replace(card, share=Decimal("0.4839")), base) == Decimal("1935.60")
    assert base_paid(replace(card, paid_by="phone"), base) is None
    assert base_paid(card, None) is None
