"""Raters without an account: links as a list, each opened once, over when all is said."""

import csv
import io

import pytest

from tests.api.people.worker import Worker
from tests.api.rating_rounds.linked import OFFICE, PAIR, Survey, forms, say, surveyed
from tests.api.rating_rounds.rating import Ring


@pytest.fixture
def survey(ring: Ring) -> Survey:
    return surveyed(ring)


def test_a_list_has_a_link_for_each_rater_whom_the_round_names(survey: Survey) -> None:
    page = "https://forms.shop.example/rate?lang=zh"
    found = survey.hr.post(f"{survey.path}/links", {"page": page}).ok(201)
    assert [one["employee_id"] for one in found["items"]] == list(OFFICE)
    for one in found["items"]:
        # The address ends before the secret: no server is sent a fragment.
        assert one["link"] == f"{page}#{one['secret']}"
        # The round's last day, 20 November, ends in Shanghai eight hours before midnight UTC.
        assert (one["forms"], one["expires_at"]) == (2, "2026-11-20T16:00:00.000Z")
    assert survey.states() == dict.fromkeys(OFFICE, "unopened")


def test_the_list_as_csv_is_read_by_spreadsheets_and_starts_no_formula(survey: Survey) -> None:
    asked = {"Accept": "text/csv"}
    reply = survey.hr.post(
        f"{survey.path}/links", {}, headers=asked, idempotency_key="list-of-october"
    )
    assert (reply.status, reply.headers["content-type"]) == (201, "text/csv; charset=utf-8")
    rows = list(csv.DictReader(io.StringIO(reply.content.decode("utf-8-sig"))))
    assert [row["employee_name"] for row in rows] == [f"'=office {one}" for one in OFFICE]
    assert survey.with_token(rows[0]["link"]).post("/v1/rating-sessions").ok(201)["forms"] == 2
    # The same request once more is answered with the same list, and draws no other.
    again = survey.hr.post(
        f"{survey.path}/links", {}, headers=asked, idempotency_key="list-of-october"
    )
    assert (again.content, again.headers["content-type"]) == (
        reply.content,
        reply.headers["content-type"],
    )


def test_a_session_fills_in_the_raters_forms_and_they_count_when_the_round_closes(
    survey: Survey,
) -> None:
    survey.draw()
    for rater, marks in (("o1", ("8", "6")), ("o2", ("9", "9"))):
        caller = survey.session(rater)
        assert caller.get("/v1/me").ok()["kind"] == "link"
        for path in forms(caller):
            say(caller, path, *marks)
    survey.ring.close(survey.path)
    # o1 gives (8 + 6) ÷ 2 = 7, o2 (9 + 9) ÷ 2 = 9, o3 nothing: (7 + 9) ÷ 2 = 8
    for person in PAIR:
        (said,) = [one for one in survey.ring.line(person)["ratings"] if one["count"]]
        assert (said["role"], said["value"], said["count"]) == ("superior", "8", 2)


def test_with_the_last_form_submitted_link_and_session_are_over(survey: Survey) -> None:
    survey.draw()
    caller = survey.session("o1")
    first, second = forms(caller)
    say(caller, first, "8", "6")
    # What was submitted may change while another form is open.
    say(caller, first, "7", "6")
    say(caller, second, "9", "9")
    for reply in (
        caller.get("/v1/rating-tasks"),
        caller.get(first),
        caller.put(first, {"answers": []}, if_match="*"),
        caller.post(f"{first}/submit", if_match="*"),
    ):
        reply.problem(409, "link_over")
    survey.draw("o1")
    survey.open("o1").problem(409, "link_over")


def test_somebody_who_has_left_or_has_no_form_is_said_to_get_no_link(survey: Survey) -> None:
    survey.hr.patch("/v1/employees/o2", {"status": "left"}).ok()
    wanted = {"employees": ["o1", "o2", "a1"]}
    found = survey.hr.post(f"{survey.path}/links", wanted).ok(201)
    assert [one["employee_id"] for one in found["items"]] == ["o1"]
    assert [(one["employee_id"], one["why"]) for one in found["left_out"]] == [
        ("o2", "left"),
        ("a1", "no_forms"),
    ]
    only = survey.hr.post(f"{survey.path}/links", {"employees": ["a1"]})
    assert "nobody to give a link to" in only.problem(409, "nobody_to_link")["detail"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"employees": ["o1", "nobody"]}, "unknown_employee"),
        ({"employees": []}, "wrong_count"),
        ({"expires_on": "2026-11-04"}, "in_past"),
        ({"page": "http://forms.shop.example/"}, "not_an_address"),
        ({"page": "https://forms.shop.example/#there"}, "not_an_address"),
        ({"page": "https://forms.shop.example@evil.example"}, "not_an_address"),
    ],
)
def test_what_a_list_is_not_drawn_for(survey: Survey, body: dict[str, object], code: str) -> None:
    (fault,) = survey.hr.post(f"{survey.path}/links", body).problem(422)["errors"]
    assert fault["code"] == code


def test_links_are_drawn_of_an_open_round_alone(ring: Ring) -> None:
    path = ring.make()
    ring.hr.post(f"{path}/links", {}).problem(409, "status_not_reachable")
    ring.hr.delete(f"{path}/links").problem(409, "status_not_reachable")


def test_a_round_that_is_opened_again_is_rated_by_new_links(survey: Survey) -> None:
    survey.draw()
    caller = survey.session("o1")
    for path in forms(caller):
        say(caller, path, "8", "8")
    survey.ring.close(survey.path)
    later = {"reason": "somebody was on leave", "closes_on": "2026-11-25"}
    survey.hr.post(f"{survey.path}/reopen", later, if_match="*").ok()
    survey.draw()
    caller = survey.session("o1")
    first, second = forms(caller)
    say(caller, first, "6", "6")
    say(caller, second, "6", "6")
    caller.get(first).problem(409, "link_over")
    survey.ring.close(survey.path)
    assert survey.ring.line("p1")["value"] == "6"


def test_an_erasure_of_a_rater_leaves_no_link(survey: Survey) -> None:
    survey.draw()
    caller = survey.session("o1")
    survey.ring.company.admin.post("/v1/employees/o1/erase", {"files": "keep"}).ok(202)
    caller.get("/v1/rating-tasks").problem(401)
    Worker(survey.ring.world).work()
    left = [one for one in survey.ring.world.items() if "#rating-links#" in one["pk"]["S"]]
    assert sorted(one["rater"]["S"] for one in left) == ["o2", "o3"]
