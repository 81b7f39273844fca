"""Publishing to agents, locking for payroll."""

from pynamodb.expressions.operand import Path

from chalicelib.periods.keys import key_of_period
from chalicelib.tenancy.current_tenant import acting_as
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.scope import TenantScope
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.periods.conftest import MONTH
from tests.api.uploads.sending import Desk

DESK = {"scheme": "desk"}


def test_publishing_lets_agents_see_their_results(october: Desk, acme: Company) -> None:
    acme.agent.get("/v1/employees/1001/scorecards/2026-10").problem(404)

    answer = acme.hr.post("/v1/periods/2026-10/publish", DESK).ok()

    assert (answer["state"], answer["published_at"]) == ("published", "2026-11-05T08:00:00.000Z")
    card = acme.agent.get("/v1/employees/1001/scorecards/2026-10").ok()
    assert (card["total"], card["state"]) == ("88.00", "published")


def test_publishing_again_changes_nothing(october: Desk, acme: Company, clock: Clock) -> None:
    first = acme.hr.post("/v1/periods/2026-10/publish", DESK).ok()
    clock.advance(hours=1)
    before = october.world.kept()

    assert acme.hr.post("/v1/periods/2026-10/publish", DESK).ok() == first
    assert october.world.kept() == before


def test_a_period_without_results_cannot_be_published(desk: Desk, acme: Company) -> None:
    acme.hr.post("/v1/periods/2026-10/publish", DESK).problem(422)
    acme.hr.post("/v1/periods/2026-10/lock", DESK).problem(422)


def test_a_locked_period_takes_nothing_any_more(october: Desk, acme: Company) -> None:
    waiting = october.announce()
    answer = acme.hr.post("/v1/periods/2026-10/lock", DESK).ok()
    before = october.caller.get("/v1/periods/2026-10/scorecards").ok()["items"]

    assert (answer["state"], answer["published_at"]) == ("locked", answer["locked_at"])
    body = {"scheme": "desk", "period": "2026-10", "filename": "late.csv"}
    acme.hr.post("/v1/uploads", body).problem(409, "period_locked")
    acme.hr.post("/v1/periods/2026-10/publish", DESK).problem(409, "period_locked")
    acme.hr.post("/v1/periods/2026-10/rescore", DESK).problem(409, "period_locked")
    october.deliver(october.put(waiting, MONTH.replace(b"88,100", b"99,100")))
    upload = october.caller.get(f"/v1/uploads/{waiting['id']}").ok()
    assert (upload["status"], upload["reason"]["code"]) == ("rejected", "period_locked")
    assert october.caller.get("/v1/periods/2026-10/scorecards").ok()["items"] == before
    assert {card["state"] for card in before} == {"locked", "insufficient_data"}


def test_locking_waits_for_whoever_writes_to_the_period(
    october: Desk, acme: Company, platform: Platform, clock: Clock
) -> None:
    scope = TenantScope("acme")
    with acting_as(scope):
        platform.table.update(
            key_of_period(scope, "2026-10", "desk"),
            [
                Path("writer").set("run_1"),
                Path("writer_until").set("2026-11-05T08:05:00.000Z"),
            ],
        )

    acme.hr.post("/v1/periods/2026-10/lock", DESK).problem(409, "period_busy")
    assert acme.hr.get("/v1/periods/2026-10").ok()["schemes"][0]["busy"] is True
    clock.advance(minutes=6)
    acme.hr.post("/v1/periods/2026-10/lock", DESK).problem(409, "period_unfinished")
    # The file sent again takes the dead run's lease, and ends it when it is done.
    october.send(MONTH)
    acme.hr.post("/v1/periods/2026-10/lock", DESK).ok()


def test_publishing_and_locking_are_in_the_audit_log(october: Desk, acme: Company) -> None:
    acme.hr.post("/v1/periods/2026-10/publish", DESK).ok()
    acme.hr.post("/v1/periods/2026-10/lock", DESK).ok()

    events = acme.auditor.get("/v1/audit-events").ok()["items"]

    named = [(event["action"], event["target"]) for event in events]
    assert sorted(one for one in named if one[0].startswith("periods.")) == [
        ("periods.lock", "periods/2026-10/desk"),
        ("periods.publish", "periods/2026-10/desk"),
    ]
