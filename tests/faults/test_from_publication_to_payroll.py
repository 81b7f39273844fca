"""Whatever happens to a month between its file and the pay slip: the books are right at each step.

Files, cases, publication, appeals and their decisions, the lock, its reopening, exports and their
receipts, corrections and an erasure come in any order. Processes die at any write and are asked
again; messages come twice.
"""

import random
from decimal import Decimal
from typing import Any

import pytest

from chalicelib.tenancy.platform import Platform
from tests.api.cases.deciding import VETOES
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.exports.payroll import Payroll
from tests.api.settled_month import settled
from tests.api.uploads.sending import SCHEME, Desk, csv_of, published
from tests.api.world import World
from tests.faults.life_of_a_month import MONTH, PEOPLE, Life
from tests.profiles import choose

ROWS = csv_of(*(f"{one},,red,{seconds},100,88,100" for one, seconds in zip(
    PEOPLE, ("4000", "7200", "2500"), strict=True)))  # fmt: skip


@pytest.fixture
def life(acme: Company, world: World, platform: Platform, clock: Clock) -> Life:
    """October is published, with seven days to appeal."""
    acme.admin.patch("/v1/tenant", {"appeal_days": 7}, if_match="*").ok()
    published(acme, {**SCHEME, "vetoes": VETOES})
    desk = Desk(world, acme.hr, "acme")
    desk.send(ROWS)
    settled(acme.hr, "publish", "2026-10", "desk").ok()
    for who in ("first", "second"):
        acme.hr.put(f"/v1/employees/{who}", {"name": who.title(), "team": "office"}).ok(201)
    # Of those who decide, one is a person of the month.
    bound = (("hr", "first"), ("admin", "second"), ("hr", "1001"))
    return Life(
        acme,
        desk,
        platform,
        clock,
        random.Random(0),
        0.0,
        Payroll(world, acme.hr),
        judges=[acme.with_key(role=role, employee_id=who) for role, who in bound],
        agents={one: acme.with_key(role="agent", employee_id=one) for one in PEOPLE},
    )


def check_what_is_owed(life: Life) -> None:
    """What was paid and all differences together are what stands, for everybody."""
    paid, stands = life.coefficients(), life.coefficients(effective="true")
    owed = dict.fromkeys(stands, Decimal(0))
    for one in life.corrections():
        owed[one["employee_id"]] = owed.get(one["employee_id"], Decimal(0)) + Decimal(
            one["difference"] or 0
        )
    assert {one: paid.get(one, Decimal(0)) + more for one, more in owed.items()} == stands


def check_locked_bytes(life: Life) -> None:
    """No byte of a file that payroll has fetched ever changes, but by an erasure."""
    if not life.erased:
        exports = {one["id"]: one for one in life.company.hr.get("/v1/exports").ok()["items"]}
        for export, content in life.fetched.items():
            assert life.payroll.content(exports[export]) == content, life.done


def check_judges(life: Life) -> None:
    """Nobody has decided on an appeal of their own."""
    for one in life.company.hr.get("/v1/appeals").ok()["items"]:
        whole: Any = life.company.hr.get(f"/v1/appeals/{one['id']}").ok()
        for step in whole["steps"]:
            if step["status"] in ("upheld", "partly_upheld", "rejected"):
                assert step["employee_id"] != whole["employee_id"], life.done


def check_revisions(life: Life) -> None:
    """Every revision of every person is there."""
    for person in PEOPLE:
        if person in life.erased:
            continue
        path = f"/v1/employees/{person}/scorecards/2026-10"
        newest = life.company.hr.get(path, query={"effective": "true"}).ok()["revision"]
        for number in range(1, newest + 1):
            found = life.company.hr.get(path, query={"revision": number}).ok()
            assert found["revision"] == number


@pytest.mark.deep
@pytest.mark.parametrize("seed", range(choose(quick=1, long=40)))
def test_in_any_order_what_was_paid_and_what_is_owed_are_what_stands(life: Life, seed: int) -> None:
    life.chance, life.kills = random.Random(seed), 0.25
    for _ in range(choose(quick=12, long=60)):
        life.step()
        check_what_is_owed(life)
        check_locked_bytes(life)
        check_judges(life)
    check_revisions(life)
    assert life.company.hr.get(f"{MONTH}/scorecards").ok()["items"]
