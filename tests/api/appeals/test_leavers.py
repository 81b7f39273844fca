"""Appeals of people who left, or were deleted from the register."""

from tests.api.appeals.court import Court
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.settled_month import settled

FASTER = {"kind": "figures", "columns": {"wait_seconds": "3000"}}


def test_who_left_appeals_and_is_answered(court: Court, acme: Company) -> None:
    acme.hr.patch("/v1/employees/1001", {"left_on": "2026-10-31"}, if_match="*").ok()
    found = court.decided(court.filed(), "upheld", FASTER)
    # 30 s: 40 of 40 points, with 56 for 88 %.
    assert [one["state"] for one in found["remedies"]] == ["done"]
    assert court.card()["total"] == "96.00"


def test_figures_of_somebody_deleted_reach_nobody_who_has_the_id_now(
    court: Court, acme: Company, clock: Clock
) -> None:
    appeal = court.filed()
    acme.admin.delete("/v1/employees/1001", if_match="*").ok(204)
    newcomer = {"name": "New", "team": "red", "new_person": True}
    acme.hr.put("/v1/employees/1001", newcomer).ok(201)
    (remedy,) = court.decided(appeal, "upheld", FASTER)["remedies"]
    assert (remedy["state"], remedy["because"]["code"]) == ("failed", "person_deleted")
    acme.hr.get("/v1/employees/1001/scorecards/2026-10", query={"scheme": "desk"}).problem(404)
    # After the lock it is a correction, which goes by the person and not by an id.
    clock.advance(days=8)
    settled(acme.hr, "lock", "2026-10", "desk").ok()
    found = court.act(court.first, appeal, "carry-out").ok()
    assert [one["state"] for one in found["remedies"]] == ["done"]
    made = acme.hr.get(f"/v1/corrections/{found['correction']}").ok()
    assert made["after"]["total"] == "96.00"
