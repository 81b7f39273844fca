"""Bad input: each a clear error in both languages, and nothing is lost or changed."""

from typing import Any

import pytest

from tests.api.inspections.inspecting import Bureau, contacts, said
from tests.api.uploads.sending import chat_of


def faults(answer: Any) -> list[tuple[str, str]]:
    return [(one["pointer"], one["code"]) for one in answer.problem(422)["errors"]]


@pytest.mark.parametrize(
    ("wrong", "pointer", "code"),
    [
        ({"source": "chat"}, "/source", "not_a_judged_source"),
        ({"source": "nobody"}, "/source", "not_a_judged_source"),
        ({"scheme": "no-such"}, "/scheme", "no_scheme_in_effect"),
        ({"period": "2026-Q4"}, "/period", "wrong_kind_of_period"),
        ({"days": {"from": "2026-09-30"}}, "/days", "outside_the_period"),
        ({"days": {"from": "2026-10-09", "to": "2026-10-08"}}, "/days", "outside_the_period"),
        ({"inspectors": ["i1", "nobody"]}, "/inspectors/1", "unknown_employee"),
        ({"inspectors": ["i1", "i1"]}, "/inspectors/1", "listed_twice"),
        ({"inspectors": ["i1", "i2"], "double_percent": 10}, "/inspectors", "too_few_inspectors"),
        ({"contacts": None}, "/contacts", "one_frame"),
        (
            {
                "contacts": None,
                "upload": {"id": "upl_0000000000000000000000", "contact": "t", "day": "d"},
            },
            "/upload/id",
            "unknown_upload",
        ),
    ],
)
def test_an_inspection_that_cannot_be(
    bureau: Bureau, wrong: dict[str, Any], pointer: str, code: str
) -> None:
    assert (pointer, code) in faults(bureau.ask(**wrong))
    assert bureau.hr.get("/v1/inspections").ok()["items"] == []


def test_an_inspector_who_left_is_refused(bureau: Bureau) -> None:
    bureau.hr.patch("/v1/employees/i2", {"status": "left"}, if_match="*").ok()
    assert faults(bureau.ask()) == [("/inspectors/1", "inspector_left")]


def test_a_frame_of_nobody_draws_nothing_and_says_what_was_left_out(bureau: Bureau) -> None:
    path = bureau.drawn(contacts=contacts("9999", 3))
    found = bureau.hr.get(path).ok()
    assert (found["status"], found["reason"]["code"]) == ("failed", "nothing_drawn")
    assert found["frame"]["unknown_ids"] == ["9999"]
    assert bureau.hr.patch(path, {"status": "closed"}, if_match="*").problem(409)["allowed"] == []


@pytest.fixture
def task(bureau: Bureau) -> Any:
    """An inspector and the one task of an inspection."""
    bureau.drawn(contacts=contacts("1001", 1), per_agent=1, inspectors=["i1"])
    ((api, found),) = bureau.tasks()
    return api, found


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        (said(mark="10.5"), "/marks/manner", "mark_out_of_scale"),
        (said(mark="-1"), "/marks/manner", "mark_out_of_scale"),
        (said(marks={"tone": "5"}), "/marks/tone", "unknown_indicator"),
        (said(marks={}), "/marks/manner", "required"),
        (said(verdicts={"tone.other": "pass"}), "/verdicts/tone.other", "unknown_item"),
        (said(verdicts={"tone.words": "pass"}), "/verdicts/tone.greeting", "required"),
        ({**said("words"), "passage": None}, "/passage", "required"),
    ],
)
def test_a_judgement_that_cannot_be(
    bureau: Bureau, task: Any, body: dict[str, Any], pointer: str, code: str
) -> None:
    api, found = task
    assert (pointer, code) in faults(bureau.put(api, found, body))
    assert bureau.tasks()[0][1]["status"] == "open"


def test_a_draft_may_be_incomplete_and_is_no_submission(bureau: Bureau, task: Any) -> None:
    api, found = task
    draft = {"verdicts": {"tone.words": "fail"}, "submitted": False}
    assert bureau.put(api, found, draft).ok()["status"] == "saved"
    assert (
        bureau.hr.patch(
            f"/v1/inspections/{found['inspection']}", {"status": "closed"}, if_match="*"
        ).problem(409)["open"]
        == 1
    )


def test_of_two_windows_the_second_is_refused_and_loses_nothing(bureau: Bureau, task: Any) -> None:
    api, found = task
    path = f"/v1/inspection-tasks/{found['id']}"
    etag = api.get(path).headers["etag"]
    api.put(path, said(mark="9"), if_match=etag).ok()
    assert api.put(path, said(mark="1"), if_match=etag).problem(412)["code"] == "stale_etag"
    assert api.get(path).ok()["marks"] == {"manner": "9"}


def test_what_is_submitted_may_be_mended_and_becomes_no_draft(bureau: Bureau, task: Any) -> None:
    api, found = task
    bureau.put(api, found, said(mark="9")).ok()
    assert bureau.put(api, found, said(mark="8")).ok()["marks"] == {"manner": "8"}
    answer = bureau.put(api, found, {**said(), "submitted": False})
    assert answer.problem(409)["code"] == "task_submitted"
    (progress,) = bureau.hr.get(f"/v1/inspections/{found['inspection']}").ok()["progress"]
    assert progress == {"employee_id": "i1", "assigned": 1, "submitted": 1}


