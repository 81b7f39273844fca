"""A month with inspections: what is judged becomes the figures of a source, and is told."""

from copy import deepcopy
from decimal import Decimal

from chalicelib.inspections.totals import Outcome, cells
from chalicelib.scoring import read_scheme
from chalicelib.scoring.judged_sources import inspected
from tests.api.inspections.inspecting import JUDGED, Bureau, contacts, said
from tests.api.uploads.sending import chat_of


def test_what_is_judged_becomes_a_source_of_the_month(bureau: Bureau) -> None:
    bureau.desk.send(chat_of("1001,4000,100", "1002,4000,100"), source="chat")
    assert bureau.card("1001")["state"] == "incomplete"
    path = bureau.drawn()
    # Two tickets each. 1001: one passes (8), one fails by two items (6). 1002: privacy alone fails
    # a ticket, greeting alone does not; marks 10 and 9.
    bureau.judge(
        [
            said(mark="8"),
            said("greeting", "words", mark="6"),
            said("privacy", mark="10"),
            said("greeting", mark="9"),
        ]
    )
    closed = bureau.close(path)
    assert closed["status"] == "closed"
    upload = bureau.hr.get(f"/v1/uploads/{closed['upload']}").ok()
    assert (upload["status"], upload["judged"]) == ("completed", path.removeprefix("/v1/"))
    card = bureau.card("1001")
    values = {line["indicator"]: (line["value"], line["points"]) for line in card["lines"]}
    # 40 s: 32 points. 1 of 2 fails: 20 of 30. Mean of 8 and 6 is 7 of 10: 21 of 30.
    assert values == {
        "answer_time": ("40", "32.00"),
        "tone": ("1", "20.00"),
        "manner": ("7", "21.00"),
    }
    assert (card["total"], card["state"]) == ("73.00", "provisional")
    # 32 + 20 + 28.5 (9.5 of 10)
    assert bureau.card("1002")["total"] == "80.50"
    assert [one["upload"] for one in card["sources"] if one["code"] == "qa"] == [closed["upload"]]


def test_the_explanation_lists_tickets_and_items_and_not_who_judged(bureau: Bureau) -> None:
    path = bureau.drawn(contacts=contacts("1001"))
    bureau.judge([said("privacy", "words", mark=None), said(mark="9")])
    bureau.close(path)
    (told,) = bureau.card("1001", explain="true")["inspections"]
    assert (told["inspection"], told["source"]) == (path.rpartition("/")[2], "qa")
    failing = [one for one in told["tickets"] if one["failed"]]
    assert [item["item"] for item in failing[0]["failed"]] == ["tone.privacy", "tone.words"]
    assert failing[0]["failed"][1]["name"] == {"zh": "用语", "en": "Words"}
    assert failing[0]["passages"] == ["“just wait”"]
    assert (failing[0]["marks"], told["tickets"][1]["marks"]) == ({}, {"manner": "9"})
    assert len(failing[0]["inspectors"]) == 1
    bureau.desk.send(chat_of("1001,4000,100"), source="chat")
    accept = {"missing": 4}
    bureau.hr.post("/v1/periods/2026-10/publish", {"scheme": "desk", "accept": accept}).ok()
    own = bureau.company.with_key(role="agent", employee_id="1001")
    (seen,) = bureau.card("1001", by=own, explain="true")["inspections"]
    assert [one["inspectors"] for one in seen["tickets"]] == [None, None]
    assert [one["failed"] for one in seen["tickets"]] == [one["failed"] for one in told["tickets"]]


def test_the_weeks_of_a_month_add_up(bureau: Bureau) -> None:
    first = bureau.drawn(contacts=contacts("1001"), days={"from": "2026-10-01", "to": "2026-10-02"})
    bureau.judge([said("privacy", mark="4"), said(mark="8")])
    bureau.close(first)
    second = bureau.drawn(
        contacts=contacts("1001"), days={"from": "2026-10-03", "to": "2026-10-04"}
    )
    bureau.judge([said(mark="9"), said(mark="9")])
    bureau.close(second)
    values = {line["indicator"]: line["value"] for line in bureau.card("1001")["lines"]}
    # 1 of 4 fails, brought to 2: 0.5. (4 + 8 + 9 + 9) ÷ 4 = 7.5
    assert (values["tone"], values["manner"]) == ("0.5", "7.5")


