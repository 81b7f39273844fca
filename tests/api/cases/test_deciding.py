"""Who may propose and decide, who is heard, and what stands in the way."""

import pytest

from tests.api.cases.deciding import PATH, Panel
from tests.api.clock import Clock
from tests.api.settled_month import settled

FRAUD = {"code": "fraud"}
LINE = {"indicator": "answer_time", "treatment": "full"}


def test_who_proposed_or_changed_a_case_does_not_confirm_it(panel: Panel) -> None:
    case = panel.propose("1001", "exemption", **LINE).ok(201)["id"]
    path = f"{PATH}/{case}/confirm"
    panel.lead.post(path, if_match="*").problem(409, "four_eyes")
    panel.head.patch(f"{PATH}/{case}", {"reason": "断网"}, if_match="*").ok()
    panel.head.post(path, if_match="*").problem(409, "four_eyes")
    third = panel.company.with_key(role="hr", employee_id="1003")
    # The second pair of eyes says what it has read.
    third.post(path, if_match="*").problem(428, "etag_required")
    shown = third.post(path, if_match=third.get(f"{PATH}/{case}").etag).ok()
    assert (shown["status"], shown["decisions"]["confirmed"]["employee_id"]) == (
        "confirmed",
        "1003",
    )
    assert shown["proposal"]["employee_id"] == "lead"


def test_without_the_setting_one_person_does_both(panel: Panel) -> None:
    panel.company.admin.patch("/v1/tenant", {"four_eyes": False}, if_match="*").ok()
    case = panel.propose("1001", "exemption", **LINE).ok(201)["id"]
    panel.lead.post(f"{PATH}/{case}/confirm", if_match="*").ok()


def test_a_proposal_of_a_credential_of_nobody_is_nobodys_first_pair_of_eyes(panel: Panel) -> None:
    body = {"kind": "exemption", "employee_id": "1001", "period": "2026-10", "scheme": "desk"}
    case = panel.company.hr.post(PATH, {**body, **LINE, "reason": "x"}).ok(201)["id"]
    panel.head.post(f"{PATH}/{case}/confirm", if_match="*").problem(409, "four_eyes")
    panel.lead.patch(f"{PATH}/{case}", {"reason": "断网"}, if_match="*").ok()
    panel.decide(case, "confirm").ok()
    panel.company.hr.post(f"{PATH}/{case}/revoke", {"reason": "x"}, if_match="*").problem(
        403, "needs_a_person"
    )


def test_nobody_decides_a_case_about_themselves(panel: Panel) -> None:
    own = panel.company.with_key(role="hr", employee_id="1001")
    asked = {"hearing": {"asked_on": "2026-11-05"}}
    case = panel.propose("1001", "exemption", **LINE, **asked).ok(201)["id"]
    own.post(f"{PATH}/{case}/confirm", if_match="*").problem(409, "own_case")
    own.post(f"{PATH}/{case}/decline", {"reason": "x"}, if_match="*").problem(409, "own_case")


def test_on_a_veto_the_person_is_heard_first(panel: Panel, clock: Clock) -> None:
    case = panel.propose("1001", "veto", **FRAUD).ok(201)["id"]
    panel.decide(case, "confirm").problem(409, "not_heard")
    day = clock.now.date().isoformat()
    asked = {"hearing": {"asked_on": day, "answer_by": day}}
    panel.lead.patch(f"{PATH}/{case}", asked, if_match="*").ok()
    panel.decide(case, "confirm").problem(409, "not_heard")
    clock.advance(days=1, hours=9)
    heard = panel.decide(case, "confirm").ok()["hearing"]
    assert (heard["asked_on"], heard["answer"]) == (day, None)


def test_an_answer_is_kept_with_the_veto(panel: Panel) -> None:
    case = panel.confirmed("1001", "veto", **FRAUD, hearing={"answer": "是误操作"})
    assert panel.case(case)["hearing"]["answer"] == "是误操作"


def test_what_is_decided_changes_no_more(panel: Panel) -> None:
    case = panel.propose("1001", "exemption", **LINE).ok(201)
    path = f"{PATH}/{case['id']}"
    stale = panel.head.get(path).etag
    panel.lead.patch(path, {"reason": "断网"}, if_match=stale).ok()
    panel.head.post(f"{path}/confirm", if_match=stale).problem(412)
    panel.head.post(f"{path}/confirm").problem(428)
    panel.decide(case["id"], "confirm").ok()
    panel.lead.patch(path, {"reason": "x"}, if_match="*").problem(409, "case_decided")
    panel.decide(case["id"], "decline").problem(409, "status_not_reachable")
    panel.work()
    panel.revoked(case["id"])
    panel.decide(case["id"], "confirm").problem(409, "status_not_reachable")


