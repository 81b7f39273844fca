"""What an erasure leaves of cases: what they do to figures, and nobody's name or words."""

from typing import Any

import pytest

from tests.api.cases.deciding import PATH, Panel
from tests.api.people.erased import opened
from tests.api.people.worker import Worker

SAID = {"reason": "张三诱导好评", "evidence": "录音", "hearing": {"answer": "我错了"}}


def erase(panel: Panel, who: str) -> Any:
    admin = panel.company.admin
    asked = admin.post(f"/v1/employees/{who}/erase", {"files": "keep"}).ok(202)
    Worker(panel.desk.world).work()
    return admin.get(f"/v1/erasures/{asked['id']}").ok()


@pytest.mark.long
def test_the_persons_cases_move_to_the_pseudonym_without_words(panel: Panel) -> None:
    case = panel.confirmed("1001", "veto", code="fraud", **SAID)
    about = {"period": "2026-08", "treatment": "full"}
    before = panel.propose("1001", "exemption", **about, **SAID).ok(201)["id"]
    # The hearing is taken back, and keeps what was said.
    panel.lead.patch(f"{PATH}/{before}", {"reason": "停电"}, if_match="*").ok()

    assert erase(panel, "1001")["status"] == "completed"

    found = panel.head.get(PATH).ok()["items"]
    assert {one["id"] for one in found}.isdisjoint({case, before})
    (name,) = {one["employee_id"] for one in found}
    moved = next(one for one in found if one["kind"] == "veto")
    assert (moved["status"], moved["reason"], moved["evidence"]) == ("confirmed", "(erased)", None)
    assert moved["hearing"]["answer"] == "(erased)"
    (former,) = next(one for one in found if one["kind"] == "exemption")["former_hearings"]
    assert (former["answer"], former["about"]["reason"]) == ("(erased)", None)
    card = panel.card(name)
    assert (card["grade"], card["coefficient"], card["cases"]) == (
        "unqualified",
        "0",
        [moved["id"]],
    )
    left = str([one for one in opened(panel.desk.world) if "#employees" not in one["pk"]["S"]])
    for trace in ("张三", "录音", "我错了", case, before):
        assert trace not in left, trace


@pytest.mark.long
def test_a_moved_case_stays_in_force_and_can_be_revoked(panel: Panel) -> None:
    panel.confirmed("1001", "veto", code="fraud")
    erase(panel, "1001")
    (moved,) = panel.head.get(PATH).ok()["items"]
    panel.company.hr.post("/v1/periods/2026-10/rescore", {"scheme": "desk"}).ok(202)
    panel.work()
    assert panel.brief(moved["employee_id"]) == ("88.00", "unqualified", "0", None)
    assert panel.card(moved["employee_id"])["revision"] == 2
    panel.revoked(moved["id"])
    assert panel.brief(moved["employee_id"])[:2] == ("88.00", "good")


def test_who_decided_is_a_pseudonym_afterwards(panel: Panel) -> None:
    case = panel.confirmed("1001", "exemption", indicator="answer_time", treatment="full")
    erase(panel, "lead")
    found = panel.case(case)
    assert found["proposal"]["employee_id"] != "lead"
    assert found["decisions"]["confirmed"]["employee_id"] == "head"


@pytest.mark.long
def test_an_erasure_waits_for_a_case_that_is_about_to_be_applied(panel: Panel) -> None:
    case = panel.propose("1001", "exemption", indicator="answer_time", treatment="full")
    panel.decide(case.ok(201)["id"], "confirm").ok()
    admin, world = panel.company.admin, panel.desk.world
    asked = admin.post("/v1/employees/1001/erase", {"files": "keep"}).ok(202)
    waiting = world.messages("jobs")
    for body in waiting:
        Worker(world).deliver(body)
    assert admin.get(f"/v1/erasures/{asked['id']}").ok()["status"] != "completed"
    panel.work()
    for body in waiting:
        Worker(world).deliver(body)
    Worker(world).work()
    assert admin.get(f"/v1/erasures/{asked['id']}").ok()["status"] == "completed"
    (moved,) = panel.head.get(PATH).ok()["items"]
    assert panel.card(moved["employee_id"])["cases"] == [moved["id"]]