def test_a_ticket_that_two_inspections_judged_counts_once_as_the_last_one_judged_it(
    bureau: Bureau,
) -> None:
    drawn = contacts("1001", 2)
    for answers in ([said(mark="8"), said(mark="8")], [said("privacy", mark="6"), said(mark="6")]):
        path = bureau.drawn(contacts=drawn)
        bureau.judge(answers)
        bureau.close(path)
    card = bureau.card("1001", explain="true")
    lines = {line["indicator"]: line for line in card["lines"]}
    # The first one's two tickets are the same: 1 of 2 fails, and the mean of 6 and 6 is 6.
    assert lines["tone"]["inputs"] == {"failing": "1", "drawn": "2"}
    assert lines["manner"]["value"] == "6"
    (told,) = card["inspections"]
    assert (told["inspection"], len(told["tickets"])) == (path.rpartition("/")[2], 2)
    bureau.hr.patch(path, {"status": "cancelled", "reason": "wrong tickets"}, if_match="*").ok()
    bureau.work()
    assert (_value(bureau, "tone"), _value(bureau, "manner")) == ("0", "8")


def test_a_version_on_trial_gets_what_was_judged_as_it_gets_files(bureau: Bureau) -> None:
    scheme = "/v1/schemes/desk"
    trial = {"effective_from": "2026-10", "effective_until": "2026-10", "teams": ["red"]}
    admin = bureau.company.admin
    admin.post(f"{scheme}/pilot", trial, if_match=admin.get(scheme).etag).ok(201)
    bureau.desk.send(chat_of("1001,4000,100"), source="chat")
    path = bureau.drawn(contacts=contacts("1001"))
    bureau.judge([said("privacy", mark="8"), said(mark="6")])
    bureau.close(path)
    # 40 s: 32 points. 1 of 2 fails: 20 of 30. The mean of 8 and 6 is 7 of 10: 21 of 30.
    for of in ({}, {"pilot": 2}):
        assert bureau.card("1001", **of)["total"] == "73.00"


def test_more_marks_than_a_cell_takes_stand_there_combined() -> None:
    scheme = read_scheme(JUDGED)
    judged = inspected(scheme, "qa")
    drawn = [Outcome(n, f"t{n}", "2026-10-01", "", (), {"manner": "8.5"}) for n in range(101)]
    # Four weeks of inspections may judge more than a hundred tickets of a person.
    assert cells(judged, drawn[:100])["manner_inspector"] == ";".join(["8.5"] * 100)
    assert cells(judged, drawn)["manner_inspector"] == "858.5/101(101:mean)"  # 101 times 8.5


def test_a_reopened_inspection_is_closed_again_and_a_cancelled_one_counts_nothing(
    bureau: Bureau,
) -> None:
    path = bureau.drawn(contacts=contacts("1001"))
    bureau.judge([said("privacy"), said()])
    first = bureau.close(path)
    bureau.hr.patch(path, {"status": "open", "reason": "misread"}, if_match="*").ok()
    # The figures stand until it is closed again.
    assert _value(bureau, "tone") == "1"
    failing = [(api, task) for api, task in bureau.tasks() if task["status"] == "submitted"]
    for api, task in failing:
        bureau.put(api, task, said()).ok()
    second = bureau.close(path)
    assert second["upload"] != first["upload"]
    assert (_value(bureau, "tone"), bureau.card("1001")["revision"]) == ("0", 2)
    bureau.hr.patch(path, {"status": "cancelled", "reason": "wrong week"}, if_match="*").ok()
    bureau.work()
    assert bureau.hr.get(path).ok()["status"] == "cancelled"
    # Nothing was drawn that counts: fewer than the two required.
    assert _value(bureau, "tone") is None