def test_a_declined_case_changes_nothing(panel: Panel) -> None:
    case = panel.propose("1001", "exemption", **LINE).ok(201)["id"]
    shown = panel.decide(case, "decline", reason="依据不足").ok()
    assert (shown["status"], shown["effect"]) == ("declined", None)
    panel.work()
    assert panel.card("1001")["revision"] == 1


def test_a_period_waits_with_its_lock_until_its_results_follow(panel: Panel) -> None:
    case = panel.propose("1001", "exemption", **LINE).ok(201)["id"]
    shown = panel.decide(case, "confirm").ok()
    assert shown["effect"]["status"] == "pending"
    for how in ("publish", "lock"):
        path = f"/v1/periods/2026-10/{how}"
        panel.company.hr.post(path, {"scheme": "desk"}).problem(409, "cases_due")
    board = "/v1/periods/2026-10/board?scheme=desk"
    due = {"code": "cases_due", "count": 1, "accept": None}
    assert due in panel.company.hr.get(board).ok()["obstacles"]
    panel.work()
    assert panel.case(case)["effect"]["status"] == "in_effect"
    assert due not in panel.company.hr.get(board).ok()["obstacles"]
    settled(panel.company.hr, "lock", "2026-10", "desk").ok()


@pytest.mark.parametrize(
    ("about", "pointer", "code"),
    [
        ({"kind": "veto", "code": "none"}, "/code", "unknown_veto"),
        ({"kind": "veto", **FRAUD, "treatment": "full"}, "/treatment", "not_of_this_kind"),
        ({"kind": "exemption"}, "/treatment", "required"),
        ({"kind": "exemption", **LINE, "indicator": "x"}, "/indicator", "unknown_indicator"),
        ({"kind": "exemption", **LINE, "target": "3"}, "/target", "not_of_this_kind"),
        ({"kind": "exemption", "treatment": "adjusted_target", "target": "3"}, "/indicator",
         "required"),
        ({"kind": "exemption", **LINE, "treatment": "adjusted_target"}, "/target", "required"),
        ({"kind": "exemption", **LINE, "employee_id": "nobody"}, "/employee_id",
         "unknown_employee"),
        ({"kind": "exemption", **LINE, "period": "2026-Q4"}, "/period", "wrong_kind_of_period"),
        ({"kind": "exemption", **LINE, "period": "2025-10"}, "/scheme", "no_scheme_in_effect"),
        # November has begun, December has not: nobody can have cheated in it.
        ({"kind": "veto", **FRAUD, "period": "2026-12"}, "/period", "period_to_come"),
        ({"kind": "award", "code": "praise", "period": "2026-12"}, "/period", "period_to_come"),
        ({"kind": "exemption", **LINE, "period": "2027-12"}, "/period", "period_to_come"),
        ({"kind": "exemption", **LINE, "hearing": {"answer_by": "2026-11-01"}},
         "/hearing/answer_by", "before_asked"),
        ({"kind": "exemption", **LINE, "hearing": {"asked_on": "2030-01-01"}},
         "/hearing/asked_on", "in_future"),
    ],
)  # fmt: skip
def test_a_case_says_what_it_is_about(
    panel: Panel, about: dict[str, object], pointer: str, code: str
) -> None:
    body = {"employee_id": "1001", "period": "2026-10", "scheme": "desk", "reason": "x", **about}
    (error,) = panel.lead.post(PATH, body).problem(422)["errors"]
    assert (error["pointer"], error["code"]) == (pointer, code)


def test_an_exemption_of_a_month_to_come_is_proposed_before_it(panel: Panel) -> None:
    panel.propose("1001", "exemption", **LINE, period="2026-12").ok(201)


def test_two_windows_make_one_case(panel: Panel) -> None:
    body = {"kind": "exemption", "employee_id": "1001", "period": "2026-10", "scheme": "desk"}
    said = {**body, **LINE, "reason": "断网"}
    first = panel.lead.post(PATH, said, idempotency_key="one").ok(201)["id"]
    assert panel.lead.post(PATH, said, idempotency_key="one").ok(201)["id"] == first
    assert len(panel.lead.get(PATH).ok()["items"]) == 1


def test_confirming_again_asks_once_more_for_an_effect_that_has_not_come(panel: Panel) -> None:
    case = panel.propose("1001", "exemption", **LINE).ok(201)["id"]
    panel.decide(case, "confirm").ok()
    panel.desk.world.messages("uploads")  # the message is lost
    panel.decide(case, "confirm").ok()
    panel.work()
    assert panel.case(case)["effect"]["status"] == "in_effect"
    panel.decide(case, "confirm").ok()
    assert panel.desk.world.not_received("uploads") == 0
