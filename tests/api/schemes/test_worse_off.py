"""A version for a month that has begun leaves nobody worse off, unless the company insists.

The figures are those of documents.py. By a target of 20 s Ann falls from 88 to 80, still good; Bob
from 80 to 72, and from good to poor; Cy stays at 60. By one of 40 s Ann and Bob gain 8 points each.
"""

from decimal import Decimal
from typing import Any

import pytest

from chalicelib.person_keys import PersonKey
from chalicelib.schemes import affected_periods, publishing
from chalicelib.simulation import cost
from chalicelib.simulation.person import Compared, Outcome
from tests.api.answer import Reply
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.people.worker import Worker
from tests.api.schemes.documents import FIRST_TARGET, MONTH, STRICTER, scheme
from tests.api.uploads.sending import Desk
from tests.api.world import World

EASIER = scheme({FIRST_TARGET: "40"})
INSISTED = {"accept": {"worse_off": 2}}
MONTH_COMPARED = {"period": "2026-10", "compared": 3, "not_compared": 0}


def release(company: Company, document: dict[str, Any], **more: Any) -> Reply:
    company.admin.put("/v1/schemes/desk", document, if_match="*").ok()
    body = {"effective_from": "2026-10", "reason": "the law", **more}
    return company.admin.post("/v1/schemes/desk/publish", body, if_match="*")


def versions(company: Company) -> list[Any]:
    found: list[Any] = company.admin.get("/v1/schemes/desk/versions").ok()["items"]
    return found


def test_who_would_be_worse_off_is_counted_and_named_before_anything_changes(
    acme: Company, month: Desk
) -> None:
    refused = release(acme, STRICTER).problem(409, "worse_off")

    assert refused["worse_off"] == 2
    named = {"worse_off": 2, "employee_ids": ["1001", "1002"]}
    assert refused["periods"] == [{**MONTH_COMPARED, **named}]
    assert '"accept": {"worse_off": 2}' in refused["detail"]
    assert len(versions(acme)) == 1
    release(acme, STRICTER, accept={"worse_off": 1}).problem(409, "worse_off")


def test_all_of_them_are_listed_page_by_page(acme: Company, month: Desk) -> None:
    acme.admin.put("/v1/schemes/desk", STRICTER, if_match="*").ok()
    path = "/v1/schemes/desk/simulate?limit=1"
    body = {"period": "2026-10", "show": "worse_off"}
    first = acme.hr.post(path, body).ok()
    second = acme.hr.post(f"{path}&cursor={first['next']}", body).ok()
    items = [*first["items"], *second["items"]]
    assert [(one["employee_id"], one["worse_off"]) for one in items] == [
        ("1001", True),
        ("1002", True),
    ]
    assert first["worse_off"] == {"employees": 2, "employee_ids": ["1001", "1002"]}
    assert second["next"] is None


def test_what_the_company_insists_on_stays_with_the_version_and_in_the_audit_log(
    acme: Company, month: Desk
) -> None:
    made = release(acme, STRICTER, **INSISTED).ok(201)

    assert made["compared"] == [{**MONTH_COMPARED, "worse_off": 2}]
    insisted = [{"period": "2026-10", "employees": 2}]
    assert [one["worse_off"] for one in versions(acme)] == [[], insisted]
    query = {"target": "schemes/desk/versions/2"}
    (event,) = acme.admin.get("/v1/audit-events", query=query).ok()["items"]
    assert event["after"]["worse_off"] == {"2026-10": 2}
    assert event["after"]["reason"] == "the law"


def test_a_version_by_which_nobody_loses_asks_for_nothing(acme: Company, month: Desk) -> None:
    made = release(acme, EASIER).ok(201)
    assert made["compared"] == [{**MONTH_COMPARED, "worse_off": 0}]
    assert versions(acme)[1]["worse_off"] == []


def test_without_results_there_is_nothing_to_compare(acme: Company, month: Desk) -> None:
    assert release(acme, STRICTER, effective_from="2026-11").ok(201)["compared"] is None


