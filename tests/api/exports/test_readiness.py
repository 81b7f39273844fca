"""GET /v1/exports/readiness: whether a period may go to payroll, and what stands in the way."""

from typing import Any

from tests.api.company import Company
from tests.api.exports.payroll import Payroll
from tests.api.uploads.sending import SCHEME, Desk, csv_of, published

PATH = "/v1/exports/readiness?period=2026-10&scheme=desk"


def obstacle(code: str, count: int, accept: str | None = None) -> dict[str, Any]:
    return {"code": code, "count": count, "accept": accept}


def test_a_month_is_ready_when_it_is_locked_and_its_snapshot_is_taken(
    acme: Company, desk: Desk
) -> None:
    payroll = Payroll(desk.world, acme.hr)
    asked = acme.payroll
    before = asked.get(PATH).ok()
    assert (before["ready"], before["exportable"]) == (False, False)
    assert before["obstacles"] == [obstacle("no_results", 0), obstacle("not_locked", 0)]
    desk.send(csv_of("1001,Ann,red,4000,100,88,100"))
    acme.hr.put("/v1/employees/1002", {"name": "Bob", "team": "red"}).ok(201)
    standing = asked.get(PATH).ok()
    assert (standing["state"], standing["exportable"]) == ("provisional", True)
    missing = obstacle("missing_people", 1, "missing")
    assert standing["obstacles"] == [missing, obstacle("not_locked", 1)]
    lock = {"scheme": "desk", "accept": {missing["accept"]: missing["count"]}}
    acme.hr.post("/v1/periods/2026-10/lock", lock).ok()
    # What was accepted is in nobody's way any more.
    assert asked.get(PATH).ok()["obstacles"] == [obstacle("snapshot_pending", 1)]
    payroll.work()
    done = asked.get(PATH).ok()
    assert (done["state"], done["ready"], done["obstacles"]) == ("locked", True, [])


def test_it_names_all_that_locking_would_refuse_as_the_board_does(
    acme: Company, desk: Desk
) -> None:
    """Imported results too, which both lists lacked."""
    past_path = PATH.replace("2026-10", "2026-09")
    past = b"employee_id,total,grade,coefficient,solved,raised\n1009,92.125,good,1.15,9,12\n"
    acme.hr.put("/v1/employees/1009", {"name": "Ida", "team": "red"}).ok(201)
    desk.send(past, grain="results", period="2026-09")
    alone = acme.hr.get(past_path).ok()
    assert (alone["obstacles"], alone["exportable"]) == ([obstacle("only_imported", 1)], False)
    desk.send(csv_of("1001,Ann,red,4000,100,88,100"), period="2026-09")
    desk.announce(period="2026-09")
    found = acme.hr.get(past_path).ok()["obstacles"]
    board = acme.hr.get("/v1/periods/2026-09/board?scheme=desk").ok()["obstacles"]
    assert found == [*board, obstacle("not_locked", 1)]
    assert obstacle("imported_results", 1, "imported") in board
    accept = {one["accept"]: one["count"] for one in board}
    acme.hr.post("/v1/periods/2026-09/lock", {"scheme": "desk", "accept": accept}).ok()


def test_a_scheme_or_period_that_is_not_there_is_told(acme: Company) -> None:
    published(acme, SCHEME)
    acme.hr.get("/v1/exports/readiness?period=2026-10&scheme=none").problem(404)
    acme.hr.get("/v1/exports/readiness?period=2026-10").problem(422)
