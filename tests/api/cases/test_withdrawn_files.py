"""Cases and files that are taken back: what was decided about a person stays."""

from typing import Any

import pytest

from tests.api.cases.deciding import Panel
from tests.api.uploads.sending import csv_of


def taken_back(panel: Panel, upload: Any) -> Any:
    path = f"/v1/uploads/{upload['id']}"
    panel.desk.caller.post(f"{path}/withdraw", {"reason": "发错了文件"}).ok(202)
    panel.work()
    found = panel.desk.caller.get(path).ok()
    assert found["status"] == "withdrawn"
    return found["withdrawal"]


@pytest.mark.long
def test_a_result_that_comes_back_has_the_cases_that_are_in_force(panel: Panel) -> None:
    wrong = panel.desk.send(csv_of("1002,Bob,red,4000,100,88,100"))
    case = panel.confirmed("1002", "exemption", indicator="answer_time", treatment="full")
    assert panel.brief("1002")[0] == "96.00"  # 40 + 56

    assert taken_back(panel, wrong)["restored"] == 1

    # 80 % of the file before, 40 of 60 points, and the full 40 of the case.
    assert panel.brief("1002")[0] == "80.00"
    assert panel.card("1002")["cases"] == [case]


def test_whom_a_case_is_about_stays_on_the_register(panel: Panel) -> None:
    wrong = panel.desk.send(
        csv_of("1004,Di,red,4000,100,88,100", "1005,Ed,red,4000,100,88,100"),
        unknown_employees="create",
    )
    panel.propose("1004", "award", code="praise")

    told = taken_back(panel, wrong)

    assert (told["removed"], told["people_removed"], told["people_kept"]) == (2, 1, 1)
    panel.company.hr.get("/v1/employees/1004").ok()
    panel.company.hr.get("/v1/employees/1005").problem(404)


def test_a_void_result_with_a_veto_is_void_and_vetoed_when_the_void_is_lifted(
    panel: Panel,
) -> None:
    void = "/v1/employees/1001/scorecards/2026-10/void"
    panel.confirmed("1001", "veto", code="fraud")
    panel.company.hr.post(void, {"scheme": "desk", "reason": "录错"}).ok(202)
    panel.work()
    assert panel.brief("1001") == (None, None, None, None)

    panel.company.hr.post(f"{void}/lift", {"scheme": "desk", "reason": "核实"}).ok(202)
    panel.work()

    assert panel.brief("1001") == ("88.00", "unqualified", "0", None)
