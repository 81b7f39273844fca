"""A closed round is a source of the month: combined values, revisions, and what files may bring."""

from tests.api.rating_rounds.rating import QUESTIONS, RATING, TEAM, Ring, scheme
from tests.api.uploads.sending import chat_of, qa_of

PEERS = ("a2", "a3", "a4", "a5")


def filled(ring: Ring) -> str:
    """a1 is rated: peers (8, 6), (7, 7), (9, 10), (6, –): 7, 7, 9.5, 6; superior 8, 9; self 10."""
    path = ring.open()
    for rater, *marks in (
        ("a2", "8", "6"),
        ("a3", "7", "7"),
        ("a4", "9", "10"),
        ("a5", "6", None),
    ):
        ring.rate(rater, "peer", "a1", *marks)
    ring.rate("lead", "superior", "a1", "8", "9")
    ring.rate("a1", "self", "a1", "10", "10")
    return path


def test_a_closed_round_gives_each_role_its_combined_value_and_the_number_of_marks(
    ring: Ring,
) -> None:
    path = filled(ring)
    # 40 s: one whole step over 30, 40 - 8 = 32; 88 of 100: two points below 90, 40 - 4 = 36
    ring.desk.send(chat_of("a1,4000,100"), source="chat")
    ring.desk.send(qa_of("a1,88,100"), source="qa")
    before = ring.card("a1")
    assert (before["state"], before["awaiting"]) == ("incomplete", ["forms"])
    closed = ring.close(path)
    # peers (7 + 7 + 9.5 + 6) ÷ 4 = 7.375; superior (8 + 9) ÷ 2 = 8.5: (7.375 + 8.5) ÷ 2 = 7.9375
    line = ring.line("a1")
    told = {one["role"]: (one["value"], one["count"]) for one in line["ratings"]}
    assert told == {"peer": ("7.375", 4), "superior": ("8.5", 1), "self": ("10", 1)}
    assert (line["value"], line["points"]) == ("7.9375", "15.88")
    card = ring.card("a1")
    assert (card["state"], card["total"]) == ("provisional", "83.88")
    (forms,) = [one for one in card["sources"] if one["code"] == "forms"]
    assert (forms["state"], forms["upload"]) == ("arrived", closed["upload"])
    assert forms["rating_round"] == closed["id"]


def test_a_role_that_gave_too_few_marks_drops_out_and_the_others_share_its_weight(
    ring: Ring,
) -> None:
    path = ring.open()
    for rater in ("a2", "a3"):
        ring.rate(rater, "peer", "a1", "2", "2")
    ring.rate("lead", "superior", "a1", "8", "8")
    ring.close(path)
    line = ring.line("a1")
    told = {one["role"]: (one["value"], one["count"]) for one in line["ratings"]}
    assert told == {"peer": (None, None), "superior": ("8", 1), "self": (None, None)}
    assert line["value"] == "8"
    assert line["inputs"]["teamwork_peer"] is None


def test_who_was_rated_by_nobody_has_arrived_without_a_figure(ring: Ring) -> None:
    path = ring.open()
    ring.rate("lead", "superior", "a1", "8", "8")
    ring.close(path)
    line = ring.line("a2")
    assert (line["status"], line["reason"]) == ("not_available", "too_few_raters")
    assert ring.card("a2")["awaiting"] == ["chat", "qa"]


def test_a_form_that_was_only_saved_does_not_count(ring: Ring) -> None:
    path = ring.open()
    (task,) = ring.tasks("a1", limit=1)
    ring.save("a1", f"/v1/rating-tasks/{task['id']}", "5", "5").ok()
    ring.close(path)
    assert ring.line(task["employee_id"])["value"] is None


def test_columns_that_a_round_feeds_come_in_no_file(ring: Ring) -> None:
    ring.open()
    announced = {"scheme": "desk", "period": "2026-10", "filename": "a.csv", "source": "forms"}
    assert ring.hr.post("/v1/uploads", announced).problem(409)["code"] == "fed_by_round"
    header = "employee_id,wait_seconds,contacts,solved,raised"
    marks = f"{header},teamwork_peer\na1,4000,100,88,100,3\n".encode()
    refused = ring.desk.send(marks)
    assert (refused["status"], refused["reason"]["code"]) == ("rejected", "columns_of_round")
    template = {"format": "csv", "period": "2026-10"}
    empty = ring.company.admin.get("/v1/schemes/desk/upload-template", query=template)
    assert "teamwork" not in empty.text
    taken = ring.desk.send(f"{header}\na1,4000,100,88,100\n".encode())
    assert (taken["status"], taken["sources"]) == ("completed", ["chat", "qa"])
    assert ring.card("a1")["awaiting"] == ["forms"]