def test_a_task_of_a_closed_inspection_is_refused(bureau: Bureau, task: Any) -> None:
    api, found = task
    bureau.close(f"/v1/inspections/{found['inspection']}", accept={"open": 1})
    assert bureau.put(api, found, said()).problem(409)["code"] == "inspection_not_open"
    # Nobody judged the ticket: none drawn, where two are required.
    lines = {line["indicator"]: line["value"] for line in bureau.card("1001")["lines"]}
    assert lines["tone"] is None


def test_an_inspector_who_left_judges_no_more(bureau: Bureau, task: Any) -> None:
    api, found = task
    bureau.hr.patch("/v1/employees/i1", {"status": "left"}, if_match="*").ok()
    assert bureau.put(api, found, said()).problem(409)["code"] == "inspector_left"


def test_a_task_of_another_inspector_is_not_there(bureau: Bureau, task: Any) -> None:
    _, found = task
    other = bureau.inspectors["i2"]
    other.get(f"/v1/inspection-tasks/{found['id']}").problem(404)
    assert other.get("/v1/inspection-tasks").ok()["items"] == []


def test_the_other_of_two_sees_nothing_of_the_first(bureau: Bureau) -> None:
    bureau.drawn(contacts=contacts("1001", 1), per_agent=1, double_percent=100)
    (first, one), (second, _) = bureau.tasks()
    path = f"/v1/inspection-tasks/{one['id']}"
    before = second.get(path)
    bureau.put(first, one, said("privacy", mark="1")).ok()
    after = second.get(path)
    assert (after.text, after.headers["etag"]) == (before.text, before.headers["etag"])
    second.put(path, said(mark="9"), if_match=before.headers["etag"]).ok()
    # Both are compared now, and stand.
    assert bureau.put(first, one, said()).problem(409)["code"] == "task_compared"


def test_judged_columns_are_in_no_file(bureau: Bureau) -> None:
    body = {"scheme": "desk", "period": "2026-10", "filename": "a.csv", "source": "qa"}
    assert faults(bureau.hr.post("/v1/uploads", body)) == [("/source", "judged_source")]
    content = b"employee_id,wait_seconds,contacts,failing\n1001,4000,100,2\n"
    refused = bureau.desk.send(content)
    assert (refused["status"], refused["reason"]["code"]) == ("rejected", "judged_columns")
    # A file that names no source is of those that files give.
    sent = bureau.desk.send(chat_of("1001,4000,100"))
    assert (sent["status"], sent["sources"]) == ("completed", ["chat"])
    assert bureau.card("1001")["state"] == "incomplete"


def test_the_template_of_files_has_no_judged_column(bureau: Bureau) -> None:
    text = bureau.hr.get("/v1/schemes/desk/upload-template", query={"format": "csv"}).text
    assert "wait_seconds" in text or "等待" in text
    assert "failing" not in text
    assert "不合格" not in text


def test_a_locked_period_takes_no_inspection_and_closes_none(bureau: Bureau) -> None:
    path = bureau.drawn()
    bureau.desk.send(chat_of("1001,4000,100"))
    accept = {"missing": 4, "incomplete": 1}
    body = {"scheme": "desk", "accept": accept}
    bureau.hr.post("/v1/periods/2026-10/publish", body).ok()
    bureau.hr.post("/v1/periods/2026-10/lock", body).ok()
    assert bureau.ask().problem(409)["code"] == "period_locked"
    closing = {"status": "closed", "accept": {"open": 4}}
    assert bureau.hr.patch(path, closing, if_match="*").problem(409)["code"] == "period_locked"


def test_locking_waits_for_an_inspection_that_is_being_closed(bureau: Bureau) -> None:
    path = bureau.drawn()
    bureau.desk.send(chat_of("1001,4000,100"))
    bureau.hr.patch(path, {"status": "closed", "accept": {"open": 4}}, if_match="*").ok()
    body = {"scheme": "desk", "accept": {"missing": 4, "incomplete": 1}}
    refused = bureau.hr.post("/v1/periods/2026-10/publish", body).problem(409)
    assert refused["code"] == "uploads_running"
    # And no other inspection of the period is closed meanwhile.
    second = bureau.ask(seed="another-seed").ok(201)["id"]
    (draw,) = [one for one in bureau.desk.world.messages("uploads") if "draw_inspection" in one]
    bureau.desk.run_once(draw)
    closing = {"status": "closed", "accept": {"open": 4}}
    answer = bureau.hr.patch(f"/v1/inspections/{second}", closing, if_match="*")
    assert answer.problem(409)["code"] == "another_closing"


def test_the_file_of_an_inspection_is_taken_back_by_the_inspection_alone(bureau: Bureau) -> None:
    path = bureau.drawn(contacts=contacts("1001"))
    bureau.judge([said(), said()])
    upload = bureau.close(path)["upload"]
    answer = bureau.hr.post(f"/v1/uploads/{upload}/withdraw", {"reason": "wrong"})
    assert answer.problem(409)["code"] == "judged_upload"
