"""A worker that carries out the corrected figures of an appeal dies at any write."""

from itertools import cycle

import pytest

from chalicelib.tenancy.platform import Platform
from tests.api.appeals.conftest import court, desk  # noqa: F401 (fixtures)
from tests.api.appeals.court import LINE, Court
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.results.settled_anew import count_anew, told
from tests.api.worker import worker_in
from tests.faults.killing import NEVER, Killed, kill_points, killed_at
from tests.profiles import choose

#: 30 s or less are 40 points; the resolution gives 56 for 88 %, 40 for 80 %, nothing for 60 %.
TOTALS = {"1001": "96.00", "1002": "80.00", "1003": "40.00"}


@pytest.mark.deep
def test_the_same_message_again_carries_out_what_a_dead_run_has_left(
    court: Court,  # noqa: F811
    acme: Company,
    platform: Platform,
    clock: Clock,
) -> None:
    writes: list[str] = []
    callers = {one: acme.with_role("agent", employee_id=one) for one in TOTALS}
    # Who corrected the figures that are contested may not decide on them again.
    judges = {one: cycle((court.first, court.second)) for one in TOTALS}

    def killed(number: int, who: str) -> None:
        nonlocal writes
        revision = court.card(who)["revision"]
        appeal = court.filed(LINE, who=callers[who], revision=revision)
        judge = next(judges[who])
        court.review(appeal, judge).ok()
        columns = {"wait_seconds": str(2900 - number), "contacts": "100"}
        figures = {"kind": "figures", "columns": columns}
        court.decide(appeal, "upheld", figures, who=judge).ok()
        (message,) = court.desk.world.messages("uploads")
        try:
            with killed_at(platform, number, after=False) as seen:
                court.desk.run_once(message)
        except Killed:
            clock.advance(minutes=30)
            court.desk.deliver_body(message)
        else:
            writes = list(seen)
        card = court.card(who)
        assert (card["total"], card["revision"]) == (TOTALS[who], revision + 1), number
        assert card["caused_by"] == [appeal], number
        assert [one["state"] for one in court.read(appeal)["remedies"]] == ["done"], number
        with worker_in(platform, "acme") as context:
            before = told(context, "2026-10")
        count_anew(platform, "acme", "2026-10")
        with worker_in(platform, "acme") as context:
            assert told(context, "2026-10") == before, number

    killed(NEVER, "1001")
    points = kill_points(writes, after=False)
    people = list(TOTALS)
    for number in choose(quick=[points[1], len(writes)], long=points):
        killed(number, people[number % len(people)])