def test_a_whole_file_after_the_closing_leaves_what_the_round_gave(ring: Ring) -> None:
    path = filled(ring)
    ring.close(path)
    header = "employee_id,wait_seconds,contacts,solved,raised"
    ring.desk.send(f"{header}\na1,4000,100,88,100\n".encode())
    card = ring.card("a1")
    assert (card["total"], card["revision"]) == ("83.88", 2)


def test_reopening_and_closing_again_makes_a_new_revision(ring: Ring) -> None:
    path = filled(ring)
    ring.close(path)
    body = {"reason": "The superior was on leave", "closes_on": "2026-11-25"}
    ring.hr.post(f"{path}/reopen", body, if_match="*").ok()
    assert ring.line("a1")["value"] == "7.9375"
    ring.rate("lead", "superior", "a1", "6", "6")
    ring.close(path)
    # (7.375 + 6) ÷ 2 = 6.6875
    assert ring.line("a1")["value"] == "6.6875"
    assert ring.card("a1", revision=1)["lines"][2]["value"] == "7.9375"


def test_what_a_round_gave_is_taken_back_as_a_file_is_and_comes_with_the_next_closing(
    ring: Ring,
) -> None:
    path = filled(ring)
    ring.desk.send(chat_of("a1,4000,100"), source="chat")
    closed = ring.close(path)
    ring.hr.post(f"/v1/uploads/{closed['upload']}/withdraw", {"reason": "Too early"}).ok(202)
    for message in ring.world.messages("uploads"):
        ring.desk.deliver_body(message)
    assert ring.line("a1")["status"] == "awaited"
    body = {"reason": "Taken back", "closes_on": "2026-11-25"}
    ring.hr.post(f"{path}/reopen", body, if_match="*").ok()
    ring.close(path)
    assert ring.line("a1")["value"] == "7.9375"


def test_a_rescoring_takes_the_combined_values(ring: Ring) -> None:
    path = filled(ring)
    ring.close(path)
    ring.hr.post("/v1/periods/2026-10/rescore", {"scheme": "desk"}).ok(202)
    for message in ring.world.messages("uploads"):
        ring.desk.deliver_body(message)
    assert ring.line("a1")["value"] == "7.9375"


def test_a_version_that_combines_otherwise_scores_nobody_until_the_round_does_so_too(
    ring: Ring,
) -> None:
    path = filled(ring)
    ring.close(path)
    admin, drafts = ring.company.admin, "/v1/schemes/desk"
    other = scheme()
    other["dimensions"][0]["indicators"][2]["value"] = {**RATING["value"], "combine": "median"}
    admin.put(drafts, other, if_match="*").ok()
    tried = ring.hr.post(f"{drafts}/simulate", {"period": "2026-10"}).ok()
    (left,) = tried["not_simulated"]
    assert (left["code"], left["employee_ids"]) == ("combined_otherwise", ["a1"])
    body = {"effective_from": "2026-10", "reason": "One mark should not decide"}
    published = admin.post(f"{drafts}/publish", body, if_match="*").ok(201)
    assert [one["not_compared"] for one in published["compared"]] == [1]
    ring.hr.post("/v1/periods/2026-10/rescore", {"scheme": "desk"}).ok(202)
    for message in ring.world.messages("uploads"):
        ring.desk.deliver_body(message)
    (period,) = ring.hr.get("/v1/periods/2026-10").ok()["schemes"]
    # A mean is not told as a median: a1 stands by the version before.
    assert period["rescoring"]["failed"] == 1
    assert (ring.card("a1")["scheme"]["version"], ring.line("a1")["value"]) == (1, "7.9375")
    again = {"reason": "By the median now", "closes_on": "2026-11-25"}
    ring.hr.post(f"{path}/reopen", again, if_match="*").ok()
    ring.close(path)
    # peers: the median of 6, 7, 7 and 9.5 is 7; superior 8.5: (7 + 8.5) ÷ 2 = 7.75
    assert (ring.card("a1")["scheme"]["version"], ring.line("a1")["value"]) == (2, "7.75")


