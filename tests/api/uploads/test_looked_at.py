"""A file that is only looked at: what it would do is told, and nothing is written."""

from typing import Any

import pytest

from chalicelib.uploads import chunk
from tests.api.company import Company
from tests.api.uploads.registering import GOOD, totals_of
from tests.api.uploads.sending import Desk, csv_of
from tests.api.uploads.sharing import others_always_wait

# 40 s and 88 %: 32 + 56 = 88. 72 s and 80 %: 8 + 40 = 48. Without solved: nothing of resolution,
# 60 of 100 points, so no total.
BETTER, WORSE, LOST = "red,4000,100,88,100", "red,7200,100,80,100", "red,4000,100,,"
BEFORE = csv_of(
    f"1001,Ann,{WORSE}", f"1002,Bob,{BETTER}", f"1003,Cid,{BETTER}", f"1004,Dan,{BETTER}"
)
NOW = csv_of(
    *(f"1001,Ann,{BETTER}", f"1002,Bob,{WORSE}", f"1003,Cid,{LOST}", f"1004,Dan,{BETTER}"),
    *("1005,Eve,blue,4000,100,88,100", f"合计,,{GOOD}", "1006,Fay,red,x,1,1,1"),
)
TOTALS = {"1001": "48.00", "1002": "88.00", "1003": "88.00", "1004": "88.00"}
AFTER = {"1001": "88.00", "1002": "48.00", "1003": None, "1004": "88.00", "1005": "88.00"}


def found(desk: Desk, upload: Any, kind: str | None = None) -> list[dict[str, Any]]:
    query = {"kind": kind} if kind else {}
    return list(desk.caller.get(f"/v1/uploads/{upload['id']}/findings", query=query).ok()["items"])


def applied(desk: Desk, upload: Any, **body: Any) -> Any:
    desk.caller.post(f"/v1/uploads/{upload['id']}/apply", body).ok(202)
    desk.deliver_body(desk.world.messages("uploads")[0])
    return desk.caller.get(f"/v1/uploads/{upload['id']}").ok()


@pytest.fixture
def looked(desk: Desk) -> Any:
    desk.send(BEFORE)
    return desk.send(NOW, dry_run=True)


def test_nothing_is_written_of_people_and_results(desk: Desk, looked: Any) -> None:
    assert looked["status"] == "looked_at"
    assert totals_of(desk) == TOTALS
    assert [one["id"] for one in desk.caller.get("/v1/employees").ok()["items"]] == [*TOTALS]
    assert len(desk.caller.get("/v1/teams").ok()["items"]) == 1


def test_the_findings_say_whose_total_would_change_and_who_and_what_is_new(
    desk: Desk, looked: Any
) -> None:
    assert looked["changes"] == {"new": 1, "same": 1, "better": 1, "worse": 1, "lost": 1}
    assert looked["counts"] == {
        "rows": 6,
        "scored": 5,
        "failed": 1,
        "insufficient": 1,
        "new_people": 1,
    }
    changed = [
        (one["employee_id"], one["before"], one["after"])
        for one in found(desk, looked, "total_changed")
    ]
    assert changed == [("1001", "48.00", "88.00"), ("1002", "88.00", "48.00")]
    (lost,) = found(desk, looked, "total_lost")
    assert (lost["employee_id"], lost["before"], lost["after"]) == ("1003", "88.00", None)
    assert [one["employee_id"] for one in found(desk, looked, "new_person")] == ["1005"]
    assert [one["team"] for one in found(desk, looked, "new_team")] == ["blue"]
    assert [one["row"] for one in found(desk, looked, "passed_over")] == [7]
    errors = desk.caller.get(f"/v1/uploads/{looked['id']}/errors").ok()["items"]
    assert [one["row"] for one in errors] == [8]


def test_applied_it_does_just_what_was_seen_and_the_findings_stay(desk: Desk, looked: Any) -> None:
    before = found(desk, looked)
    done = applied(desk, looked)
    assert (done["status"], done["dry_run"]) == ("completed_with_errors", False)
    assert totals_of(desk) == AFTER
    assert (done["counts"], done["changes"]) == (looked["counts"], looked["changes"])
    # Eve is on the register by now, with her team.
    kept = [(one["kind"], one["row"], one["before"], one["after"]) for one in found(desk, done)]
    assert kept == [(one["kind"], one["row"], one["before"], one["after"]) for one in before]