def test_a_version_that_is_retired_gives_way_to_the_former_one_by_the_same_rule(
    acme: Company, month: Desk
) -> None:
    """By version 2 Ann has 96 and Bob 88; by the first one again 88 and 80."""
    release(acme, EASIER).ok(201)
    acme.hr.post("/v1/periods/2026-10/rescore", {"scheme": "desk"}).ok(202)
    for message in month.world.messages("uploads"):
        month.deliver_body(message)
    path, body = "/v1/schemes/desk/retire", {"version": 2, "effective_from": "2026-10"}

    refused = acme.admin.post(path, body, if_match="*").problem(409, "worse_off")
    assert refused["periods"][0]["employee_ids"] == ["1001", "1002"]
    unsaid = acme.admin.post(path, {**body, **INSISTED}, if_match="*").problem(422)
    assert unsaid["errors"][0]["code"] == "reason_required"
    said = {**body, **INSISTED, "reason": "it was an error"}
    retired = acme.admin.post(path, said, if_match="*").ok()

    first, second = retired["versions"]
    assert first["worse_off"] == [{"period": "2026-10", "employees": 2}]
    assert (second["state"], second["worse_off"]) == ("retired", [])
    log = acme.admin.get("/v1/audit-events", query={"target": "schemes/desk"}).ok()["items"]
    (event,) = [one for one in log if one["action"] == "schemes.retire"]
    assert event["after"]["reason"] == "it was an error"


def test_a_large_month_is_compared_in_the_background_first(
    acme: Company, month: Desk, world: World, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cost, "AT_ONCE", 0)
    refused = release(acme, STRICTER).problem(409, "not_compared")
    assert (refused["period"], refused["people"]) == ("2026-10", 3)

    clock.advance(minutes=1)
    worker, path = Worker(world), "/v1/schemes/desk/simulations"
    for body in ({"period": "2026-10", "team": "red"}, {"period": "2026-10", "version": 1}):
        acme.hr.post(path, body).ok(201)
    worker.work()
    # Neither one team's nor another version's comparison will do.
    release(acme, STRICTER).problem(409, "not_compared")
    asked = acme.hr.post(path, {"period": "2026-10", "show": "worse_off"}).ok(201)
    release(acme, STRICTER).problem(409, "not_compared")
    worker.work()
    found = acme.hr.get(f"/v1/simulations/{asked['id']}").ok()
    assert found["result"]["worse_off"] == {"employees": 2, "employee_ids": ["1001", "1002"]}
    assert sum(one["people"] for one in found["files"]) == 2
    assert release(acme, STRICTER).problem(409, "worse_off")["worse_off"] == 2

    # A comparison of results that were settled since will not do either.
    clock.advance(minutes=1)
    month.send(MONTH)
    release(acme, STRICTER, **INSISTED).problem(409, "not_compared")
    acme.hr.post(path, {"period": "2026-10"}).ok(201)
    worker.work()
    assert release(acme, STRICTER, **INSISTED).ok(201)["compared"][0]["worse_off"] == 2


def test_results_that_change_while_they_are_compared_stop_it(
    acme: Company, month: Desk, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = publishing._new_version

    def sent_meanwhile(*args: Any) -> Any:
        clock.advance(minutes=1)
        month.send(MONTH)
        return made(*args)

    monkeypatch.setattr(publishing, "_new_version", sent_meanwhile)
    release(acme, EASIER).problem(409, "period_busy")
    assert len(versions(acme)) == 1


def test_more_months_than_a_transaction_can_ask_about_are_refused(
    acme: Company, month: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(affected_periods, "MOST_CHECKED", 0)
    assert release(acme, EASIER).problem(409, "too_many_periods")["periods"] == 1


def outcome(total: str | None, coefficient: str | None, points: str = "100") -> Outcome:
    paid = None if coefficient is None else Decimal(coefficient)
    return Outcome(None if total is None else Decimal(total), None, paid, Decimal(points))


@pytest.mark.parametrize(
    ("before", "after", "loses"),
    [
        (outcome("90", "1.1"), outcome("95", "1.0"), True),
        (outcome("90", "1.0"), outcome("85", "1.1"), False),
        (outcome("90", "1.1"), outcome("89.99", "1.1"), True),
        (outcome("90", "1.1"), outcome("90", "1.1"), False),
        (outcome("90", None), outcome("80", None), True),
        (outcome("90", "1.1"), outcome(None, None), True),
        (outcome(None, None), outcome("10", "0"), False),
        # 90 of 100 are 90 %, 108 of 120 too, and 107 of 120 are 89.17 %.
        (outcome("90", "1.1"), outcome("108", "1.1", "120"), False),
        (outcome("90", "1.1"), outcome("107", "1.1", "120"), True),
        # 66.67 of 100 are 80 of 120 to the places of a total: 66.666… %.
        (outcome("66.67", "1.1"), outcome("80", "1.1", "120"), False),
    ],
)
def test_worse_off_is_a_lower_coefficient_or_with_the_same_one_a_lower_total(
    before: Outcome, after: Outcome, loses: bool
) -> None:
    assert Compared(PersonKey("prs_1"), None, None, before, after).worse_off is loses