def test_a_row_that_cannot_be_scored_tells_nothing_of_what_a_few_raters_gave(ring: Ring) -> None:
    path = ring.open()
    for rater in ("a2", "a3", "a4"):
        ring.rate(rater, "peer", "a1", "9", "8")
    narrow = scheme()
    narrow["dimensions"][0]["indicators"][2] |= {
        "value": {**RATING["value"], "scale": {"min": "0", "max": "5"}, "questions": QUESTIONS[1:]},
        "rule": {"kind": "linear", "zero_at": "0", "full_at": "5"},
    }
    admin, drafts = ring.company.admin, "/v1/schemes/desk"
    admin.put(drafts, narrow, if_match="*").ok()
    body = {"effective_from": "2026-10", "reason": "Five marks are enough"}
    admin.post(f"{drafts}/publish", body, if_match="*").ok(201)
    errors = f"/v1/uploads/{ring.close(path)['upload']}/errors"
    (row,) = ring.hr.get(errors).ok()["items"]
    assert row["raw"] == {"employee_id": "a1"}
    assert [one["code"] for one in row["errors"]] == ["combined_out_of_scale"]
    # The three peers' 8.5 is in no report: three times 8.5 are 25.5 = 51 ÷ 2.
    report = ring.hr.get(errors, query={"format": "csv"}).text
    assert not [told for told in ("8.5", "25.5", "51/", "(3") if told in report]


def test_the_values_wait_for_requests_that_found_the_round_open(ring: Ring) -> None:
    path = filled(ring)
    found = ring.hr.post(f"{path}/close", if_match="*").ok()
    ring.desk.run_once(
        f'{{"kind": "score_upload", "tenant": "acme", "upload": "{found["upload"]}", "attempt": 0}}'
    )
    assert ring.hr.get(f"/v1/uploads/{found['upload']}").ok()["status"] == "processing"
    ring.count(found["upload"])
    assert ring.hr.get(f"/v1/uploads/{found['upload']}").ok()["status"] == "completed"


def test_a_locked_period_takes_no_round_and_closes_none(ring: Ring) -> None:
    path = ring.open()
    ring.desk.send(chat_of("a1,4000,100"), source="chat")
    accept = {"incomplete": 1, "missing": 5}
    ring.hr.post("/v1/periods/2026-10/lock", {"scheme": "desk", "accept": accept}).ok()
    assert ring.hr.post(f"{path}/close", if_match="*").problem(409)["code"] == "period_locked"
    cancelled = ring.hr.post(f"{path}/cancel", {"reason": "The month is paid"}, if_match="*").ok()
    assert cancelled["status"] == "cancelled"
    assert ring.tasks("a1") == []
    body = {"scheme": "desk", "period": "2026-10", "closes_on": "2026-11-20"}
    assert ring.hr.post("/v1/rating-rounds", body).problem(409)["code"] == "period_locked"


def test_a_round_that_was_open_again_at_the_lock_closes_with_what_it_had_given(ring: Ring) -> None:
    ring.desk.send(chat_of("a1,4000,100"), source="chat")
    path = ring.open()
    ring.rate("lead", "superior", "a1", "8", "8")
    upload = ring.close(path)["upload"]
    again = {"reason": "somebody was ill", "closes_on": "2026-12-20"}
    ring.hr.post(f"{path}/reopen", again, if_match="*").ok()
    ring.rate("lead", "superior", "a1", "3", "3")
    board = ring.hr.get("/v1/periods/2026-10/board", query={"scheme": "desk"}).ok()
    accept = {one["accept"]: one["count"] for one in board["obstacles"]}
    ring.hr.post("/v1/periods/2026-10/lock", {"scheme": "desk", "accept": accept}).ok()

    found = ring.hr.post(f"{path}/close", if_match="*").ok()

    assert (found["status"], found["closings"], found["upload"]) == ("closed", 1, upload)
    assert ring.line("a1")["value"] == "8"
    # Open once more after the lock was taken back, it gives what was said since.
    reason = {"scheme": "desk", "reason": "the round"}
    ring.company.admin.post("/v1/periods/2026-10/reopen", reason).ok()
    ring.hr.post(f"{path}/reopen", again, if_match="*").ok()
    ring.close(path)
    assert ring.line("a1")["value"] == "3"


def test_a_cancelled_round_leaves_its_columns_to_files(ring: Ring) -> None:
    path = ring.open()
    ring.hr.post(f"{path}/cancel", {"reason": "By sheet this month"}, if_match="*").ok()
    # A clerk types marks. What a round has combined would pass for thirty raters' marks.
    header = b"employee_id,teamwork_peer,teamwork_superior,teamwork_self\n"
    sent = ring.desk.send(header + b"a1,4;5;6,7,9\na2,300/30(30),7,9\n", source="forms")
    assert sent["status"] == "completed_with_errors"
    (wrong,) = ring.hr.get(f"/v1/uploads/{sent['id']}/errors").ok()["items"]
    assert [(one["column"], one["code"]) for one in wrong["errors"]] == [
        ("teamwork_peer", "combined_marks")
    ]
    # peers 5, superior 7: 6
    assert ring.line("a1")["value"] == "6"
    assert len(TEAM) == 5