def test_each_upload_keeps_the_same_findings_without_a_look(desk: Desk) -> None:
    desk.send(BEFORE)
    upload = desk.send(NOW)
    assert upload["changes"] == {"new": 1, "same": 1, "better": 1, "worse": 1, "lost": 1}
    kinds = [one["kind"] for one in found(desk, upload)]
    assert kinds == ["passed_over", "new_person", "new_team", *["total_changed"] * 2, "total_lost"]


@pytest.mark.parametrize("what", ["results", "register", "scheme"])
def test_what_has_changed_since_is_told_and_nothing_is_written(
    desk: Desk, acme: Company, looked: Any, what: str
) -> None:
    if what == "results":
        desk.send(csv_of(f"1004,Dan,{WORSE}"))
    elif what == "register":
        acme.hr.put("/v1/employees/1005", {"name": "Eva"}).ok(201)
    else:
        draft = acme.admin.get("/v1/schemes/desk")
        document = draft.ok()["document"]
        document["dimensions"][0]["indicators"][0]["target"] = "20"
        saved = acme.admin.put("/v1/schemes/desk", document, if_match=draft.headers["etag"])
        etag = saved.headers["etag"]
        # All four have 40 s or more, and lose points by it.
        insisted = {"accept": {"worse_off": 4}}
        body = {"effective_from": "2026-10", "reason": "x", **insisted}
        acme.admin.post("/v1/schemes/desk/publish", body, if_match=etag).ok(201)
    stands = totals_of(desk)
    again = applied(desk, looked)
    assert (again["status"], again["reason"]["code"]) == ("looked_at", "changed_since")
    assert totals_of(desk) == stands
    done = applied(desk, again)
    assert done["status"] == "completed_with_errors"
    assert "1005" in totals_of(desk)


def test_a_coefficient_that_changes_with_the_version_is_named_though_the_total_stays(
    desk: Desk, acme: Company
) -> None:
    """88.00 is paid 1.1 by the first version and 1.5 by the second."""
    desk.send(csv_of(f"1002,Bob,{BETTER}"))
    draft = acme.admin.get("/v1/schemes/desk")
    document = draft.ok()["document"]
    document["grades"][0]["coefficient"] = "1.5"
    saved = acme.admin.put("/v1/schemes/desk", document, if_match=draft.headers["etag"])
    body, etag = {"effective_from": "2026-10", "reason": "x"}, saved.headers["etag"]
    acme.admin.post("/v1/schemes/desk/publish", body, if_match=etag).ok(201)

    looked = desk.send(csv_of(f"1002,Bob,{BETTER}"), dry_run=True)
    done = applied(desk, looked)

    for upload in (looked, done):
        (one,) = found(desk, upload, "coefficient_changed")
        assert (one["employee_id"], one["before"], one["after"]) == ("1002", "1.1", "1.5")
        assert (upload["changes"]["same"], upload["changes"]["better"]) == (0, 1)


def test_an_upload_that_waits_for_nothing_cannot_be_applied(desk: Desk, looked: Any) -> None:
    path = f"/v1/uploads/{looked['id']}/apply"
    applied(desk, looked)
    assert desk.caller.post(path, {}).problem(409)["code"] == "not_waiting"


@pytest.mark.long
def test_it_is_looked_at_and_applied_in_many_runs_as_in_one(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.send(BEFORE)
    monkeypatch.setattr(chunk, "SIZE", 2)
    others_always_wait(monkeypatch)
    looked = desk.send(NOW, dry_run=True)
    assert looked["changes"] == {"new": 1, "same": 1, "better": 1, "worse": 1, "lost": 1}
    done = applied(desk, looked)
    assert (done["status"], done["reason"]) == ("completed_with_errors", None)
    assert totals_of(desk) == AFTER


def test_a_bad_row_of_all_or_nothing_refuses_the_look_too(desk: Desk) -> None:
    upload = desk.send(NOW, dry_run=True, on_error="reject")
    assert (upload["status"], upload["reason"]["code"]) == ("rejected", "rows_in_error")
    # Nobody is made and nobody's total changes by it: only the row of totals is told.
    assert [one["kind"] for one in found(desk, upload)] == ["passed_over"]
