"""A file for a locked month is looked at, then taken: everybody whose result differs is corrected.

1001 was paid 1.1 for 88 %, 1002 and 1003 0.6. 78 % is 68.00, 0.6 for 1001; 90 % is 100.00, 1.1 for
1003, who answered in 25 s, and for 1004, of whom the month has no result.
"""

from typing import Any
from unittest import mock

import pytest

from chalicelib.late_files import taking
from tests.api.corrections.owing import Owing
from tests.api.people.worker import Worker
from tests.api.uploads.sending import csv_of

LATE = csv_of(
    "1001,Ann,red,4000,100,78,100",
    "1002,Bob,red,7200,100,80,100",
    "1003,Cy,blue,2500,100,90,100",
    "1004,Di,blue,2500,100,90,100",
    "9999,No,blue,2500,100,90,100",
)
WHY = "the inspectors were late"
ALL_DUE = {
    "1001": ("waiting", "-0.5"),
    "1003": ("pending", "0.5"),
    "1004": ("pending", "1.1"),
}


@pytest.fixture
def late(owing: Owing) -> str:
    """The path of the late file, which is looked at. 1004 came after the lock."""
    hr = owing.paid.company.hr
    hr.put("/v1/employees/1004", {"name": "Di", "team": "blue"}).ok(201)
    upload = owing.paid.desk.send(LATE, period="2026-10", late=True)
    assert (upload["status"], upload["reason"]["code"]) == ("rejected", "period_locked")
    body = {"upload_id": upload["id"], "reason": WHY}
    asked = hr.post("/v1/corrections/files", body).ok(201)
    assert asked["status"] == "looking"
    owing.paid.follow()
    return f"/v1/corrections/files/{asked['id']}"


def rows(owing: Owing, late: str) -> dict[str, tuple[Any, ...]]:
    """Outcome, and the difference or why there is none, by id."""
    found = owing.paid.company.hr.get(f"{late}/rows").ok()["items"]
    return {
        one["employee_id"]: (one["outcome"], (one["why"] or {}).get("code") or one["difference"])
        for one in found
    }


def test_it_is_looked_at_first(owing: Owing, late: str) -> None:
    found = owing.paid.company.hr.get(late).ok()

    assert (found["status"], found["counts"]) == (
        "looked_at",
        {"changes": 3, "same": 1, "refused": 1},
    )
    assert rows(owing, late) == {
        "1001": ("changes", "-0.5"),
        "1003": ("changes", "0.5"),
        "1004": ("changes", "1.1"),
        "9999": ("refused", "unknown_employee"),
    }
    first, _, new, _ = owing.paid.company.hr.get(f"{late}/rows").ok()["items"]
    assert (new["before"], new["after"]["total"]) == (None, "100.00")
    assert (first["figures"], first["before"]["total"], first["after"]["total"]) == (
        *([{"solved": "78"}], "88.00", "68.00"),
    )
    assert owing.paid.company.hr.get("/v1/corrections").ok()["items"] == []
    assert owing.due() == {}


def test_then_everybody_whose_result_differs_is_corrected(owing: Owing, late: str) -> None:
    taker = owing.paid.company.with_role("hr", employee_id="1002")
    taker.post(f"{late}/take").ok(202)
    owing.paid.follow()

    found = owing.paid.company.hr.get(late).ok()
    assert (found["status"], found["counts"]) == (
        "taken",
        {"corrected": 3, "same": 1, "refused": 1},
    )
    made = owing.paid.company.hr.get("/v1/corrections").ok()["items"]
    assert {one["employee_id"]: one["difference"] for one in made} == {
        "1001": "-0.5",
        "1003": "0.5",
        "1004": "1.1",
    }
    for one in made:
        assert (one["reason"], one["cause"]) == (WHY, {"upload": found["upload_id"]})
        assert one["made"]["employee_id"] == "1002"
    assert owing.due() == ALL_DUE
    taker.post(f"{late}/take").problem(409, "not_looked_at")


def test_who_was_corrected_since_the_look_stays_as_that_is(owing: Owing, late: str) -> None:
    """95 %: 32 + 60 = 92.00."""
    owing.correct("1001", solved="95")
    owing.paid.company.hr.post(f"{late}/take").ok(202)
    owing.paid.follow()

    assert rows(owing, late)["1001"] == ("refused", "changed_since")
    assert owing.paid.stands("1001")[0] == "92.00"
    assert owing.due() == {"1003": ("pending", "0.5"), "1004": ("pending", "1.1")}


def test_who_got_a_result_since_the_look_keeps_it(owing: Owing, late: str) -> None:
    """25 s and 60 %: 40 + 0 = 40.00."""
    figures = {"wait_seconds": "2500", "contacts": "100", "solved": "60", "raised": "100"}
    owing.correct("1004", **figures)
    owing.paid.company.hr.post(f"{late}/take").ok(202)
    owing.paid.follow()

    assert rows(owing, late)["1004"] == ("refused", "changed_since")
    assert owing.paid.stands("1004") == ("40.00", "corrected", 1)


def test_nobody_corrects_the_own_result_by_a_file(owing: Owing, late: str) -> None:
    owing.paid.company.with_role("hr", employee_id="1003").post(f"{late}/take").ok(202)
    owing.paid.follow()

    assert rows(owing, late)["1003"] == ("refused", "own_result")
    assert owing.due() == {"1001": ("waiting", "-0.5"), "1004": ("pending", "1.1")}


@pytest.mark.parametrize("after", [False, True], ids=["before the write", "after the write"])
def test_a_run_that_dies_at_a_correction_is_gone_on_with(
    owing: Owing, late: str, after: bool
) -> None:
    owing.paid.company.hr.post(f"{late}/take").ok(202)
    (message,) = owing.paid.desk.world.messages("uploads")
    taken, seen = taking._taken, list[str]()

    def dies(context: Any, file: Any, row: Any) -> bool:
        seen.append(row.called)
        if len(seen) == 2 and not after:
            raise RuntimeError
        found = taken(context, file, row)
        if len(seen) == 2:
            raise RuntimeError
        return found

    with mock.patch.object(taking, "_taken", dies):
        owing.paid.desk.deliver_body(message)
    for _ in range(2):
        assert owing.paid.desk.deliver_body(message) == {"batchItemFailures": []}
    owing.paid.follow()

    assert len(owing.paid.company.hr.get("/v1/corrections").ok()["items"]) == 3
    assert owing.due() == ALL_DUE
    assert owing.paid.company.hr.get(late).ok()["counts"]["corrected"] == 3


def test_only_a_file_that_came_for_a_locked_month_is_late(owing: Owing) -> None:
    hr = owing.paid.company.hr
    sent = owing.paid.desk.send(LATE, period="2026-11")
    for upload, code in ((sent["id"], "not_refused"), ("upl_0", "unknown_upload")):
        asked = hr.post("/v1/corrections/files", {"upload_id": upload, "reason": WHY})
        assert asked.problem(422)["errors"][0]["code"] == code


def test_an_erased_person_is_in_no_late_file(owing: Owing, late: str) -> None:
    owing.paid.company.admin.post("/v1/employees/1003/erase", {"files": "keep"}).ok(202)
    Worker(owing.paid.desk.world).work()

    assert "1003" not in rows(owing, late)
    for item in owing.paid.desk.world.items():
        if item["pk"]["S"].startswith("acme#late-file"):
            assert "1003" not in str(item)
