"""Whatever happens to a month between its file and the pay slip: the books are right at each step.

Files, cases, publication, appeals and their decisions, the lock, its reopening, exports and their
receipts, corrections and an erasure come in any order. Processes die at any write and are asked
again; messages come twice.
"""

import random

import pytest

from chalicelib.tenancy.platform import Platform
from tests.api.cases.deciding import VETOES
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.exports.payroll import Payroll
from tests.api.settled_month import settled
from tests.api.uploads.sending import SCHEME, Desk, csv_of, published
from tests.api.world import World
from tests.faults.books_of_a_month import (
    check_locked_bytes,
    check_locked_rows,
    check_what_is_owed,
    check_whole_books,
)
from tests.faults.life_of_a_month import PEOPLE, Life
from tests.faults.month_as_read import MONTH
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


@pytest.mark.deep
@pytest.mark.parametrize("seed", range(choose(quick=1, long=40)))
def test_in_any_order_what_was_paid_and_what_is_owed_are_what_stands(life: Life, seed: int) -> None:
    life.chance, life.kills = random.Random(seed), 0.25
    for _ in range(choose(quick=12, long=60)):
        life.step()
        check_what_is_owed(life)
        check_locked_bytes(life)
        check_locked_rows(life)
        if choose(quick=False, long=True):
            check_whole_books(life)
    check_whole_books(life)
    assert life.company.hr.get(f"{MONTH}/scorecards").ok()["items"]