def _value(bureau: Bureau, indicator: str) -> str | None:
    lines = bureau.card("1001")["lines"]
    return next(line["value"] for line in lines if line["indicator"] == indicator)


def test_what_was_judged_is_counted_by_the_version_in_effect_when_it_is_closed(
    bureau: Bureau,
) -> None:
    path = bureau.drawn(contacts=contacts("1001", 2))
    # One item alone fails: by two items of a ticket it passes.
    bureau.judge([said("greeting"), said()])
    bureau.close(path)
    assert _value(bureau, "tone") == "0"
    admin, stricter = bureau.company.admin, deepcopy(JUDGED)
    stricter["dimensions"][0]["indicators"][1]["value"] |= {"fails_at": 1, "failures": "faults"}
    stricter["columns"][2] = {"code": "faults", "name": "Faults", "source": "qa"}
    admin.put("/v1/schemes/desk", stricter, if_match="*").ok()
    body = {"effective_from": "2026-10", "reason": "One item is enough"}
    admin.post("/v1/schemes/desk/publish", body, if_match="*").ok(201)
    again = {"status": "open", "reason": "by the new version"}
    bureau.hr.patch(path, again, if_match="*").ok()
    bureau.close(path)
    assert _value(bureau, "tone") == "1"


def test_two_who_differ_make_a_third_decide(bureau: Bureau) -> None:
    path = bureau.drawn(
        contacts=contacts("1001", 1), double_percent=100, tolerance={"marks": "1"}, per_agent=1
    )
    (first, one), (second, other) = bureau.tasks()
    assert (one["id"], first) == (other["id"], first)
    bureau.put(first, one, said("privacy", mark="4")).ok()
    assert len(bureau.tasks()) == 2
    # 4 and 7 differ by more than 1, and so does the verdict.
    bureau.put(second, other, said(mark="7")).ok()
    (third,) = [api for api, task in bureau.tasks() if task["status"] == "open"]
    assert third not in (first, second)
    bureau.put(third, one, said("privacy", mark="5")).ok()
    bureau.close(path)
    (told,) = bureau.card("1001", explain="true")["inspections"]
    # Two of three say that privacy fails; the median of 4, 5 and 7 is 5.
    assert [item["item"] for item in told["tickets"][0]["failed"]] == ["tone.privacy"]
    assert told["tickets"][0]["marks"] == {"manner": "5"}
    assert len(told["tickets"][0]["inspectors"]) == 3


def test_two_within_the_tolerance_are_agreed_to_the_persons_good(bureau: Bureau) -> None:
    path = bureau.drawn(
        contacts=contacts("1001", 1),
        double_percent=100,
        tolerance={"items": 1, "marks": "2"},
        per_agent=1,
    )
    (first, one), (second, other) = bureau.tasks()
    bureau.put(first, one, said("privacy", mark="6")).ok()
    bureau.put(second, other, said(mark="7")).ok()
    assert [task["status"] for _, task in bureau.tasks()] == ["submitted", "submitted"]
    bureau.close(path)
    (told,) = bureau.card("1001", explain="true")["inspections"]
    # One of two says so, which is not more than half; (6 + 7) ÷ 2
    assert told["tickets"][0]["failed"] == []
    assert told["tickets"][0]["marks"] == {"manner": "6.5"}


def test_double_judging_says_how_far_inspectors_agree(bureau: Bureau) -> None:
    path = bureau.drawn(double_percent=100)
    for api, task in bureau.tasks():
        bureau.put(api, task, said(mark="8")).ok()
    verdicts, manner = bureau.close(path)["statistics"]
    # Four tickets of three items, each judged by two who say the same.
    assert (verdicts["of"], verdicts["agreement"]) == (
        "verdicts",
        {"units": 12, "exact": 12, "within": 12},
    )
    assert manner["agreement"]["units"] == 4
    assert {one["rater"] for one in manner["raters"]} == {"i1", "i2", "i3"}
    # All marks are 8: neither agreement nor its lack can be told.
    assert manner["alpha"]["value"] is None
    assert sum(Decimal(one["marks"]) for one in manner["raters"]) == 8
