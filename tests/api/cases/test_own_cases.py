"""A case about the own person is for others: whatever else the person is, they are heard in it."""

import pytest

from tests.api.cases.deciding import PATH, Panel
from tests.api.cases.test_files import announced
from tests.api.client import Api

TODAY = "2026-11-05"
LINE = {"indicator": "answer_time", "treatment": "full", "evidence": "工单 4711"}
FILE = {"filename": "a.pdf", "content_type": "application/pdf"}
ASKED = {"hearing": {"asked_on": TODAY}}

#: Ann (1001, of team red) as she works for the company beside being scored.
WHO = {
    "hr": {"role": "hr"},
    "admin": {"role": "admin"},
    "the team's lead": {"role": "supervisor", "team": "red"},
    "the team's lead, and an agent": {"roles": ["supervisor", "agent"], "team": "red"},
    "an auditor": {"role": "auditor"},
}


def ann(panel: Panel, who: str) -> Api:
    return panel.company.with_key(employee_id="1001", **WHO[who])


@pytest.mark.parametrize("who", WHO)
def test_nobody_reads_the_own_case_before_they_are_asked(panel: Panel, who: str) -> None:
    own, caller = panel.propose("1001", "exemption", **LINE).ok(201)["id"], ann(panel, who)
    path = f"{PATH}/{own}"

    def listed() -> list[str]:
        return [one["id"] for one in caller.get(PATH).ok()["items"]]

    assert listed() == []
    caller.get(path).problem(404)

    panel.lead.patch(path, ASKED, if_match="*").ok()

    assert listed() == [own]
    assert caller.get(path).ok()["hearing"]["asked_on"] == TODAY


@pytest.mark.parametrize("who", ["hr", "the team's lead"])
def test_nobody_changes_the_own_case(panel: Panel, who: str) -> None:
    case, caller = panel.propose("1001", "veto", code="fraud").ok(201)["id"], ann(panel, who)
    path = f"{PATH}/{case}"
    file = announced(panel, path)["id"]
    told_of = {"hearing": {"answer": "没有"}}
    # As long as they were not asked there is none for them; afterwards they are told why.
    for status, code in ((404, "not_found"), (409, "own_case")):
        caller.patch(path, {"reason": "x"}, if_match="*").problem(status, code)
        caller.patch(path, told_of, if_match="*").problem(status, code)
        caller.post(f"{path}/files", FILE).problem(status, code)
        caller.post(f"{path}/files/{file}/check").problem(status, code)
        caller.delete(f"{path}/files/{file}").problem(status, code)
        panel.lead.patch(path, ASKED, if_match="*").ok()
    # Proposed, a file announced, asked.
    assert panel.head.get(path).ok()["revision"] == 3


def test_nobody_proposes_a_case_about_themselves(panel: Panel) -> None:
    about = {"employee_id": "1001", "period": "2026-10", "scheme": "desk", "reason": "x"}
    for who in ("hr", "the team's lead"):
        award = {**about, "kind": "award", "code": "praise"}
        ann(panel, who).post(PATH, award).problem(409, "own_case")


def test_nobody_revokes_the_own_case(panel: Panel) -> None:
    case = panel.confirmed("1001", "veto", code="fraud")
    path = f"{PATH}/{case}/revoke"
    ann(panel, "hr").post(path, {"reason": "x"}, if_match="*").problem(409, "own_case")
