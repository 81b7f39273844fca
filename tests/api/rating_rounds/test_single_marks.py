"""Single marks are opened by a reason, where the round said so beforehand, and by nobody else."""

import pytest

from tests.api.client import Api
from tests.api.rating_rounds.rating import Ring


@pytest.fixture
def boss(ring: Ring) -> Api:
    return ring.company.with_role("hr", employee_id="boss")


def asked(who: str = "a1", reason: str = "complaint 17 of a1") -> dict[str, str]:
    return {"employee_id": who, "reason": reason}


def test_a_reason_opens_who_gave_which_marks_and_the_log_keeps_it(ring: Ring, boss: Api) -> None:
    path = ring.open(single_marks=True)
    ring.rate("a2", "peer", "a1", "8", "6", comment="candid")
    ring.rate("lead", "superior", "a1", "9", None)
    # Saved and not submitted: it does not count, and is not shown.
    form = next(one for one in ring.tasks("a3") if one["employee_id"] == "a1")
    ring.save("a3", f"/v1/rating-tasks/{form['id']}", "1", "1").ok()
    ring.close(path)
    reply = boss.post(f"{path}/single-marks", asked())
    assert "candid" not in reply.text
    found = {
        (one["role"], one["rater"]["employee_id"]): [each["mark"] for each in one["marks"]]
        for one in reply.ok()["items"]
    }
    assert found == {("peer", "a2"): ["8", "6"], ("superior", "lead"): ["9", None]}
    (event,) = ring.company.admin.get("/v1/audit-events", query={"limit": 1}).ok()["items"]
    assert event["action"] == "rating_rounds.open_marks"
    assert event["after"] == {"reason": "complaint 17 of a1", "forms": 3}
    assert event["target"].startswith(f"rating-marks/{path.rpartition('/')[2]}.prs_")


def test_every_form_tells_its_rater_whether_it_may_be_opened(ring: Ring) -> None:
    ring.open(single_marks=True)
    assert {one["single_marks"] for one in ring.tasks("a1")} == {True}


def test_a_round_that_did_not_say_so_beforehand_is_opened_by_nobody(ring: Ring, boss: Api) -> None:
    path = ring.open()
    assert {one["single_marks"] for one in ring.tasks("a1")} == {False}
    ring.hr.patch(path, {"single_marks": True}, if_match="*").problem(409, "status_not_reachable")
    ring.rate("a2", "peer", "a1", "8", "6")
    ring.close(path)
    for caller in (boss, ring.company.with_role("admin", employee_id="chief")):
        caller.post(f"{path}/single-marks", asked()).problem(409, "single_marks_not_announced")


def test_marks_are_opened_after_the_closing_by_a_person_and_not_about_oneself(
    ring: Ring, boss: Api
) -> None:
    path = ring.make()
    ring.hr.patch(path, {"single_marks": True}, if_match="*").ok()
    ring.hr.post(f"{path}/open", if_match="*").ok()
    boss.post(f"{path}/single-marks", asked()).problem(409, "round_not_closed")
    ring.close(path)
    ring.hr.post(f"{path}/single-marks", asked()).problem(403, "needs_a_person")
    boss.post(f"{path}/single-marks", asked(reason=" ")).problem(422)
    boss.post(f"{path}/single-marks", asked("nobody")).problem(404)
    mine = ring.company.with_role("hr", employee_id="a1")
    mine.post(f"{path}/single-marks", asked()).problem(409, "own_marks")
    # The superior is of hr too, and leads the team of a1.
    superior = ring.company.with_role("hr", employee_id="lead")
    superior.post(f"{path}/single-marks", asked()).problem(409, "marks_of_own_team")
    for caller in (ring.company.auditor, ring.of("lead"), ring.of("a1")):
        caller.post(f"{path}/single-marks", asked()).problem(403, "forbidden")
