"""A hearing is of what the case said then: what changes afterwards takes it back."""

from datetime import timedelta
from typing import Any

import pytest

from tests.api.cases.deciding import PATH, Panel
from tests.api.cases.test_files import announced, event_of, told
from tests.api.clock import Clock

#: The fifth of November is today.
TODAY, TOMORROW, YESTERDAY = "2026-11-05", "2026-11-06", "2026-11-04"
HEARD = {"answer": "是误操作"}
SAID = {"code": "fraud", "evidence": "工单 4711"}


@pytest.fixture
def heard(panel: Panel) -> str:
    """The path of a proposed veto whose person was asked, and answered."""
    hearing = {"asked_on": TODAY, **HEARD}
    case = panel.propose("1001", "veto", **SAID, hearing=hearing).ok(201)["id"]
    return f"{PATH}/{case}"


def confirmed(panel: Panel, path: str) -> Any:
    return panel.head.post(f"{path}/confirm", if_match=panel.head.get(path).etag)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"reason": "另一件事"}, "reason"),
        ({"code": "leak"}, "code"),
        ({"evidence": "工单 4712"}, "evidence"),
    ],
)
def test_what_changes_after_the_hearing_takes_it_back(
    panel: Panel, heard: str, change: dict[str, str], name: str
) -> None:
    changed = panel.lead.patch(heard, change, if_match="*").ok()

    assert changed["hearing"] is None
    (former,) = changed["former_hearings"]
    assert (former["answer"], former["changed"]) == ("是误操作", [name])
    assert former["about"][name] == {"reason": "记录在案", **SAID}[name]
    confirmed(panel, heard).problem(409, "not_heard")
    # Asked about what it says now, and answered.
    panel.lead.patch(heard, {"hearing": HEARD}, if_match="*").ok()
    assert confirmed(panel, heard).ok()["former_hearings"] == [former]


def test_the_same_words_once_more_take_nothing_back(panel: Panel, heard: str) -> None:
    before = panel.lead.get(heard).ok()
    same = {"reason": "记录在案", **SAID, "hearing": {"asked_on": TODAY, **HEARD}}
    assert panel.lead.patch(heard, same, if_match="*").ok() == before


def test_a_file_that_comes_or_goes_after_the_hearing_takes_it_back(
    panel: Panel, heard: str
) -> None:
    file = announced(panel, heard)
    # What is only announced can be read by nobody, and may never come.
    assert panel.lead.get(heard).ok()["hearing"]["answer"] == "是误操作"
    told(panel, event_of(panel, file))
    confirmed(panel, heard).problem(409, "not_heard")
    panel.lead.patch(heard, {"hearing": HEARD}, if_match="*").ok()

    panel.lead.delete(f"{heard}/files/{file['id']}").ok(204)

    shown = panel.head.get(heard).ok()
    assert shown["hearing"] is None
    assert [one["changed"] for one in shown["former_hearings"]] == [["files"], ["files"]]
    (had,) = shown["former_hearings"][1]["about"]["files"]
    assert (had["id"], shown["former_hearings"][0]["about"]["files"]) == (file["id"], [])
    assert panel.company.supervisor.get(heard).ok()["former_hearings"][1]["about"]["files"] is None


def test_a_hearing_told_in_the_same_request_is_not_of_what_changed(
    panel: Panel, heard: str
) -> None:
    change = {"reason": "另一件事", "hearing": {"answer": "也是误操作"}}
    (error,) = panel.lead.patch(heard, change, if_match="*").problem(422)["errors"]
    assert (error["pointer"], error["code"]) == ("/hearing", "of_what_was_changed")
    # A form that sends all of what it read says nothing of a hearing.
    echo = {"reason": "另一件事", "hearing": {"asked_on": TODAY, **HEARD}}
    assert panel.lead.patch(heard, echo, if_match="*").ok()["hearing"] is None
    confirmed(panel, heard).problem(409, "not_heard")


def test_a_hearing_that_hr_takes_back_keeps_its_answer(panel: Panel, heard: str) -> None:
    changed = panel.lead.patch(heard, {"hearing": None}, if_match="*").ok()
    (former,) = changed["former_hearings"]
    assert (changed["hearing"], former["answer"], former["changed"]) == (None, "是误操作", [])
    # The person was asked once, and goes on seeing it.
    assert panel.company.agent.get(heard).ok()["former_hearings"] == [former]


def test_a_case_that_changed_after_five_hearings_is_to_be_proposed_anew(
    panel: Panel, heard: str
) -> None:
    for number in range(5):
        panel.lead.patch(heard, {"reason": f"第 {number} 次"}, if_match="*").ok()
        panel.lead.patch(heard, {"hearing": HEARD}, if_match="*").ok()
    panel.lead.patch(heard, {"reason": "再改"}, if_match="*").problem(409, "too_many_hearings")
    file = {"filename": "a.pdf", "content_type": "application/pdf"}
    panel.lead.post(f"{heard}/files", file).problem(409, "too_many_hearings")
    confirmed(panel, heard).ok()


@pytest.mark.parametrize(
    ("hearing", "pointer", "code"),
    [
        ({"asked_on": TOMORROW}, "/hearing/asked_on", "in_future"),
        ({"asked_on": YESTERDAY}, "/hearing/asked_on", "before_case"),
        ({"answer_by": TODAY}, "/hearing/answer_by", "before_asked"),
        ({"asked_on": TODAY, "answer_by": YESTERDAY}, "/hearing/answer_by", "before_asked"),
        # Ninety days are the longest: the third of February.
        ({"asked_on": TODAY, "answer_by": "2027-02-04"}, "/hearing/answer_by", "too_late"),
    ],
)
def test_nobody_was_asked_before_there_was_a_case_or_after_today(
    panel: Panel, hearing: dict[str, str], pointer: str, code: str
) -> None:
    about = {"employee_id": "1001", "kind": "veto", "period": "2026-10", "scheme": "desk"}
    body = {**about, **SAID, "reason": "x", "hearing": hearing}
    (error,) = panel.lead.post(PATH, body).problem(422)["errors"]
    assert (error["pointer"], error["code"]) == (pointer, code)


def test_a_day_to_answer_by_has_not_passed_when_it_is_told(panel: Panel, clock: Clock) -> None:
    path = f"{PATH}/{panel.propose('1001', 'veto', **SAID).ok(201)['id']}"
    clock.now += timedelta(days=3)
    past = {"hearing": {"asked_on": TODAY, "answer_by": TOMORROW}}
    (error,) = panel.lead.patch(path, past, if_match="*").problem(422)["errors"]
    assert (error["pointer"], error["code"]) == ("/hearing/answer_by", "in_past")
    ahead = {"hearing": {"asked_on": TODAY, "answer_by": "2026-11-08"}}
    panel.lead.patch(path, ahead, if_match="*").ok()
    panel.lead.patch(path, {"reason": "改"}, if_match="*").ok()
    # It says what it says since the eighth.
    (error,) = panel.lead.patch(path, ahead, if_match="*").problem(422)["errors"]
    assert (error["pointer"], error["code"]) == ("/hearing/asked_on", "before_case")
