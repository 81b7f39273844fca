"""A recorded case that is decided in a locked month takes effect as a correction, at once.

Answer time: 8 points per whole 10 s over 30 s, of 40. Resolution: 2 per point below 90 %, of 60.
1001: 40 s, 88 %: 32 + 56 = 88.00. 1002: 72 s, 80 %: 8 + 40 = 48.00, poor, 0.6.
"""

from typing import Any

import pytest

from tests.api.cases.conftest import MONTH
from tests.api.cases.deciding import EXTRAS, VETOES, Panel
from tests.api.company import Company
from tests.api.people.worker import Worker
from tests.api.uploads.sending import SCHEME, Desk, published
from tests.api.world import World

LINE = {"indicator": "answer_time", "treatment": "full"}


@pytest.fixture
def panel(acme: Company, world: World) -> Panel:
    published(acme, {**SCHEME, "vetoes": VETOES, "extras": EXTRAS})
    desk = Desk(world, acme.hr, "acme")
    desk.send(MONTH)
    for who in ("lead", "head"):
        acme.hr.put(f"/v1/employees/{who}", {"name": who.title(), "team": "office"}).ok(201)
    lead = acme.with_key(role="hr", employee_id="lead")
    return Panel(acme, desk, lead, acme.with_key(role="admin", employee_id="head"))


def lock(panel: Panel) -> None:
    body = {"scheme": "desk", "accept": {"missing": 2}}
    panel.company.hr.post("/v1/periods/2026-10/lock", body).ok()
    Worker(panel.desk.world).work()


def corrections(panel: Panel) -> list[Any]:
    return list(panel.company.hr.get("/v1/corrections").ok()["items"])


def stands(panel: Panel, employee_id: str) -> tuple[Any, ...]:
    found = panel.card(employee_id, effective="true")
    return found["total"], found["coefficient"], found["cases"], found["state"]


def test_an_exemption_after_the_lock_is_a_correction(panel: Panel) -> None:
    """All 40 points of the answer time: 80.00, good, 1.1 in the place of 0.6."""
    lock(panel)
    before = panel.card("1002")

    case = panel.propose("1002", "exemption", **LINE).ok(201)["id"]
    shown = panel.decide(case, "confirm").ok()

    assert shown["effect"]["status"] == "in_effect"
    assert panel.case(case)["effect"]["status"] == "in_effect"
    assert stands(panel, "1002") == ("80.00", "1.1", [case], "corrected")
    assert panel.card("1002") == before
    (found,) = corrections(panel)
    assert (found["kind"], found["cause"], found["difference"]) == ("case", {"case": case}, "0.5")


def test_what_was_in_force_at_the_lock_is_revoked_by_a_correction(panel: Panel) -> None:
    """Paid with the exemption, 80.00; without it 48.00: money back, and the reason is told."""
    case = panel.confirmed("1002", "exemption", **LINE)
    lock(panel)
    assert panel.card("1002")["total"] == "80.00"

    shown = panel.decide(case, "revoke").ok()

    assert shown["effect"]["status"] == "ended"
    assert stands(panel, "1002") == ("48.00", "0.6", [], "corrected")
    (found,) = corrections(panel)
    assert (found["difference"], found["reason"]) == ("-0.5", "复核")


@pytest.mark.long
def test_cases_and_figures_after_the_lock_come_together(panel: Panel) -> None:
    """A letter of praise: +1. Then 90 % for 1002: 8 + 60 + 1 = 69.00. A veto: coefficient 0."""
    lock(panel)
    praise = panel.confirmed("1002", "award", code="praise")
    assert stands(panel, "1002")[0] == "49.00"
    body = {"employee_id": "1002", "period": "2026-10", "scheme": "desk", "reason": "x"}
    wrong = {**body, "figures": {"solved": "90"}}
    panel.company.hr.post("/v1/corrections", wrong).ok(201)
    assert stands(panel, "1002")[:3] == ("69.00", "0.6", [praise])

    fraud = panel.confirmed("1002", "veto", code="fraud")

    assert stands(panel, "1002")[1:3] == ("0", sorted([praise, fraud]))
    assert sorted(one["difference"] for one in corrections(panel)) == ["-0.6", "0", "0"]
    # The log of the month names no case: its id tells the person.
    events = panel.company.admin.get("/v1/audit-events").ok()["items"]
    made = [one["after"] for one in events if one["action"] == "corrections.make"]
    assert sorted(one["cause"] for one in made) == [[], ["case"], ["case"]]


def test_a_case_that_the_version_does_not_know_corrects_nothing(panel: Panel) -> None:
    """Somebody without a result: the case is in force, and says that there is none."""
    lock(panel)
    panel.company.hr.put("/v1/employees/idle", {"name": "Ida", "team": "office"}).ok(201)

    case = panel.propose("idle", "exemption", treatment="full").ok(201)["id"]
    shown = panel.decide(case, "confirm").ok()

    assert shown["effect"]["status"] == "no_result"
    assert corrections(panel) == []


def test_the_lock_is_not_taken_back_after_that(panel: Panel) -> None:
    lock(panel)
    panel.confirmed("1002", "exemption", **LINE)

    why = {"scheme": "desk", "reason": "too early"}
    panel.company.admin.post("/v1/periods/2026-10/reopen", why).problem(409, "corrected")
